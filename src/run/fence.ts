// The fence: after it, nothing that was caused before can still arrive. Every run validates it.

import type { Session } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';
import { element, NS } from '../stanza/xml.ts';

interface Fence {
  /** Sessions of the case by name, component users among them. */
  readonly sessions: ReadonlyMap<string, Session>;
  /** Names of the sessions that sent something since the last fence. */
  readonly senders: readonly string[];
  /**
   * Pings first where no local session is left: what a component sends may overtake the end of a client's stream, which
   * waits in another queue of the server.
   */
  readonly fenceSession: Session | undefined;
  readonly domain: string;
  nextId(): string;
  /** Bounds the wait for the answer to the ping of a session. */
  wait(session: string, attempt: (timeoutMs: number) => Promise<XmlElement>): Promise<XmlElement>;
}

/**
 * Every sender pings the server, then every session, then every session again (DESIGN: fences). Rejects when a ping is
 * lost.
 */
export async function raiseFence(fence: Fence): Promise<void> {
  const { sessions, senders, fenceSession } = fence;
  if (fenceSession !== undefined) await ping('xmppspec', fenceSession, fence);
  const all = [...sessions.keys()];
  for (const round of [senders, all, all]) {
    await Promise.all(
      round.map(async (ref) => {
        const session = sessions.get(ref);
        if (session !== undefined) await ping(ref, session, fence);
      }),
    );
  }
}

async function ping(name: string, session: Session, { domain, nextId, wait }: Fence): Promise<void> {
  const attrs = { type: 'get', to: domain, id: nextId() };
  const iq = element('iq', NS.client, attrs, [element('ping', NS.ping)]);
  await wait(name, (timeoutMs) => session.request(iq, 'fence', timeoutMs));
}
