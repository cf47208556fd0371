// All checks of the doctor, in the order in which they depend on each other.

import type { Case } from '../model/case.ts';
import type { Capabilities } from '../model/target.ts';
import type { Offer } from '../run/needs.ts';
import { discoveredNeeds } from '../run/needs.ts';
import { reachesSilence } from '../target/launched-target.ts';
import { checkAccounts, checkRemoval, checkSasl } from './accounts.ts';
import { checkCases } from './cases.ts';
import { both, Checklist, NO_PREREQUISITE, type Prerequisite } from './checklist.ts';
import { checkConnection } from './connection.ts';
import { examinePair } from './examine-pair.ts';
import { checkLimits } from './limits.ts';
import { checkOrder } from './order.ts';
import { checkComponent, checkRouting } from './remote.ts';
import type { DoctorReport, ReportedCheck } from './reported-check.ts';
import { checkClock, checkFeatures, checkFence } from './session.ts';
import type { Tools } from './tools.ts';

interface Request {
  /** The cases that the run is to have. */
  readonly selected: readonly Case[];
  /** Stops the examination: further checks are not tried. */
  readonly signal: AbortSignal;
  /** Called with each reported check as soon as it is known. */
  readonly onCheck: (check: ReportedCheck) => void;
}

/** Examines the server. Sessions and accounts that it opens are closed with the server. */
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
