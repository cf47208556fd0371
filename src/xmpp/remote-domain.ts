// A remote domain played by one component (XEP-0114): every user@domain/resource that a case asks for.

import type { ConnectOptions } from '../model/session.ts';
import type { ComponentAddress, RemoteDomain } from '../model/target.ts';
import type { XmlElement } from '../model/xml.ts';
import { COMPONENT, fromComponent, toComponent } from '../stanza/component.ts';
import { bareOf } from '../stanza/jid.ts';
import { serialize } from '../stanza/serialize.ts';
import { ComponentStream } from './component-stream.ts';
import { negotiate } from './login.ts';
import { type Outlet, RemoteSession } from './remote-session.ts';

/** Joins a server as a component. Rejects with a message for people, after `timeoutMs` at the latest. Never reconnects. */
export async function connectComponent(
  address: ComponentAddress,
  { timeoutMs }: { readonly timeoutMs: number },
): Promise<RemoteDomain> {
  const stream = new ComponentStream(address);
  await negotiate(stream, timeoutMs, (resolve) => stream.once('joined', resolve));
  const sessions = new Set<RemoteSession>();
  const unclaimedStanzas: XmlElement[] = [];
  const outlet: Outlet = {
    domain: address.domain,
    write: (stanza) => stream.write(serialize(toComponent(stanza), { ns: COMPONENT })),
    leave: (session) => void sessions.delete(session),
  };
  stream.once('ended', () => endAll(sessions, stream.ended ?? ''));
  stream.deliverTo((received) => {
    const stanza = fromComponent(received);
    const receiver = findReceiver(sessions, stanza.attrs['to'] ?? '');
    if (receiver === undefined) unclaimedStanzas.push(stanza);
    else receiver.receive(stanza);
  });
  return {
    domain: address.domain,
    unclaimedStanzas,
    connect: async (options) => {
      if (stream.ended !== undefined) throw new Error(`nobody can be played at ${address.domain}: ${stream.ended}`);
      requireFree(sessions, options);
      const session = new RemoteSession(outlet, options);
      sessions.add(session);
      return session;
    },
    close: () => stream.shutDown(timeoutMs),
  };
}

function endAll(sessions: ReadonlySet<RemoteSession>, reason: string): void {
  for (const session of [...sessions]) session.end(reason);
}

function requireFree(sessions: ReadonlySet<RemoteSession>, { account, resource }: ConnectOptions): void {
  const jid = `${account.jid}/${resource}`;
  if ([...sessions].some((session) => session.jid === jid)) throw new Error(`${jid} is connected already`);
}

/**
 * The session that plays this address, or else the first one of its user: a remote server sees what is sent to a
 * resource that is not there, and the play must be able to judge it.
 */
function findReceiver(sessions: ReadonlySet<RemoteSession>, to: string): RemoteSession | undefined {
  const bareJid = bareOf(to).toLowerCase();
  const ofUser = [...sessions].filter((session) => session.bareJid.toLowerCase() === bareJid);
  return ofUser.find((session) => session.jid === to) ?? ofUser[0];
}
