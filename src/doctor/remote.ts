// The remote domain: a component joins, and stanzas are routed in both directions.

import type { ConnectOptions, Session } from '../model/session.ts';
import type { RemoteDomain } from '../model/target.ts';
import type { XmlElement } from '../model/xml.ts';
import { newId } from '../stanza/iq.ts';
import { element, elements, NS } from '../stanza/xml.ts';
import type { Login } from './accounts.ts';
import { both, type Checklist, type CheckResult, NO_PREREQUISITE, type Prerequisite } from './checklist.ts';
import { ping } from './session.ts';
import type { Tools } from './tools.ts';

/** Joins as the component. A remote domain need not be configured. */
export function checkComponent(list: Checklist, { server, timeoutMs }: Tools): Promise<Prerequisite<RemoteDomain>> {
  return list.check('component', NO_PREREQUISITE, async (): Promise<CheckResult<RemoteDomain>> => {
    const { component } = server;
    const value = await server.joinRemote(timeoutMs);
    if (component === undefined || value === undefined) {
      return { status: 'missing', seen: { kind: 'remote-not-configured' } };
    }
    const { host, port, domain } = component;
    return { status: 'ok', seen: { kind: 'component-joined', at: { host, port }, domain }, value };
  });
}

/** Routes a stanza from the remote domain to the server, and one from a local session to the remote domain. */
export async function checkRouting(
  list: Checklist,
  { server, timeoutMs }: Tools,
  { remote, login }: { readonly remote: Prerequisite<RemoteDomain>; readonly login: Prerequisite<Login> },
): Promise<Prerequisite<true>> {
  const inward = await list.check('from remote', remote, async (domain): Promise<CheckResult<Session>> => {
    const value = await domain.connect(contactAt(domain, timeoutMs));
    const ms = await ping(value, server.target.address.domain, timeoutMs);
    return { status: 'ok', seen: { kind: 'remote-ping-answered', jid: value.jid, ms }, value };
  });
  return list.check('to remote', both(inward, login), ([contact, { session }]) => sendTo(contact, session, timeoutMs));
}

const contactAt = ({ domain }: RemoteDomain, timeoutMs: number): ConnectOptions => ({
  account: { jid: `doctor@${domain}`, password: '' },
  resource: 'doctor',
  answers: true,
  timeoutMs,
  record: () => undefined,
});

async function sendTo(contact: Session, session: Session, timeoutMs: number): Promise<CheckResult<true>> {
  const { jid } = contact;
  const id = newId();
  const body = element('body', NS.client, {}, ['xmppspec doctor tests the route']);
  await session.send(element('message', NS.client, { type: 'chat', id, to: jid }, [body]), 'setup');
  const arrived = { status: 'ok', seen: { kind: 'message-arrived', jid }, value: true } as const;
  // A message that cannot be routed comes back to its sender.
  return Promise.any([awaitId(contact, id, timeoutMs).then(() => arrived), bounced(session, id, timeoutMs)]).catch(
    () => ({ status: 'failed', seen: { kind: 'message-lost', jid, timeoutMs } }),
  );
}

async function bounced(session: Session, id: string, timeoutMs: number): Promise<CheckResult<true>> {
  const stanza = await awaitId(session, id, timeoutMs);
  const error = elements(stanza).find(({ name }) => name === 'error');
  const condition = elements(error ?? stanza).find(({ ns, name }) => ns === NS.stanzas && name !== 'text');
  return { status: 'failed', seen: { kind: 'message-bounced', condition: condition?.name ?? '' } };
}

/** The stanza with this id. Rejects when it does not arrive within `timeoutMs`, and when the stream ends. */
async function awaitId(session: Session, id: string, timeoutMs: number): Promise<XmlElement> {
  let found: XmlElement | undefined;
  const hasIt = () => {
    found = session.inbox.find(({ attrs }) => attrs['id'] === id);
    return found !== undefined;
  };
  await session.arrival(hasIt, timeoutMs);
  if (found === undefined) throw new Error('the wait ended without the stanza');
  return found;
}
