// The users and sessions by which the order of the server is measured.

import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { Connect, ConnectOptions, Loan, Session } from '../../model/session.ts';
import type { RemoteDomain } from '../../model/target.ts';
import { element, NS } from '../../stanza/xml.ts';
import type { Environment, Side } from '../environment.ts';
import { MANY, SETTLE_MS } from '../numbers/numbers.ts';
import type { AwaitedStanzas } from './awaited-stanzas.ts';
import type { Group, Member } from './trials.ts';

export interface BenchOptions extends Pick<Environment, 'connect' | 'capacity' | 'domain' | 'timeoutMs'> {
  /** Lends an account of a kind. */
  readonly lend: (kind: string) => Promise<Loan>;
  readonly remote: RemoteDomain | undefined;
  /** The second server, which has the account of the second user of each pair; absent: there is none. */
  readonly peer?: Side | undefined;
  /** Cases that run at the same time: no more pairs of users act at once. */
  readonly load: number;
}

/** Opens sessions for trials. Everything that it opens, `clear` closes, also what comes later. */
export class Bench {
  readonly #options: BenchOptions;
  readonly #awaited: AwaitedStanzas;
  readonly #nonce = randomBytes(4).toString('hex');
  readonly #over = new AbortController();
  readonly #opening: Promise<unknown>[] = [];
  readonly #locals: Session[] = [];
  readonly #remotes: Session[] = [];
  readonly #loans: Loan[] = [];
  /** Names of the sessions on the second server. */
  readonly #onPeer = new Set<string>();

  constructor(options: BenchOptions, awaited: AwaitedStanzas) {
    this.#options = options;
    this.#awaited = awaited;
    // Each session listens while it logs in.
    setMaxListeners(0, this.#over.signal);
  }

  /** Whether `clear` was called. */
  get isOver(): boolean {
    return this.#over.signal.aborted;
  }

  /**
   * Opens pairs of users, as far as there are accounts; a user without another is alone. Each rejects where neither user
   * can log in.
   */
  open(): readonly Promise<Group>[] {
    const wanted = usersOf(this.#options);
    const pairs = Array.from({ length: Math.ceil(wanted / 2) }, (_, pair) => [2 * pair, 2 * pair + 1] as const);
    return pairs.map((pair) => this.#track(this.#group(pair.filter((index) => index < wanted))));
  }

  /** Ends logins, closes the sessions and gives the accounts back. Never rejects. */
  async clear(): Promise<void> {
    this.#over.abort();
    await Promise.all(this.#opening);
    const closeMs = Math.min(this.#options.timeoutMs, SETTLE_MS[4]);
    for (const group of [this.#locals, this.#remotes])
      await Promise.all(group.map((session) => session.close(closeMs)));
    await Promise.all(this.#loans.map((loan) => loan.giveBack()));
  }

  #track<T>(opening: Promise<T>): Promise<T> {
    this.#opening.push(opening.catch(() => undefined));
    return opening;
  }

  async #group(indexes: readonly number[]): Promise<Group> {
    const opened = await Promise.allSettled(indexes.map((index) => this.#logIn(index)));
    const users = opened.flatMap((user) => (user.status === 'fulfilled' ? [user.value] : []));
    if (users.length === 0) throw opened.find((user) => user.status === 'rejected')?.reason;
    const contact = `order-${this.#nonce}@${this.#options.domain}`;
    return { users, remote: await this.#remoteUser(`order-${indexes[0]}-${this.#nonce}`), contact };
  }

  async #logIn(index: number): Promise<readonly Member[]> {
    const { peer, lend } = this.#options;
    const server = index % 2 === 1 ? peer : undefined;
    const [loan] = server === undefined ? [await lend('fresh')] : await server.lend(['fresh']);
    if (loan === undefined) throw new Error('expected one loan');
    this.#loans.push(loan);
    const names = ['a', 'b'].map((session) => `order-${index}-${session}-${this.#nonce}`);
    if (server !== undefined) for (const name of names) this.#onPeer.add(name);
    const { connect } = server ?? this.#options;
    return Promise.all(names.map((name) => this.#session(name, { loan, connect })));
  }

  /** Whether the account of a session is on the second server. */
  isOnPeer(session: string): boolean {
    return this.#onPeer.has(session);
  }

  /** A session that receives roster pushes and presence. */
  async #session(name: string, { loan: { account }, connect }: { loan: Loan; connect: Connect }): Promise<Member> {
    const session = await connect({ ...this.#login(name), account });
    this.#locals.push(session);
    const { timeoutMs } = this.#options;
    const query = element('iq', NS.client, { type: 'get', id: name }, [element('query', NS.roster)]);
    await session.request(query, 'setup', timeoutMs);
    await session.send(element('presence', NS.client), 'setup');
    return { name, session };
  }

  async #remoteUser(name: string): Promise<Member | undefined> {
    const { remote } = this.#options;
    if (remote === undefined) return undefined;
    const account = { jid: `${name}@${remote.domain}`, password: '' };
    const session = await remote.connect({ ...this.#login(name), account });
    this.#remotes.push(session);
    return { name, session };
  }

  #login(name: string): Omit<ConnectOptions, 'account'> {
    return {
      resource: name,
      answers: true,
      discards: true,
      timeoutMs: this.#options.timeoutMs,
      signal: this.#over.signal,
      record: ({ direction, stanza }) => {
        if (direction === 'received' && stanza !== undefined) this.#awaited.received(name, stanza);
      },
    };
  }
}

/** The number of users. Accounts that cases wait for are reset before each loan: one pair of them is enough. */
function usersOf({ load, capacity, peer }: BenchOptions): number {
  if (capacity === undefined && peer?.capacity === undefined) return Math.min(MANY, 2 * load);
  return peer === undefined ? Math.min(2, capacity ?? 2) : 2;
}
