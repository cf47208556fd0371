// The fence: after it, nothing that was caused before can still arrive. Measured, and validated by every run.

import type { Session } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';
import { element, NS } from '../stanza/xml.ts';

interface Fence {
  /** Sessions of the case by name, component users among them. */
  readonly sessions: ReadonlyMap<string, Session>;
  /** Names of those that sent something since the last fence. */
  readonly causers: readonly string[];
  /** Pings first, where no local session is left: a component may reach the server past the queue in which the end of a client's stream still waits. */
  readonly fenceSession: Session | undefined;
  readonly domain: string;
  nextId(): string;
  /** Bounds the wait for the answer to the ping of a session. */
  wait(session: string, attempt: (timeoutMs: number) => Promise<XmlElement>): Promise<XmlElement>;
}

/** Who caused something pings the server, then every session, then every session again. Rejects when a ping is lost. */
export async function raiseFence(fence: Fence): Promise<void> {
  const { sessions, causers, fenceSession } = fence;
  if (fenceSession !== undefined) await ping('xmppspec', fenceSession, fence);
  const all = [...sessions.keys()];
  for (const round of [causers, all, all]) {
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
