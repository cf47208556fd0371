// The fence: after it, nothing that was caused before can still arrive. Every run validates it.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Problem } from '../model/problem.ts';
import type { Session } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';
import { errorCondition } from '../stanza/iq.ts';
import { element, NS } from '../stanza/xml.ts';
import { Broken } from './broken.ts';
import type { Environment, Side } from './environment.ts';

/** What a fence needs of a server. */
type FenceSide = Pick<Side, 'domain' | 'fenceSession'>;

interface FenceTools {
  readonly env: Pick<Environment, 'domain' | 'order'>;
  /** The servers of the case. */
  readonly sides: readonly FenceSide[];
  /** The server of the account of a session; undefined: a component user has it. */
  sideOf(session: string): FenceSide | undefined;
  nextId(): string;
  /** Bounds the wait for the answer to the ping of a session. */
  wait(session: string, attempt: (timeoutMs: number) => Promise<XmlElement>): Promise<XmlElement>;
}

/** The name of a session that belongs to no case. */
const FENCE_SESSION = 'xmppspec';

/** The own server answers these for another one that it has not reached (RFC 6120 8.3.3.16, 8.3.3.17). */
const UNREACHED: readonly string[] = ['remote-server-not-found', 'remote-server-timeout'];

const isUnreached = (answer: XmlElement): boolean => UNREACHED.includes(errorCondition(answer) ?? '');

const unreached = ({ domain }: FenceSide, answer: XmlElement): Problem => ({
  kind: 'server-unreached',
  domain,
  condition: errorCondition(answer) ?? '',
});

/** The fences of one case. */
export class Fences {
  readonly #tools: FenceTools;
  #settledMs = Number.POSITIVE_INFINITY;

  constructor(tools: FenceTools) {
    this.#tools = tools;
  }

  /** The shortest time in milliseconds that a fence waited after its pings; infinite where there was no fence. */
  get settledMs(): number {
    return this.#settledMs;
  }

  /**
   * Every sender pings the server, then every session, then every session again (DESIGN: fences). Where the order of the
   * server is relaxed, then waits for its settling time, and every session pings once more: on a busy machine, what came
   * during the wait may lie unread when the wait ends, and the answer is read behind it. `sessions` holds those of the case
   * by name, component users among them; `senders` are those who sent something since the last fence. Rejects when a ping
   * is lost.
   */
  async raise(sessions: ReadonlyMap<string, Session>, senders: readonly string[]): Promise<void> {
    const { order } = this.#tools.env;
    await this.#pingForSilent(sessions);
    const all = [...sessions.keys()];
    await this.reach(sessions, senders, () => false);
    const { settleMs } = order;
    if (settleMs > 0) {
      await sleep(settleMs);
      await this.#pingAll(sessions, all);
    }
    this.#settledMs = Math.min(this.#settledMs, settleMs);
  }

  /**
   * Pings in the rounds of a fence until `isReached` holds, which is asked after each round. What was sent has had that effect
   * then; anything else that it caused may still arrive.
   */
  async reach(
    sessions: ReadonlyMap<string, Session>,
    senders: readonly string[],
    isReached: () => boolean,
  ): Promise<void> {
    const all = [...sessions.keys()];
    for (const round of [senders, all]) {
      await this.#pingAll(sessions, round);
      await this.#cross(sessions);
      if (isReached()) return;
    }
    await this.#pingAll(sessions, all);
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
    const { sides } = this.#tools;
    await Promise.all(
      sides.map(async (side) => {
        const other = sides.find((candidate) => candidate !== side);
        const [name, session] = this.#sessionOn(side, sessions) ?? [FENCE_SESSION, side.fenceSession];
        if (other === undefined || session === undefined) return;
        const answer = await this.#ping(name, session, other.domain);
        if (isUnreached(answer))
          throw new Broken({ kind: 'fence-lost', session: name, cause: unreached(other, answer) });
      }),
    );
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

  async #ping(name: string, session: Session, domain = this.#tools.env.domain): Promise<XmlElement> {
    const { nextId, wait } = this.#tools;
    const attrs = { type: 'get', to: domain, id: nextId() };
    const iq = element('iq', NS.client, attrs, [element('ping', NS.ping)]);
    return wait(name, (timeoutMs) => session.request(iq, 'fence', timeoutMs));
  }
}
