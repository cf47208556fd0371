// Opens the target and has the doctor examine it.

import process from 'node:process';
import { examine } from '../doctor/examine.ts';
import { doctorData, doctorText } from '../doctor/text.ts';
import type { Language } from '../model/event.ts';
import { jsonText } from '../report/json.ts';
import { createPaint } from '../report/text/paint.ts';
import { unlessAborted } from '../run/abort.ts';
import { loadConfig } from './config.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { interruptible } from './interrupt.ts';
import { loadCases } from './load-cases.ts';
import type { ServerArguments } from './options.ts';
import { chooseTarget } from './target-choice.ts';
import { localeLanguage } from './terminal/locale.ts';
import { wantsColor } from './terminal/terminal.ts';
import { openTestBed } from './test-bed.ts';
import { toolVersion } from './version.ts';

interface DoctorArguments extends ServerArguments {
  readonly selector: readonly string[];
  readonly json: boolean;
  readonly lang?: Language | undefined;
}

/** Examines the target and prints the findings. Resolves with the exit code. Throws `UsageError` and `ScenarioError`. */
export async function examineTarget(args: DoctorArguments): Promise<ExitCode> {
  const { timeout: timeoutMs } = args;
  // JSON is for machines: it does not change with the locale.
  const lang = args.json ? 'en' : (args.lang ?? localeLanguage(process.env));
  const config = loadConfig(args.config, process.env);
  const { selected } = await loadCases({ selectors: args.selector, roots: args.scenarios });
  const choice = await chooseTarget(args, config, process.env);
  return interruptible(async (signal) => {
    const server = await openTestBed(choice, { timeoutMs, signal });
    const examination = examine({ server, timeoutMs }, { selected, signal });
    const { findings, cases } = await unlessAborted(server.ending.cutOff, examination).finally(() => server.close());
    const { name, address } = server.target;
    const target = { name, host: address.host, port: address.port, domain: address.domain };
    const report = { tool: { name: 'xmppspec', version: toolVersion() }, target, findings, cases };
    const text = args.json
      ? jsonText(doctorData(report))
      : doctorText(report, { paint: createPaint(wantsColor()), lang });
    process.stdout.write(text);
    return findings.some(({ status }) => status === 'failed') ? EXIT.inconclusive : EXIT.ok;
  });
}
