// The sessions of one case while it runs: connect, fence, collect, transcript.

import { performance } from 'node:perf_hooks';
import type { Account, Session, SessionPlan, TrafficKind, TranscriptEntry, XmlElement } from '../model.ts';
import { type Bindings, fill } from '../stanza/placeholders.ts';
import { child, element, NS } from '../stanza/xml.ts';
import type { Environment } from './environment.ts';

/** The case could not be told: lost fence, closed stream, no login. Carries the reason for people. */
export class Broken extends Error {}

interface Live {
  readonly plan: SessionPlan;
  readonly session: Session;
}

/** A transcript entry whose kind may still be learnt (setup, ambient). */
type OpenEntry = { -readonly [K in keyof TranscriptEntry]: TranscriptEntry[K] };

export interface StageOptions {
  readonly env: Environment;
  readonly nonce: string;
  readonly accounts: ReadonlyMap<string, Account>;
  /** Called with the full JID a session was bound to. */
  readonly onBound: (ref: string, jid: string) => void;
  readonly bindings: () => Bindings;
}

/** Holds the live sessions of one case. Everything it opens, `clear` closes. */
export class Stage {
  readonly #options: StageOptions;
  readonly #began = performance.now();
  readonly #live = new Map<string, Live>();
  readonly #entries: OpenEntry[] = [];
  readonly #entryOf = new WeakMap<XmlElement, OpenEntry>();
  /** Sessions that have done their part: no longer fenced or judged, closed at the end of the case. */
  readonly #parked: Session[] = [];
  /** Sessions that sent something since the last fence. */
  readonly #causers = new Set<string>();
  #ids = 0;
  #isSettingUp = true;
  #isCaused = false;
  #late = 0;

  constructor(options: StageOptions) {
    this.#options = options;
  }

  get transcript(): readonly TranscriptEntry[] {
    return this.#entries;
  }

  /** Stanzas that came after the fence of the step that caused them. */
  get late(): number {
    return this.#late;
  }

  /** Ends the setting up: what is recorded from now on belongs to the play. */
  begin(): void {
    this.#isSettingUp = false;
  }

  session(ref: string): Session {
    const live = this.#live.get(ref);
    if (live === undefined) throw new Broken(`${ref} is not connected`);
    return live.session;
  }

  /** A connected session of the actor whose plan is as wanted, if there is one. */
  findSession(actor: string, isWanted: (plan: SessionPlan) => boolean): string | undefined {
    const plans = [...this.#live.values()].map((live) => live.plan);
    return plans.find((plan) => plan.ref.startsWith(`${actor}/`) && isWanted(plan))?.ref;
  }

  /** An id for an IQ of the engine's own. */
  nextId(what: string): string {
    this.#ids += 1;
    return `${what}-${this.#ids}.${this.#options.nonce}`;
  }

  /** Opens the session, binds it, and asks for the roster if its plan says so; presence is `announce`'s. */
  async connect(plan: SessionPlan, kind: TrafficKind): Promise<void> {
    const { env, accounts, onBound } = this.#options;
    const actor = plan.ref.split('/')[0] ?? '';
    const account = accounts.get(actor);
    if (account === undefined) throw new Broken(`no account for ${plan.ref}`);
    const { resource, answers } = plan;
    const record = (entry: Omit<TranscriptEntry, 'atMs' | 'session'>) => this.#record(plan.ref, entry);
    const session = await this.#bounded(`login of ${plan.ref}`, 'login', (timeoutMs) =>
      env.connect({ account, resource, answers, timeoutMs, record }),
    );
    this.#live.set(plan.ref, { plan, session });
    onBound(plan.ref, session.jid);
    if (plan.roster) await this.rosterGet(plan.ref, kind);
  }

  /** Sends the session's initial presence, where its plan has one. */
  async announce(plan: SessionPlan, kind: TrafficKind): Promise<void> {
    if (plan.presence !== undefined) await this.send(plan.ref, plan.presence, kind);
  }

  /** Fills the template and sends it. */
  async send(ref: string, template: XmlElement, kind: TrafficKind): Promise<void> {
    const stanza = fill(template, this.#options.bindings());
    this.cause();
    this.#causers.add(ref);
    await this.#guard(ref, this.session(ref).send(stanza, kind));
  }

  /** Asks for the roster and returns the items; an error answer makes the case broken. */
  async rosterGet(ref: string, kind: TrafficKind): Promise<readonly XmlElement[]> {
    const query = element('query', NS.roster);
    const iq = element('iq', NS.client, { type: 'get', id: this.nextId('roster') }, [query]);
    const answer = await this.#bounded(`roster get of ${ref}`, 'roster result', (timeoutMs) =>
      this.session(ref).request(iq, kind, timeoutMs),
    );
    if (answer.attrs['type'] !== 'result') throw new Broken(`${ref}: the roster get was answered with an error`);
    const items = child(answer, 'query', NS.roster)?.children ?? [];
    return items.filter((item): item is XmlElement => typeof item !== 'string');
  }

  /**
   * The fence (DESIGN: fences): who caused something pings the server, then every session, then every session again.
   * What it caused has arrived afterwards.
   */
  async fence(): Promise<void> {
    const all = [...this.#live.keys()];
    const causers = all.filter((ref) => this.#causers.has(ref));
    this.#causers.clear();
    for (const round of [causers, all, all]) await Promise.all(round.map((ref) => this.#ping(ref)));
    this.#isCaused = false;
  }

  /** Says that something is being done now whose consequences the next fence awaits. */
  cause(): void {
    this.collectLate();
    this.#isCaused = true;
  }

  async #ping(ref: string): Promise<void> {
    const { env } = this.#options;
    const attrs = { type: 'get', to: env.domain, id: this.nextId('fence') };
    const iq = element('iq', NS.client, attrs, [element('ping', NS.ping)]);
    await this.#bounded(`fence lost: ping of ${ref}`, 'answer to a ping', (timeoutMs) =>
      this.session(ref).request(iq, 'fence', timeoutMs),
    );
  }

  /** What has arrived at each connected session since it was last collected. */
  collect(): ReadonlyMap<string, readonly XmlElement[]> {
    return new Map([...this.#live].map(([ref, live]) => [ref, live.session.take()]));
  }

  /** Marks stanzas in the transcript as not of the play. */
  mark(stanzas: Iterable<XmlElement>, kind: TrafficKind): void {
    for (const stanza of stanzas) {
      const entry = this.#entryOf.get(stanza);
      if (entry !== undefined) entry.kind = kind;
    }
  }

  /** Counts what arrived although nothing has been done since the last fence. */
  collectLate(): void {
    if (this.#isCaused) return;
    for (const [ref, stanzas] of this.collect()) {
      if (stanzas.length === 0) continue;
      this.#late += stanzas.length;
      this.#record(ref, { direction: 'note', kind: 'play', text: `${stanzas.length} stanza(s) came after the fence` });
    }
  }

  /** Closes the stream gracefully and waits for the server's end of it. */
  async disconnect(ref: string): Promise<void> {
    const session = this.session(ref);
    this.cause();
    this.#live.delete(ref);
    this.#causers.delete(ref);
    await session.close(this.#options.env.timeoutMs);
  }

  /**
   * Takes a session of the engine's own out of the play. It stays connected until the end of the case, because some
   * servers tell a user's resources of every stream that closes, also of one that never sent presence.
   */
  park(ref: string): void {
    this.#parked.push(this.session(ref));
    this.#live.delete(ref);
    this.#causers.delete(ref);
  }

  /** Closes all sessions; resolves when every stream has ended. */
  async clear(): Promise<void> {
    const sessions = [...this.#parked, ...[...this.#live.values()].map((live) => live.session)].reverse();
    this.#live.clear();
    await Promise.all(sessions.map((session) => session.close(this.#options.env.timeoutMs)));
  }

  #record(ref: string, entry: Omit<TranscriptEntry, 'atMs' | 'session'>): void {
    const kind = this.#isSettingUp && entry.kind === 'play' ? 'setup' : entry.kind;
    const open: OpenEntry = { ...entry, kind, session: ref, atMs: performance.now() - this.#began };
    this.#entries.push(open);
    if (entry.stanza !== undefined) this.#entryOf.set(entry.stanza, open);
  }

  async #bounded<T>(what: string, kind: string, attempt: (timeoutMs: number) => Promise<T>): Promise<T> {
    try {
      return await this.#options.env.patience.wait(kind, attempt);
    } catch (error) {
      if (error instanceof Broken) throw error;
      throw new Broken(`${what}: ${messageOf(error)}`, { cause: error });
    }
  }

  async #guard(ref: string, sending: Promise<void>): Promise<void> {
    try {
      await sending;
    } catch (error) {
      throw new Broken(`${ref}: ${messageOf(error)}`, { cause: error });
    }
  }
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
