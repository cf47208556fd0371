// Opens the target and has the doctor examine it.

import process from 'node:process';
import { doctorData, headText, partText, reportedCheckText, summaryText } from '../doctor/doctor-text.ts';
import { examine } from '../doctor/examine.ts';
import type { DoctorReport, ReportedCheck, ServerHead } from '../doctor/reported-check.ts';
import type { Case } from '../model/case.ts';
import type { Language } from '../model/event.ts';
import { jsonText } from '../report/text/json-text.ts';
import { createPaint } from '../report/text/paint.ts';
import { unlessAborted } from '../run/abort.ts';
import type { Untargeted } from './command-line/options.ts';
import type { PairArguments } from './command-line/peer-options.ts';
import { EXIT, type ExitCode } from './ending/exit-code.ts';
import { explained } from './ending/exit-note.ts';
import { interruptible } from './ending/interrupt.ts';
import { loadConfig } from './given/config-file.ts';
import { loadCases } from './load-cases.ts';
import { type Targeted, warnUnnamed, withTarget } from './named-target.ts';
import { chooseServers } from './peer-choice.ts';
import { look, waitForServer, withStarted } from './preflight.ts';
import type { TargetChoice } from './target-choice.ts';
import { localeLanguage, notices, wantsColor } from './terminal/terminal.ts';
import { openTestBed, type TestBed } from './test-bed.ts';
import { toolVersion } from './version.ts';

type DoctorArguments = PairArguments & {
  readonly exclude: readonly string[];
  readonly selector: readonly string[];
  readonly json: boolean;
  readonly lang?: Language | undefined;
};

/** Examines the target and prints each reported check. Resolves with the exit code. Throws `UsageError` and `ScenarioError`. */
export async function examineTarget(given: Untargeted<DoctorArguments>): Promise<ExitCode> {
  const { timeout: timeoutMs } = given;
  const config = await loadConfig(given.config, process.env);
  const args = withTarget<DoctorArguments>(given, config);
  const { choice, peer } = await chooseServers(args, config, process.env);
  const isAwaited = (one: TargetChoice) =>
    args.wait !== undefined || (one.kind === 'external' && one.server !== undefined);
  const waited = [choice, ...(peer === undefined ? [] : [peer])].filter(isAwaited);
  const pending = await Promise.all(waited.map((one) => look(one, args)));
  const { selected } = await loadCases({
    selectors: args.selector,
    exclude: args.exclude,
    suites: args.suite,
    hasPeer: peer !== undefined,
  });
  warnUnnamed(args);
  return interruptible((signal) =>
    withStarted({ choice, peer }, { args, signal }, async (servers) => {
      const arrival = AbortSignal.any([signal, servers.ended]);
      for (const one of pending) if (one !== undefined) await waitForServer(one, args, arrival);
      if (!signal.aborted) servers.mustRun();
      const server = await openTestBed(choice, { timeoutMs, signal, peer });
      try {
        return await examineOpen(server, { args, selected, signal });
      } finally {
        await server.close();
      }
    }),
  );
}

interface Examination {
  readonly args: Targeted<DoctorArguments>;
  readonly selected: readonly Case[];
  readonly signal: AbortSignal;
}

async function examineOpen(server: TestBed, { args, selected, signal }: Examination): Promise<ExitCode> {
  const output = args.json ? jsonOutput() : textOutput(args);
  const head = headOf(server);
  output.begin(head);
  const request = { selected, signal, onCheck: output.add };
  const examined = examine({ server, timeoutMs: args.timeout }, request);
  const found = await unlessAborted(server.ending.cutOff, examined);
  output.end({ ...head, ...found });
  const failed = found.reported.filter(({ status }) => status === 'failed').length;
  if (failed > 0) return explained(EXIT.inconclusive, notices().checksFailed(failed));
  return args.isUnnamed ? explained(EXIT.ok, notices().noTargetTested) : EXIT.ok;
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
  readonly add: (check: ReportedCheck) => void;
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
  const columns = process.stdout.columns || undefined;
  const style = { paint: createPaint(wantsColor()), lang: args.lang ?? localeLanguage(process.env), columns };
  let servers: Pick<DoctorReport, 'target' | 'peer'> | undefined;
  let shown: ReportedCheck['part'];
  return {
    begin: (head) => {
      servers = head;
      print(headText(head, style));
    },
    add: (check) => {
      if (check.part !== undefined && check.part !== shown && servers) print(partText(check.part, servers, style));
      shown = check.part;
      print(reportedCheckText(check, style));
    },
    end: (report) => print(summaryText(report, style)),
  };
}
