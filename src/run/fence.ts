// The fence: after it, nothing that was caused before can still arrive. Every run validates it.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Case } from '../model/case.ts';
import type { Session, WashFence } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';
import { newId } from '../stanza/iq.ts';
import { domainOf } from '../stanza/jid.ts';
import { element, NS } from '../stanza/xml.ts';
import { Broken } from './broken.ts';
import { type Environment, type Side, sidesOf } from './environment.ts';
import { MOST_ROUNDS } from './numbers/numbers.ts';
import { unreachedBy, type Way } from './pair/reach.ts';

/** What a fence needs of a server. */
type FenceSide = Pick<Side, 'domain' | 'fenceSession'>;

interface FenceTools {
  /** Of the server under test. */
  readonly domain: string;
  /** How long a fence waits after its last ping, in milliseconds; 0 where the order is strict. */
  readonly settleMs: number;
  /** How many rounds of pings its fences have; see `Fences.raise`. Absent: all. */
  readonly rounds?: number;
  /** The servers of the case. */
  readonly sides: readonly FenceSide[];
  /** The server of the account of a session; undefined: a component user has it. */
  sideOf(session: string): FenceSide | undefined;
  nextId(): string;
  /** The servers are known to reach each other; absent: always. */
  isJoined?(): boolean;
  /** Bounds the wait for the answer to the ping of a session. */
  wait(session: string, attempt: (timeoutMs: number) => Promise<XmlElement>): Promise<XmlElement>;
}

/** How far the rounds of a fence go. */
interface Reach {
  isReached(): boolean;
  /** Sessions that ping first in a round. */
  readonly observers?: readonly string[];
  readonly rounds?: number;
}

/** The name of a session that belongs to no case. */
const FENCE_SESSION = 'xmppspec';

/** The fences of one case. */
export class Fences {
  readonly #tools: FenceTools;
  #hasFenced = false;

  constructor(tools: FenceTools) {
    this.#tools = tools;
  }

  /** A fence was raised. */
  get hasFenced(): boolean {
    return this.#hasFenced;
  }

  /**
   * In three rounds, every sender pings the server, then every session, then every session again. Two are the first two. One is
   * the same, but the only sender of an act pings once: what others have caused may reach a sender behind the answer to its first
   * ping. Where the order of the server is relaxed, then waits for its settling time, and every session pings once more: on a busy
   * machine, what came during the wait may lie unread when the wait ends, and the answer is read behind it. `sessions` holds those
   * of the case by name, component users among them; `senders` those that have sent something since the last fence. Rejects with
   * `Broken` when a ping is lost.
   */
  async raise(
    sessions: ReadonlyMap<string, Session>,
    senders: ReadonlySet<string>,
    rounds = this.#tools.rounds ?? MOST_ROUNDS,
  ): Promise<void> {
    await this.#pingForSilent(sessions);
    await this.reach(sessions, senders, { isReached: () => false, rounds });
    const { settleMs } = this.#tools;
    if (settleMs > 0) {
      await sleep(settleMs);
      await this.#pingAll(sessions, [...sessions.keys()]);
    }
    this.#hasFenced = true;
  }

  /** Whether the server answers the pings of one session; false: it has ended its stream. Rejects as `raise` does where neither shows. */
  async isAnswered(named: readonly [string, Session]): Promise<boolean> {
    const hasEnded = (error: unknown): boolean => {
      if (named[1].ended === undefined) throw error;
      return true;
    };
    return !(await this.raise(new Map([named]), new Set()).then(() => false, hasEnded));
  }

  /**
   * Pings in the rounds of a fence until `isReached` holds, which is asked after each round, and once the `observers` of a round
   * have pinged. What was sent has had that effect then; anything else that it caused may still arrive. Rejects as `raise` does.
   */
  async reach(
    sessions: ReadonlyMap<string, Session>,
    senders: ReadonlySet<string>,
    { isReached, observers = [], rounds = MOST_ROUNDS }: Reach,
  ): Promise<void> {
    const all = [...sessions.keys()];
    const first = all.filter((ref) => senders.has(ref));
    const second = rounds === 1 && first.length === 1 ? all.filter((ref) => !first.includes(ref)) : all;
    for (const refs of [first, second]) {
      const watching = refs.filter((ref) => observers.includes(ref));
      await this.#pingAll(sessions, watching);
      if (watching.length > 0 && isReached()) return;
      const others = refs.filter((ref) => !watching.includes(ref));
      await this.#pingAll(sessions, others);
      await this.#cross(sessions);
      if (isReached()) return;
    }
    if (rounds === MOST_ROUNDS) await this.#pingAll(sessions, all);
  }

  /**
   * Where a server has no session of the case left, `Side.fenceSession` pings it first: what a component or another server
   * sends may overtake the end of a client's stream, which waits in another queue of the server.
   */
  async #pingForSilent(sessions: ReadonlyMap<string, Session>): Promise<void> {
    for (const side of this.#tools.sides) {
      const { fenceSession, domain } = side;
      if (fenceSession !== undefined && this.#sessionOn(side, sessions) === undefined)
        await this.#ping(FENCE_SESSION, fenceSession, domain);
    }
  }

  /**
   * Where the case has two servers, a user of each pings the other one. One server answers in the order in which the other
   * has sent (RFC 6120 10.1), so what either has sent to the other before has arrived. The answer follows what came of it.
   */
  async #cross(sessions: ReadonlyMap<string, Session>): Promise<void> {
    if (this.#tools.isJoined?.() === false) return;
    await Promise.all(
      this.waysBetween(sessions).map(async ({ session, domain, ask }) => {
        const cause = unreachedBy(await this.#tools.wait(session, ask), domain);
        if (cause !== undefined) throw new Broken({ kind: 'fence-lost', session, cause });
      }),
    );
  }

  /** The ways between the two servers of the case, from each one that has a session. */
  waysBetween(sessions: ReadonlyMap<string, Session>): readonly Way[] {
    const { sides } = this.#tools;
    return sides.flatMap((side) => {
      const other = sides.find((candidate) => candidate !== side);
      const [name, session] = this.#sessionOn(side, sessions) ?? [FENCE_SESSION, side.fenceSession];
      if (other === undefined || session === undefined) return [];
      return [{ session: name, domain: other.domain, ask: (timeoutMs) => this.#ask(session, other.domain, timeoutMs) }];
    });
  }

  /** A session of the case on a server, with its name. */
  #sessionOn(side: FenceSide, sessions: ReadonlyMap<string, Session>): readonly [string, Session] | undefined {
    return [...sessions].find(([name, { ended }]) => ended === undefined && this.#tools.sideOf(name) === side);
  }

  async #pingAll(sessions: ReadonlyMap<string, Session>, refs: readonly string[]): Promise<void> {
    await Promise.all(
      refs.map(async (ref) => {
        const session = sessions.get(ref);
        if (session !== undefined) await this.#ping(ref, session, this.#tools.sideOf(ref)?.domain);
      }),
    );
  }

  async #ping(name: string, session: Session, domain = this.#tools.domain): Promise<XmlElement> {
    return this.#tools.wait(name, (timeoutMs) => this.#ask(session, domain, timeoutMs));
  }

  #ask(session: Session, domain: string, timeoutMs: number): Promise<XmlElement> {
    const attrs = { type: 'get', to: domain, id: this.#tools.nextId() };
    return session.request(element('iq', NS.client, attrs, [element('ping', NS.ping)]), 'fence', timeoutMs);
  }
}

/** The fence that a wash of the accounts of this case needs: that of two servers where it has accounts on both. */
export function washFence(aCase: Pick<Case, 'actors'>, env: Environment): WashFence {
  const { settleMs } = env.known.facts;
  const sides = sidesOf(aCase, env);
  return sides.length === 1 ? { settleMs } : { settleMs, cross: (sessions) => cross(sessions, sides, env) };
}

/** Each session has had an answer since it last sent something. A lost fence is no wait of the case: it trips no breaker. */
async function cross(sessions: readonly Session[], sides: readonly Side[], env: Environment): Promise<void> {
  const sideOf = (jid: string) => sides.find(({ domain }) => domain.toLowerCase() === domainOf(jid).toLowerCase());
  const isSilent = (side: Side) => side.fenceSession === undefined && !sessions.some(({ jid }) => sideOf(jid) === side);
  if (sides.some(isSilent)) throw new Error('no session pings the other server, so nothing proves what has crossed');
  const fences = new Fences({
    domain: env.domain,
    settleMs: env.known.facts.settleMs,
    sides,
    sideOf,
    // `Side.fenceSession` serves several washes at once.
    nextId: newId,
    wait: (_, attempt) => attempt(env.timeoutMs),
  });
  await fences.raise(new Map(sessions.map((session) => [session.jid, session])), new Set());
}
