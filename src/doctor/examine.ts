// All checks of the doctor, in the order in which they depend on each other.

import type { Case } from '../model/case.ts';
import type { Language } from '../model/event.ts';
import type { Capabilities } from '../model/target.ts';
import type { Offer } from '../run/needs.ts';
import { checkAccounts, checkReturn, checkSasl } from './accounts.ts';
import { checkWay } from './address.ts';
import { checkCases } from './cases.ts';
import { both, type Checked, Sheet } from './checklist.ts';
import { checkComponent, checkRouting } from './remote.ts';
import { checkClock, checkFeatures, checkFence } from './session.ts';
import type { CaseCount, Finding } from './text.ts';
import type { Tools } from './tools.ts';

interface Request {
  /** The cases that the run is to have. */
  readonly selected: readonly Case[];
  /** Stops the examination. */
  readonly signal: AbortSignal;
  readonly lang: Language;
}

/** Examines the server. What it opens is closed with the server. */
export async function examine(
  tools: Tools,
  { selected, signal, lang }: Request,
): Promise<{ readonly findings: readonly Finding[]; readonly cases: CaseCount }> {
  const sheet = new Sheet(signal, lang);
  const { target } = tools.server;
  const way = await checkWay(sheet, { address: target.address, timeoutMs: tools.timeoutMs, lang });
  const sasl = await checkSasl(sheet, tools, way);
  const remote = await checkComponent(sheet, tools);
  const access = await checkAccounts(sheet, tools, sasl);
  const { login } = access;
  const capabilities = await checkFeatures(sheet, tools, login);
  const fence = await checkFence(sheet, tools, login);
  await checkClock(sheet, tools, both(login, fence));
  const routing = await checkRouting(sheet, tools, { remote, login });
  await checkReturn(sheet, tools, access);
  const offer = offerOf(tools, both(capabilities, fence), routing);
  const cases = await checkCases(sheet, selected, offer);
  return { findings: sheet.findings, cases };
}

/** What the cases may need. A remote domain counts when it can be reached in both directions. */
function offerOf(
  { server: { accounts } }: Tools,
  found: Checked<readonly [Capabilities, true]>,
  routing: Checked<true>,
): Checked<Offer> {
  if (found.value === undefined) return { value: undefined, blame: found.blame };
  const [capabilities] = found.value;
  const features = routing.value === undefined ? capabilities.features : [...capabilities.features, 'remote'];
  return { value: { capabilities: { features }, capacity: accounts.capacity }, blame: '' };
}
