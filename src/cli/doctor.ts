// Opens the target and has the doctor examine it.

import process from 'node:process';
import { examine } from '../doctor/examine.ts';
import type { DoctorReport, Finding } from '../doctor/finding.ts';
import { doctorData, findingText, headText, summaryText } from '../doctor/text.ts';
import type { Language } from '../model/event.ts';
import { jsonText } from '../report/text/json-text.ts';
import { createPaint } from '../report/text/paint.ts';
import { unlessAborted } from '../run/abort.ts';
import { loadConfig } from './config-file.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { interruptible } from './interrupt.ts';
import { loadCases } from './load-cases.ts';
import type { ServerArguments } from './options.ts';
import { look, waitForServer } from './preflight.ts';
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

/** Examines the target and prints each finding. Resolves with the exit code. Throws `UsageError` and `ScenarioError`. */
export async function examineTarget(args: DoctorArguments): Promise<ExitCode> {
  const { timeout: timeoutMs } = args;
  const config = await loadConfig(args.config, process.env);
  const choice = await chooseTarget(args, config, process.env);
  const pending = args.wait === undefined ? undefined : await look(choice, args);
  const { selected } = await loadCases({ selectors: args.selector, roots: args.scenarios, hasPeer: false });
  return interruptible(async (signal) => {
    if (pending !== undefined) await waitForServer(pending, args, signal);
    const server = await openTestBed(choice, { timeoutMs, signal });
    const output = args.json ? jsonOutput() : textOutput(args);
    try {
      const { name, address } = server.target;
      const target = { name, host: address.host, port: address.port, domain: address.domain };
      const head = { tool: { name: 'xmppspec', version: toolVersion() }, target };
      output.begin(head);
      const examination = examine({ server, timeoutMs }, { selected, signal, onFinding: output.add });
      const found = await unlessAborted(server.ending.cutOff, examination);
      output.end({ ...head, ...found });
      return found.findings.some(({ status }) => status === 'failed') ? EXIT.inconclusive : EXIT.ok;
    } finally {
      await server.close();
    }
  });
}

/** Prints a report while it is made. */
interface Output {
  begin(head: Pick<DoctorReport, 'tool' | 'target'>): void;
  readonly add: (finding: Finding) => void;
  end(report: DoctorReport): void;
}

const print = (text: string): void => void process.stdout.write(text);

/** One document at the end. JSON is for machines: it does not change with the locale. */
const jsonOutput = (): Output => ({
  begin: () => undefined,
  add: () => undefined,
  end: (report) => print(jsonText(doctorData(report))),
});

/** Each line as soon as it is known. */
function textOutput(args: DoctorArguments): Output {
  const style = { paint: createPaint(wantsColor()), lang: args.lang ?? localeLanguage(process.env) };
  return {
    begin: (head) => print(headText(head, style)),
    add: (finding) => print(findingText(finding, style)),
    end: (report) => print(summaryText(report, style)),
  };
}
