// XEP-0077: in-band registration, on streams without a login.

import { performance } from 'node:perf_hooks';
import type { Problem } from '../model/problem.ts';
import type { Account, Session } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';
import { errorCondition, errorText, iqRequest } from '../stanza/iq.ts';
import { child, element, NS } from '../stanza/xml.ts';
import { findProblem, isExpired, problemOf } from '../wording/problems.ts';
import type { OpenStream } from '../xmpp/connect.ts';
import { fillRegistration } from './data-form.ts';
import { IN_A_ROW, MOST_STREAMS, PER_JOB, SLOW_STEP_MS } from './numbers.ts';
import { type Provider, ProvisionError, type ServerAccess } from './provider.ts';
import { removeInBand } from './remove-in-band.ts';

/** Conditions that servers use for a limit on registrations (XEP-0077 3.1, RFC 6120 8.3.3). */
const THROTTLED: readonly string[] = ['resource-constraint', 'policy-violation'];

/** Conditions that servers use for a password that they do not take. They use them for much else, too: what they say counts. */
const POLICIES: readonly string[] = ['policy-violation', 'not-acceptable'];

interface UsedStream {
  readonly stream: OpenStream;
  /** Number of accounts registered on it. */
  registered: number;
}

interface Attempt {
  readonly intend: () => void;
  /** An earlier attempt was lost, so the account may exist already. */
  readonly isDoubtful: boolean;
}

/** Registers accounts in band: many on each stream, or one on each where the server allows no more. */
export class InBandProvider implements Provider {
  readonly takesSession = true;
  readonly #server: ServerAccess;
  readonly #isAskedFor: boolean;
  readonly #idle: UsedStream[] = [];
  #isReusable = true;
  #form: Promise<XmlElement> | undefined;
  /** Streams for the cases that run at once. */
  #wanted = PER_JOB;
  /** Milliseconds until the server answered a registration, at best. */
  #shortestMs = Number.POSITIVE_INFINITY;

  /** Where the user has asked for it, it is tried although the server does not announce it: the feature is a hint (XEP-0077 8). */
  constructor(server: ServerAccess, { isAskedFor = false }: { readonly isAskedFor?: boolean | undefined } = {}) {
    this.#server = server;
    this.#isAskedFor = isAskedFor;
  }

  get concurrency(): number {
    const far = this.#shortestMs === Number.POSITIVE_INFINITY ? 0 : Math.floor(this.#shortestMs / SLOW_STEP_MS);
    return Math.min(MOST_STREAMS, Math.max(PER_JOB * (1 + far), this.#wanted));
  }

  /** Many cases at once need accounts as fast as a server makes them that lets each answer wait. */
  expectJobs(jobs: number): void {
    this.#wanted = Math.floor(jobs / PER_JOB);
  }

  async create(account: Account, intend: () => void): Promise<void> {
    const used = this.#idle.pop();
    const before = used && (await this.#registerOnUsed(used, account, intend));
    if (before === 'done') return;
    await this.#registerOnNew(account, { intend, isDoubtful: before === 'lost' }, IN_A_ROW - 1);
    if (used?.registered === 1) await this.#stopReusing();
  }

  async remove(account: Account, session?: Session): Promise<void> {
    const refusal = await removeInBand(account, this.#server, session);
    if (refusal !== undefined) await this.#removeDoubtful(account, refusal);
  }

  async close(): Promise<void> {
    await Promise.all(this.#idle.splice(0).map(({ stream }) => stream.close()));
  }

  /**
   * A refused login does not prove that the account is gone: a server may throttle logins. Only a registration of the
   * same name shows it, and what that makes is removed.
   */
  async #removeDoubtful(account: Account, cause: Problem): Promise<void> {
    try {
      await this.create(account, () => undefined);
    } catch (error) {
      const problem = problemOf(error);
      const exists = findProblem(problem, 'registration-refused')?.condition === 'conflict';
      const doubt = exists
        ? ({ kind: 'removal-login-refused', cause } as const)
        : ({ kind: 'removal-uncertain', cause: problem } as const);
      throw new ProvisionError(doubt, 'unknown', { cause: error });
    }
    const refusal = await removeInBand(account, this.#server);
    if (refusal !== undefined) throw new ProvisionError({ kind: 'removal-login-refused', cause: refusal }, 'unknown');
  }

  /** Registers on a new stream. When the server ends it without an answer, tries up to `losses` more streams. */
  async #registerOnNew(account: Account, attempt: Attempt, losses: number): Promise<void> {
    const opened = { stream: await this.#answered(() => this.#open()), registered: 0 };
    try {
      await this.#register(opened, account, attempt);
    } catch (error) {
      if (losses === 0 || error instanceof ProvisionError) throw error;
      await this.#registerOnNew(account, { ...attempt, isDoubtful: true }, losses - 1);
    }
  }

  /** Some servers close the stream after one registration, or refuse the second: then the caller needs a new stream. */
  async #registerOnUsed(used: UsedStream, account: Account, intend: () => void): Promise<'done' | 'refused' | 'lost'> {
    try {
      await this.#register(used, account, { intend, isDoubtful: false });
      return 'done';
    } catch (error) {
      const outcome = error instanceof ProvisionError ? error.outcome : undefined;
      if (outcome === 'unknown' && used.registered > 1) throw error;
      return outcome === 'not-done' ? 'refused' : 'lost';
    }
  }

  async #register(used: UsedStream, account: Account, attempt: Attempt): Promise<void> {
    try {
      await this.#answered(() => this.#submit(used.stream, account, attempt));
    } catch (error) {
      // Not awaited: a server that did not answer may not close either.
      void used.stream.close();
      throw error;
    }
    used.registered += 1;
    if (this.#isReusable) this.#idle.push(used);
    else await used.stream.close();
  }

  async #submit(stream: OpenStream, account: Account, { intend, isDoubtful }: Attempt): Promise<void> {
    const request = this.#fill(await this.#formOn(stream), account);
    intend();
    const began = performance.now();
    const answer = await stream.request(iqRequest('set', request), this.#server.timeoutMs);
    this.#shortestMs = Math.min(this.#shortestMs, performance.now() - began);
    const condition = errorCondition(answer);
    if (condition === undefined || (condition === 'conflict' && isDoubtful)) return;
    throw new ProvisionError(this.#refusal(condition, answer), isDoubtful ? 'unknown' : 'not-done');
  }

  async #stopReusing(): Promise<void> {
    this.#isReusable = false;
    await this.close();
  }

  async #open(): Promise<OpenStream> {
    const { address, openStream, timeoutMs } = this.#server;
    const stream = await openStream(address, { timeoutMs });
    if (this.#isAskedFor || child(stream.features, 'register', NS.registerFeature) !== undefined) return stream;
    await stream.close();
    throw new ProvisionError({ kind: 'registration-not-offered', domain: this.#domain }, 'not-done');
  }

  /** The form is the same for every account, so it is requested once. */
  async #formOn(stream: OpenStream): Promise<XmlElement> {
    this.#form ??= this.#requestForm(stream);
    try {
      return await this.#form;
    } catch (error) {
      this.#form = undefined;
      throw error;
    }
  }

  async #requestForm(stream: OpenStream): Promise<XmlElement> {
    const empty = element('query', NS.register);
    const answer = await stream.request(iqRequest('get', empty), this.#server.timeoutMs);
    const condition = errorCondition(answer);
    if (condition !== undefined) throw new ProvisionError(this.#refusal(condition, answer), 'not-done');
    return child(answer, 'query', NS.register) ?? empty;
  }

  #fill(form: XmlElement, account: Account): XmlElement {
    const { submit, missing } = fillRegistration(form, account);
    if (missing.length === 0) return submit;
    throw new ProvisionError({ kind: 'registration-asks-more', domain: this.#domain, fields: missing }, 'not-done');
  }

  #refusal(condition: string, answer: XmlElement): Problem {
    const said = errorText(answer);
    return { kind: refusalKind(condition, said.text ?? ''), domain: this.#domain, condition, ...said };
  }

  async #answered<T>(attempt: () => Promise<T>): Promise<T> {
    try {
      return await attempt();
    } catch (error) {
      if (!isExpired(error)) throw error;
      const problem = { kind: 'registration-unanswered', domain: this.#domain, cause: problemOf(error) } as const;
      throw new ProvisionError(problem, 'unknown', { cause: error });
    }
  }

  get #domain(): string {
    return this.#server.address.domain;
  }
}

/** What a server means by a refusal (XEP-0077 3.1). Its text is the only sign of a policy or of invitations. */
function refusalKind(condition: string, said: string) {
  if (POLICIES.includes(condition) && /passw|passphrase|密码|口令/i.test(said)) return 'registration-password-refused';
  if (/invit|邀请/i.test(said)) return 'registration-by-invitation';
  return THROTTLED.includes(condition) ? 'registration-throttled' : 'registration-refused';
}
