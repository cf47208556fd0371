// The checks of the doctor for one server, in order.

import type { Case } from '../model/case.ts';
import type { ConnectOptions, Session } from '../model/session.ts';
import type { Capabilities, RemoteDomain } from '../model/target.ts';
import type { XmlElement } from '../model/xml.ts';
import { discoveredNeeds, type Offer } from '../run/needs.ts';
import { measureOrder } from '../run/order/measure-order.ts';
import { newId } from '../stanza/iq.ts';
import { element, elements, NS } from '../stanza/xml.ts';
import { reachesSilence } from '../target/launched-target.ts';
import { checkAccounts, checkRemoval, checkSasl, type Login } from './account-checks.ts';
import { checkCases } from './cases.ts';
import { both, Checklist, type CheckResult, NO_PREREQUISITE, type Prerequisite, type Tools } from './checklist.ts';
import { checkConnection } from './connection.ts';
import { examinePair } from './examine-pair.ts';
import { checkLimits } from './limit-checks.ts';
import type { DoctorReport, ReportedCheck } from './reported-check.ts';
import { checkClock, checkFeatures, checkFence, ping } from './session-checks.ts';

interface Request {
  /** The cases that the run is to have. */
  readonly selected: readonly Case[];
  /** Stops the examination: further checks are not tried. */
  readonly signal: AbortSignal;
  /** Called with each reported check as soon as it is known. */
  readonly onCheck: (check: ReportedCheck) => void;
}

/** Examines the server. Sessions and accounts that it opens are closed with the server. What fails is a failed check. */
export async function examine(
  tools: Tools,
  { selected, signal, onCheck }: Request,
): Promise<Pick<DoctorReport, 'reported' | 'cases'>> {
  const reported: ReportedCheck[] = [];
  const add = (check: ReportedCheck) => {
    reported.push(check);
    onCheck(check);
  };
  const list = new Checklist(signal, add);
  const { target } = tools.server;
  const { timeoutMs } = tools;
  const connection = await checkConnection(list, { address: target.address, timeoutMs, signal });
  const sasl = await checkSasl(list, tools, connection);
  const remote = await checkComponent(list, tools);
  const access = await checkAccounts(list, tools, sasl);
  const { login } = access;
  const capabilities = await checkFeatures(list, tools, login, discoveredNeeds(selected));
  const fence = await checkFence(list, tools, login);
  const software = capabilities.value?.software ?? '';
  const limits = await checkLimits(list, tools, { login: both(login, fence), software });
  await checkOrder(list, { ...tools, signal, remote: remote.value }, limits);
  await checkClock(list, tools, both(login, fence));
  const routing = await checkRouting(list, tools, { remote, login });
  await checkRemoval(list, tools, access);
  const ways = await checkPair(tools, signal, add);
  const offer = offerOf(tools, both(both(capabilities, fence), ways), routing);
  const cases = await checkCases(list, selected, offer);
  return { reported, cases };
}

/** Without a peer there is nothing to check. */
async function checkPair(
  { server, timeoutMs }: Tools,
  signal: AbortSignal,
  onCheck: (check: ReportedCheck) => void,
): Promise<Prerequisite<true>> {
  const { peer } = server;
  return peer === undefined ? NO_PREREQUISITE : examinePair({ server, peer, timeoutMs, signal, onCheck });
}

/** What the server offers to cases. A remote domain counts when stanzas are routed in both directions. */
function offerOf(
  { server: { accounts, peer, target } }: Tools,
  found: Prerequisite<readonly [readonly [Capabilities, true], true]>,
  routing: Prerequisite<true>,
): Prerequisite<Offer> {
  if (found.value === undefined) return { value: undefined, failedCheck: found.failedCheck };
  const [[capabilities]] = found.value;
  const silence = reachesSilence(target) ? ['silent-domain'] : [];
  const features = [...capabilities.features, ...(routing.value === undefined ? [] : ['remote']), ...silence];
  const { capacity } = accounts;
  const offered = { capabilities: { features }, capacity, target, peer: peer && { capacity: peer.accounts.capacity } };
  return { value: offered, failedCheck: '' };
}

/** As many pairs of users as the measurement has at most: a run has more cases at a time by default. */
const LOAD = 4;

interface OrderTools extends Tools {
  /** Ends the measurement. */
  readonly signal: AbortSignal;
  readonly remote: RemoteDomain | undefined;
}

/** Measures whether a stanza can arrive after a fence, on accounts made for it. */
function checkOrder(list: Checklist, tools: OrderTools, fence: Prerequisite<true>) {
  const { server, ...limits } = tools;
  return list.check('order', fence, async (): Promise<CheckResult<true>> => {
    if (server.provision.kind === 'fixed') return { status: 'not tried', seen: { kind: 'order-not-tried' } };
    const { connect, accounts, target } = server;
    const { lend, capacity } = accounts;
    const { domain } = target.address;
    const options = { ...limits, connect, lend, capacity, domain, load: LOAD };
    const { measured, cleanup } = await measureOrder(options);
    // The check of the removal counts every account that is left.
    await cleanup;
    const status = measured.kind === 'unmeasured' ? 'missing' : 'ok';
    return { status, seen: { kind: 'order', order: measured }, value: true };
  });
}

/** Joins as the component. A remote domain need not be configured. */
function checkComponent(list: Checklist, { server, timeoutMs }: Tools): Promise<Prerequisite<RemoteDomain>> {
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
async function checkRouting(
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
