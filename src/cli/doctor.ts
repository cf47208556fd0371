// Opens the target and has the doctor examine it.

import process from 'node:process';
import { examine } from '../doctor/examine.ts';
import type { DoctorReport, Finding, ServerHead } from '../doctor/finding.ts';
import { doctorData, findingText, headText, partText, summaryText } from '../doctor/text.ts';
import type { Language } from '../model/event.ts';
import { jsonText } from '../report/text/json-text.ts';
import { createPaint } from '../report/text/paint.ts';
import { unlessAborted } from '../run/abort.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { loadConfig } from './given/config-file.ts';
import { interruptible } from './interrupt.ts';
import { loadCases } from './load-cases.ts';
import { chooseServers } from './peer-choice.ts';
import type { PairArguments } from './peer-options.ts';
import { look, waitForServer } from './preflight.ts';
import { localeLanguage } from './terminal/locale.ts';
import { wantsColor } from './terminal/terminal.ts';
import { openTestBed, type TestBed } from './test-bed.ts';
import { toolVersion } from './version.ts';

type DoctorArguments = PairArguments & {
  readonly selector: readonly string[];
  readonly json: boolean;
  readonly lang?: Language | undefined;
};

/** Examines the target and prints each finding. Resolves with the exit code. Throws `UsageError` and `ScenarioError`. */
export async function examineTarget(args: DoctorArguments): Promise<ExitCode> {
  const { timeout: timeoutMs } = args;
  const config = await loadConfig(args.config, process.env);
  const { choice, peer } = await chooseServers(args, config, process.env);
  const waited = args.wait === undefined ? [] : [choice, ...(peer === undefined ? [] : [peer])];
  const pending = await Promise.all(waited.map((one) => look(one, args)));
  const { selected } = await loadCases({
    selectors: args.selector,
    roots: args.scenarios,
    hasPeer: peer !== undefined,
  });
  return interruptible(async (signal) => {
    for (const one of pending) if (one !== undefined) await waitForServer(one, args, signal);
    const server = await openTestBed(choice, { timeoutMs, signal, peer });
    const output = args.json ? jsonOutput() : textOutput(args);
    try {
      const head = headOf(server);
      output.begin(head);
      const request = { selected, signal, onFinding: output.add };
      const found = await unlessAborted(server.ending.cutOff, examine({ server, timeoutMs }, request));
      output.end({ ...head, ...found });
      return found.findings.some(({ status }) => status === 'failed') ? EXIT.inconclusive : EXIT.ok;
    } finally {
      await server.close();
    }
  });
}

function headOf({ target, peer }: TestBed): Pick<DoctorReport, 'tool' | 'target' | 'peer'> {
  const tool = { name: 'xmppspec', version: toolVersion() };
  return { tool, target: serverHead(target), ...(peer !== undefined && { peer: serverHead(peer.target) }) };
}

function serverHead({ name, address: { host, port, domain } }: TestBed['target']): ServerHead {
  return { name, host, port, domain };
}

/** Prints a report while it is made. */
interface Output {
  begin(head: Pick<DoctorReport, 'tool' | 'target' | 'peer'>): void;
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
  let servers: Pick<DoctorReport, 'target' | 'peer'> | undefined;
  let shown: Finding['part'];
  return {
    begin: (head) => {
      servers = head;
      print(headText(head, style));
    },
    add: (finding) => {
      if (finding.part !== undefined && finding.part !== shown && servers)
        print(partText(finding.part, servers, style));
      shown = finding.part;
      print(findingText(finding, style));
    },
    end: (report) => print(summaryText(report, style)),
  };
}
