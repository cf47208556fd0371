// The remote domain: a component joins, and stanzas are routed both ways.

import { randomUUID } from 'node:crypto';
import type { Language } from '../model/event.ts';
import type { ConnectOptions, Session } from '../model/session.ts';
import type { RemoteDomain } from '../model/target.ts';
import type { XmlElement } from '../model/xml.ts';
import { element, elements, NS } from '../stanza/xml.ts';
import { ProblemError } from '../wording/problems.ts';
import type { Login } from './accounts.ts';
import { both, type Checked, NOTHING, type Seen, type Sheet } from './checklist.ts';
import { ping } from './session.ts';
import type { Tools } from './tools.ts';
import { SIGHT } from './words.ts';

/** Joins as the component. A remote domain need not be configured. */
export function checkComponent(sheet: Sheet, { server, timeoutMs }: Tools): Promise<Checked<RemoteDomain>> {
  const words = SIGHT[sheet.lang];
  return sheet.check('component', NOTHING, async (): Promise<Seen<RemoteDomain>> => {
    const { component } = server;
    const value = await server.joinRemote(timeoutMs);
    if (component === undefined || value === undefined)
      return { status: 'missing', text: words.noRemote, remedy: words.giveRemote };
    return { status: 'ok', text: words.takes(`${component.host}:${component.port}`, component.domain), value };
  });
}

/** Routes a stanza from the remote domain to the server, and one from a local session to the remote domain. */
export async function checkRouting(
  sheet: Sheet,
  { server, timeoutMs }: Tools,
  { remote, login }: { remote: Checked<RemoteDomain>; login: Checked<Login> },
): Promise<Checked<true>> {
  const inward = await sheet.check('from remote', remote, async (domain): Promise<Seen<Session>> => {
    const value = await domain.connect(contactAt(domain, timeoutMs));
    const ms = await ping(value, server.target.address.domain, timeoutMs);
    return { status: 'ok', text: SIGHT[sheet.lang].remotePong(value.jid, ms.toFixed(1)), value };
  });
  const { lang } = sheet;
  return sheet.check('to remote', both(inward, login), ([contact, { session }]) =>
    sendTo(contact, session, { timeoutMs, lang }),
  );
}

const contactAt = ({ domain }: RemoteDomain, timeoutMs: number): ConnectOptions => ({
  account: { jid: `doctor@${domain}`, password: '' },
  resource: 'doctor',
  answers: true,
  timeoutMs,
  record: () => undefined,
});

interface Sending {
  readonly timeoutMs: number;
  readonly lang: Language;
}

async function sendTo(contact: Session, session: Session, sending: Sending): Promise<Seen<true>> {
  const { timeoutMs, lang } = sending;
  const words = SIGHT[lang];
  const id = randomUUID();
  const body = element('body', NS.client, {}, ['xmppspec doctor looks for the way']);
  await session.send(element('message', NS.client, { type: 'chat', id, to: contact.jid }, [body]), 'setup');
  const arrived = { status: 'ok', text: words.arrives(contact.jid), value: true } as const;
  // A message that cannot be routed comes back to its sender.
  return Promise.any([awaitId(contact, id, timeoutMs).then(() => arrived), bounced(session, id, sending)]).catch(
    () => ({ status: 'failed', text: words.arrivesNot(contact.jid, timeoutMs) }),
  );
}

async function bounced(session: Session, id: string, { timeoutMs, lang }: Sending): Promise<Seen<true>> {
  const stanza = await awaitId(session, id, timeoutMs);
  const error = elements(stanza).find(({ name }) => name === 'error');
  const condition = elements(error ?? stanza).find(({ ns, name }) => ns === NS.stanzas && name !== 'text');
  const words = SIGHT[lang];
  return { status: 'failed', text: words.bounced(condition?.name ?? words.noCondition), remedy: words.letWrite };
}

/** The stanza of this id. Rejects when nothing comes for `timeoutMs`, and when the stream ends. */
async function awaitId(session: Session, id: string, timeoutMs: number): Promise<XmlElement> {
  for (;;) {
    const found = session.drain().find(({ attrs }) => attrs['id'] === id);
    if (found !== undefined) return found;
    if (session.ended !== undefined) throw new ProblemError(session.ended);
    await session.arrival(timeoutMs);
  }
}
