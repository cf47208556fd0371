// XEP-0077: registration in band, on streams without a login.

import type { Account } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';
import { localOf } from '../stanza/jid.ts';
import type { OpenStream } from '../xmpp/connect.ts';
import { Expired } from '../xmpp/expired.ts';
import { fillForm, formIn } from './data-form.ts';
import { removeInBand } from './in-band-removal.ts';
import { childOf, conditionOf, element, elementsOf, iq } from './iq.ts';
import { OTHER_WAYS, type Provider, type Reach, Refused, Unanswered } from './provider.ts';

const REGISTER = 'jabber:iq:register';
const FEATURE = 'http://jabber.org/features/iq-register';

/** Conditions by which servers say "not so many, not so fast" (XEP-0077 3.1, RFC 6120 8.3.3). */
const THROTTLED: readonly string[] = ['resource-constraint', 'policy-violation'];

/** What a form may hold besides fields to fill in (XEP-0077 14.1). */
const NO_FIELDS: readonly string[] = ['instructions', 'registered', 'username', 'password'];

/** A registration takes 0.5 to 2 ms on one stream; four streams hide the round trips to a distant server. */
const STREAMS = 4;

/** So many new streams in a row may end before a registration on them is answered; see `retrying.ts` for who does that. */
const LOSSES = 2;

interface UsedStream {
  readonly stream: OpenStream;
  /** Accounts registered on it. */
  registered: number;
}

interface Attempt {
  readonly intend: () => void;
  /** An earlier attempt was lost, so the account may be there already. */
  readonly isDoubtful: boolean;
}

/** Registers accounts in band: many on each stream, or one each on a server that wants it so. */
export class InBand implements Provider {
  readonly concurrency = STREAMS;
  readonly #reach: Reach;
  readonly #idle: UsedStream[] = [];
  #isReusable = true;
  #form: Promise<XmlElement> | undefined;

  constructor(reach: Reach) {
    this.#reach = reach;
  }

  async create(account: Account, intend: () => void): Promise<void> {
    const used = this.#idle.pop();
    const before = used && (await this.#registerAgain(used, account, intend));
    if (before === 'done') return;
    await this.#registerAnew(account, { intend, isDoubtful: before === 'lost' }, LOSSES);
    if (used?.registered === 1) await this.#stopReusing();
  }

  /** On a new stream, and on further ones when the server ends each without an answer, up to `losses` times. */
  async #registerAnew(account: Account, attempt: Attempt, losses: number): Promise<void> {
    const fresh = { stream: await this.#answered(() => this.#open()), registered: 0 };
    try {
      await this.#register(fresh, account, attempt);
    } catch (error) {
      if (losses === 0 || error instanceof Refused || error instanceof Unanswered) throw error;
      await this.#registerAnew(account, { ...attempt, isDoubtful: true }, losses - 1);
    }
  }

  async remove(account: Account): Promise<void> {
    await removeInBand(account, this.#reach);
  }

  async close(): Promise<void> {
    await Promise.all(this.#idle.splice(0).map(({ stream }) => stream.close()));
  }

  /** Some servers close after one registration, or refuse the second: unless done, try a stream of its own. */
  async #registerAgain(used: UsedStream, account: Account, intend: () => void): Promise<'done' | 'refused' | 'lost'> {
    try {
      await this.#register(used, account, { intend, isDoubtful: false });
      return 'done';
    } catch (error) {
      if (error instanceof Unanswered && used.registered > 1) throw error;
      return error instanceof Refused ? 'refused' : 'lost';
    }
  }

  async #register(used: UsedStream, account: Account, { intend, isDoubtful }: Attempt): Promise<void> {
    try {
      await this.#answered(() => this.#submit(used.stream, account, { intend, isDoubtful }));
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
    const condition = conditionOf(await stream.request(iq('set', request), this.#reach.timeoutMs));
    if (condition === undefined || (condition === 'conflict' && isDoubtful)) return;
    const refusal = this.#refusal(condition);
    throw isDoubtful ? new Unanswered(refusal.message, { cause: refusal }) : refusal;
  }

  async #stopReusing(): Promise<void> {
    this.#isReusable = false;
    await this.close();
  }

  async #open(): Promise<OpenStream> {
    const { address, openStream, timeoutMs } = this.#reach;
    const stream = await openStream(address, { timeoutMs });
    if (childOf(stream.features, 'register', FEATURE) !== undefined) return stream;
    await stream.close();
    throw new Refused(`${address.domain} does not offer registration in band: ${OTHER_WAYS}`);
  }

  /** The form is the same for every account, so it is asked for once. */
  async #formOn(stream: OpenStream): Promise<XmlElement> {
    this.#form ??= this.#askForForm(stream);
    try {
      return await this.#form;
    } catch (error) {
      this.#form = undefined;
      throw error;
    }
  }

  async #askForForm(stream: OpenStream): Promise<XmlElement> {
    const answer = await stream.request(iq('get', element('query', REGISTER)), this.#reach.timeoutMs);
    const condition = conditionOf(answer);
    if (condition !== undefined) throw this.#refusal(condition);
    return childOf(answer, 'query', REGISTER) ?? element('query', REGISTER);
  }

  #fill(query: XmlElement, account: Account): XmlElement {
    const values = { username: localOf(account.jid), password: account.password };
    const { children, missing } = fillQuery(query, values);
    if (missing.length === 0) return element('query', REGISTER, {}, children);
    throw new Refused(`registration in band at ${this.#domain} asks for ${missing.join(', ')}: ${OTHER_WAYS}`);
  }

  #refusal(condition: string): Refused {
    if (!THROTTLED.includes(condition)) {
      return new Refused(`registration in band refused by ${this.#domain} (${condition}): ${OTHER_WAYS}`);
    }
    return new Refused(
      `registration in band throttled by ${this.#domain} (${condition}): lift its limit, or ${OTHER_WAYS}`,
    );
  }

  async #answered<T>(attempt: () => Promise<T>): Promise<T> {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Expired)) throw error;
      const text = `registration in band got no answer from ${this.#domain}: ${error.message}; ${OTHER_WAYS}`;
      throw new Unanswered(text, { cause: error });
    }
  }

  get #domain(): string {
    return this.#reach.address.domain;
  }
}

/** A data form where there is one, else an empty element for each field, all of them required (XEP-0077 3.1, 4). */
function fillQuery(query: XmlElement, values: Readonly<Record<string, string>>) {
  const form = formIn(query);
  if (form !== undefined) {
    const { submit, missing } = fillForm(form, values);
    return { children: [submit], missing };
  }
  const asked = elementsOf(query).filter(({ ns }) => ns === REGISTER);
  const missing = asked.map(({ name }) => name).filter((name) => !NO_FIELDS.includes(name));
  return { children: Object.entries(values).map(([name, value]) => element(name, REGISTER, {}, [value])), missing };
}
