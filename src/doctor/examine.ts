// All checks of the doctor, in the order in which they depend on each other.

import type { Case } from '../model/case.ts';
import type { Capabilities } from '../model/target.ts';
import type { Offer } from '../run/needs.ts';
import { checkAccounts, checkRemoval, checkSasl } from './accounts.ts';
import { checkCases } from './cases.ts';
import { both, Checklist, type Prerequisite } from './checklist.ts';
import { checkConnection } from './connection.ts';
import type { DoctorReport, Finding } from './finding.ts';
import { checkLimits } from './limits.ts';
import { checkOrder } from './order.ts';
import { checkComponent, checkRouting } from './remote.ts';
import { checkClock, checkFeatures, checkFence } from './session.ts';
import type { Tools } from './tools.ts';

export interface ExamineRequest {
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
  { selected, signal, onFinding }: ExamineRequest,
): Promise<Pick<DoctorReport, 'findings' | 'cases'>> {
  const list = new Checklist(signal, onFinding);
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
  const offer = offerOf(tools, both(capabilities, fence), routing);
  const cases = await checkCases(list, selected, offer);
  return { findings: list.findings, cases };
}

/** What the server offers to cases. A remote domain counts when stanzas are routed in both directions. */
function offerOf(
  { server: { accounts } }: Tools,
  found: Prerequisite<readonly [Capabilities, true]>,
  routing: Prerequisite<true>,
): Prerequisite<Offer> {
  if (found.value === undefined) return { value: undefined, failedCheck: found.failedCheck };
  const [capabilities] = found.value;
  const features = routing.value === undefined ? capabilities.features : [...capabilities.features, 'remote'];
  return { value: { capabilities: { features }, capacity: accounts.capacity }, failedCheck: '' };
}
