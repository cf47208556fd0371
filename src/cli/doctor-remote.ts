// The remote domain: a component joins, and stanzas are routed both ways.

import { randomUUID } from 'node:crypto';
import type { ConnectOptions, RemoteDomain, Session, XmlElement } from '../model.ts';
import { element, elements, NS } from '../stanza/xml.ts';
import { connectComponent } from '../xmpp/remote-domain.ts';
import type { Login, Tools } from './doctor-accounts.ts';
import { ping } from './doctor-session.ts';
import { both, type Checked, NOTHING, type Seen, type Sheet } from './doctor-sheet.ts';

/** Joins as the component. A remote domain need not be configured. */
export function checkComponent(sheet: Sheet, { ground, timeoutMs }: Tools): Promise<Checked<RemoteDomain>> {
  return sheet.check('component', NOTHING, async (): Promise<Seen<RemoteDomain>> => {
    const { component } = ground;
    if (component === undefined) {
      const remedy =
        'give --remote component://host:port/remote.domain, with its secret in XMPPSPEC_REMOTE_SECRET (XEP-0114)';
      return { status: 'missing', text: 'no remote domain is configured', remedy };
    }
    const value = await connectComponent(component, { timeoutMs });
    ground.onClose(() => value.close());
    return { status: 'ok', text: `${component.host}:${component.port} takes ${component.domain}`, value };
  });
}

/** Routes a stanza from the remote domain to the server, and one from a local session to the remote domain. */
export async function checkRouting(
  sheet: Sheet,
  { ground, timeoutMs }: Tools,
  { remote, login }: { remote: Checked<RemoteDomain>; login: Checked<Login> },
): Promise<Checked<true>> {
  const inward = await sheet.check('from remote', remote, async (domain): Promise<Seen<Session>> => {
    const value = await domain.connect(contactAt(domain, timeoutMs));
    const ms = await ping(value, ground.target.address.domain, timeoutMs);
    return { status: 'ok', text: `a ping from ${value.jid} comes back after ${ms.toFixed(1)} ms`, value };
  });
  return sheet.check('to remote', both(inward, login), ([contact, { session }]) => sendTo(contact, session, timeoutMs));
}

const contactAt = ({ domain }: RemoteDomain, timeoutMs: number): ConnectOptions => ({
  account: { jid: `doctor@${domain}`, password: '' },
  resource: 'doctor',
  answers: true,
  timeoutMs,
  record: () => undefined,
});

async function sendTo(contact: Session, session: Session, timeoutMs: number): Promise<Seen<true>> {
  const id = randomUUID();
  const body = element('body', NS.client, {}, ['xmppspec doctor looks for the way']);
  await session.send(element('message', NS.client, { type: 'chat', id, to: contact.jid }, [body]), 'setup');
  const arrived = { status: 'ok', text: `a message to ${contact.jid} arrives`, value: true } as const;
  // A message that cannot be routed comes back to its sender.
  return Promise.any([awaitId(contact, id, timeoutMs).then(() => arrived), bounced(session, id, timeoutMs)]).catch(
    () => ({ status: 'failed', text: `a message to ${contact.jid} did not arrive within ${timeoutMs} ms` }),
  );
}

async function bounced(session: Session, id: string, timeoutMs: number): Promise<Seen<true>> {
  const stanza = await awaitId(session, id, timeoutMs);
  const error = elements(stanza).find(({ name }) => name === 'error');
  const condition = elements(error ?? stanza).find(({ ns, name }) => ns === NS.stanzas && name !== 'text');
  const text = `a message to the remote domain came back: ${condition?.name ?? 'without a condition'}`;
  return { status: 'failed', text, remedy: 'let local users write to the component there' };
}

/** The stanza of this id. Rejects when nothing comes for `timeoutMs`, and when the stream ends. */
async function awaitId(session: Session, id: string, timeoutMs: number): Promise<XmlElement> {
  for (;;) {
    const found = session.take().find(({ attrs }) => attrs['id'] === id);
    if (found !== undefined) return found;
    if (session.ended !== undefined) throw new Error(session.ended);
    await session.arrival(timeoutMs);
  }
}
