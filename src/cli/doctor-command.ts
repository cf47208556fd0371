// `xmppspec doctor`: what works with a target, what is missing, and which cases that leaves out.

import process from 'node:process';
import { checkAccounts, checkReturn, checkSasl, type Tools } from '../doctor/accounts.ts';
import { checkWay } from '../doctor/address.ts';
import { checkCases } from '../doctor/cases.ts';
import { both, type Checked, Sheet } from '../doctor/checklist.ts';
import { checkComponent, checkRouting } from '../doctor/remote.ts';
import { checkClock, checkFeatures, checkFence } from '../doctor/session.ts';
import { type DoctorReport, doctorData, doctorText } from '../doctor/text.ts';
import type { Case } from '../model/case.ts';
import type { Language } from '../model/event.ts';
import type { Capabilities } from '../model/target.ts';
import { createPaint } from '../report/text/paint.ts';
import type { Offer } from '../run/needs.ts';
import { loadRequirements } from '../spec/requirements.ts';
import { UsageError } from '../wording/usage-error.ts';
import { loadConfig } from './config.ts';
import { interruptible } from './interrupt.ts';
import { loadCases } from './load-cases.ts';
import { localeLanguage } from './locale.ts';
import type { ServerArguments } from './options.ts';
import { wantsColor } from './outputs.ts';
import { openGround } from './site.ts';
import { chooseTarget } from './target-choice.ts';

/** The arguments of `doctor`, as yargs gives them. */
interface DoctorArguments extends ServerArguments {
  readonly json: boolean;
  readonly lang: Language | undefined;
}

/** Looks at the target and tells. Resolves with 0, or 3 when something failed. Throws `UsageError` and `ScenarioError`. */
export async function doctorCommand(args: DoctorArguments, toolVersion: string): Promise<number> {
  const { timeout: timeoutMs } = args;
  if (!(timeoutMs >= 1)) throw new UsageError(`--timeout: expected milliseconds from 1, got ${timeoutMs}`);
  // What machines read does not change with the locale.
  const lang = args.json ? 'en' : (args.lang ?? localeLanguage(process.env));
  const config = loadConfig(args.config, process.env);
  const requirements = loadRequirements();
  const { selected } = await loadCases({ selectors: args.selector, roots: args.scenarios, requirements });
  const choice = await chooseTarget(args, config, process.env);
  return interruptible(async (signal) => {
    const ground = await openGround(choice, { timeoutMs, signal, toolVersion });
    const sheet = new Sheet(signal, lang);
    const cases = await examine(sheet, { ground, timeoutMs }, selected).finally(() => ground.close());
    const { name, address } = ground.target;
    const target = { name, host: address.host, port: address.port, domain: address.domain };
    const report = { tool: { name: 'xmppspec', version: toolVersion }, target, findings: sheet.findings, cases };
    process.stdout.write(args.json ? dataText(report) : doctorText(report, { paint: createPaint(wantsColor()), lang }));
    return sheet.findings.some(({ status }) => status === 'failed') ? 3 : 0;
  });
}

/** All checks in the order in which each rests on those before. */
async function examine(sheet: Sheet, tools: Tools, selected: readonly Case[]) {
  const { target } = tools.ground;
  const way = await checkWay(sheet, { address: target.address, timeoutMs: tools.timeoutMs, lang: sheet.lang });
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
  return checkCases(sheet, selected, offer);
}

/** Cases need what was found, and a remote domain only where it works both ways. */
function offerOf(
  { ground: { provision } }: Tools,
  found: Checked<readonly [Capabilities, true]>,
  routing: Checked<true>,
): Checked<Offer> {
  if (found.value === undefined) return { value: undefined, blame: found.blame };
  const [capabilities] = found.value;
  const features = routing.value === undefined ? capabilities.features : [...capabilities.features, 'remote'];
  const capacity = provision.kind === 'fixed' ? new Set(provision.accounts.map(({ jid }) => jid)).size : undefined;
  return { value: { capabilities: { features }, capacity }, blame: '' };
}

const dataText = (report: DoctorReport): string => `${JSON.stringify(doctorData(report), null, 2)}\n`;
