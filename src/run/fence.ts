// The fence: after it, nothing that was caused before can still arrive. Every run validates it.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Session } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';
import { element, NS } from '../stanza/xml.ts';
import type { Environment } from './environment.ts';

interface FenceTools {
  readonly env: Pick<Environment, 'domain' | 'fenceSession' | 'order'>;
  nextId(): string;
  /**
   * No local session is left. Then `Environment.fenceSession` pings first: what a component sends may overtake the end of
   * a client's stream, which waits in another queue of the server.
   */
  isAllRemote(): boolean;
  /** Bounds the wait for the answer to the ping of a session. */
  wait(session: string, attempt: (timeoutMs: number) => Promise<XmlElement>): Promise<XmlElement>;
}

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
    const { fenceSession, order } = this.#tools.env;
    if (this.#tools.isAllRemote() && fenceSession !== undefined) await this.#ping('xmppspec', fenceSession);
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
    for (const round of [senders, all, all]) {
      await this.#pingAll(sessions, round);
      if (isReached()) return;
    }
  }

  async #pingAll(sessions: ReadonlyMap<string, Session>, refs: readonly string[]): Promise<void> {
    await Promise.all(
      refs.map(async (ref) => {
        const session = sessions.get(ref);
        if (session !== undefined) await this.#ping(ref, session);
      }),
    );
  }

  async #ping(name: string, session: Session): Promise<void> {
    const { env, nextId, wait } = this.#tools;
    const attrs = { type: 'get', to: env.domain, id: nextId() };
    const iq = element('iq', NS.client, attrs, [element('ping', NS.ping)]);
    await wait(name, (timeoutMs) => session.request(iq, 'fence', timeoutMs));
  }
}
