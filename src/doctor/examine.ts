// All checks of the doctor, in the order in which they depend on each other.

import type { Case } from '../model/case.ts';
import type { Capabilities } from '../model/target.ts';
import type { Offer } from '../run/needs.ts';
import { reachesSilence } from '../target/launched-target.ts';
import { checkAccounts, checkRemoval, checkSasl } from './accounts.ts';
import { checkCases } from './cases.ts';
import { both, Checklist, NO_PREREQUISITE, type Prerequisite } from './checklist.ts';
import { checkConnection } from './connection.ts';
import { examinePair } from './examine-pair.ts';
import type { DoctorReport, Finding } from './finding.ts';
import { checkLimits } from './limits.ts';
import { checkOrder } from './order.ts';
import { checkComponent, checkRouting } from './remote.ts';
import { checkClock, checkFeatures, checkFence } from './session.ts';
import type { Tools } from './tools.ts';

interface Request {
  /** The cases that the run is to have. */
  readonly selected: readonly Case[];
  /** Stops the examination: further checks are not tried. */
  readonly signal: AbortSignal;
  /** Called with each finding as soon as it is known. */
  readonly onFinding: (finding: Finding) => void;
}

/** Examines the server. Sessions and accounts that it opens are closed with the server. */
export async function examine(
  tools: Tools,
  { selected, signal, onFinding }: Request,
): Promise<Pick<DoctorReport, 'findings' | 'cases'>> {
  const findings: Finding[] = [];
  const add = (finding: Finding) => {
    findings.push(finding);
    onFinding(finding);
  };
  const list = new Checklist(signal, add);
  const { target } = tools.server;
  const { timeoutMs } = tools;
  const connection = await checkConnection(list, { address: target.address, timeoutMs, signal });
  const sasl = await checkSasl(list, tools, connection);
  const remote = await checkComponent(list, tools);
  const access = await checkAccounts(list, tools, sasl);
  const { login } = access;
  const capabilities = await checkFeatures(list, tools, login);
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
  return { findings, cases };
}

/** Without a peer there is nothing to check. */
async function checkPair(
  { server, timeoutMs }: Tools,
  signal: AbortSignal,
  onFinding: (finding: Finding) => void,
): Promise<Prerequisite<true>> {
  const { peer } = server;
  return peer === undefined ? NO_PREREQUISITE : examinePair({ server, peer, timeoutMs, signal, onFinding });
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
  const offered = { capabilities: { features }, capacity, peer: peer && { capacity: peer.accounts.capacity } };
  return { value: offered, failedCheck: '' };
}
