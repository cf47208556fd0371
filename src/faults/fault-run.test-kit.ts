// Runs the command line on a target with faults, and observes the whole outcome: exit code, time, memory, verdicts, reports.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { mistakesIn } from '../report/junit/junit-rules.test-kit.ts';
import { readReports } from '../results/report-file.ts';
import { parseXml } from '../stanza/xml.ts';

const program = fileURLToPath(new URL('../../bin/xmppspec.js', import.meta.url));

/** Loaded into the process, it writes what the process measured of itself. */
const witness = fileURLToPath(new URL('./witness.js', import.meta.url));

/** What `witness.js` writes. */
interface Witness {
  /** Resident memory at its highest. */
  readonly peakBytes: number;
  /** The longest CPU time that the process spent without handling an event, such as a signal. */
  readonly longestStallMs: number;
  readonly openSockets: number;
}

/** A run as it was seen from outside. */
export interface FaultRun {
  /** Undefined where a signal ended the process. */
  readonly code: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
  /** The process was killed because it had not ended in time. */
  readonly isHung: boolean;
  readonly durationMs: number;
  /** From the last line on standard output, which is that of the summary, to the end of the process; 0 without one. */
  readonly tailMs: number;
  /** From SIGTERM to the end; undefined without a signal. */
  readonly afterSignalMs: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** What the process wrote about itself; undefined where it could not. */
  readonly witness: Witness | undefined;
  /** The outcome of each case and the verdict of each requirement in it, by the id of the case. */
  readonly verdicts: ReadonlyMap<string, CaseVerdicts>;
  /** What is wrong with the reports that the run wrote. */
  readonly reportMistakes: readonly string[];
}

export interface CaseVerdicts {
  readonly outcome: string;
  readonly reason: string;
  readonly requirements: readonly string[];
}

export interface FaultRunOptions {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The process is killed when it runs for longer. */
  readonly limitMs: number;
  /** The process gets SIGTERM as soon as this is true. */
  readonly stopWhen?: () => boolean;
}

/** Milliseconds between two looks whether the process is to be stopped. */
const LOOK_MS = 50;

/** Runs `xmppspec run` with these arguments and a JSON and a JUnit report. */
export async function faultRun({ args, env = {}, limitMs, stopWhen }: FaultRunOptions): Promise<FaultRun> {
  const directory = mkdtempSync(join(tmpdir(), 'xmppspec-fault-'));
  const files = { json: join(directory, 'report.json'), junit: join(directory, 'junit.xml') };
  const witnessFile = join(directory, 'witness.json');
  const node = ['--import', witness, program, 'run', ...args];
  const reporters = ['-r', 'console', '-r', `json=${files.json}`, '-r', `junit=${files.junit}`];
  const began = performance.now();
  const child = spawn(process.execPath, [...node, ...reporters], {
    env: {
      ...process.env,
      NO_COLOR: '1',
      LC_ALL: 'C',
      XDG_STATE_HOME: directory,
      ...env,
      XMPPSPEC_WITNESS: witnessFile,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let isHung = false;
  const limit = setTimeout(() => {
    isHung = true;
    child.kill('SIGKILL');
  }, limitMs);
  let lastOutput: number | undefined;
  child.stdout.on('data', () => {
    lastOutput = performance.now();
  });
  const output = Promise.all([text(child.stdout), text(child.stderr)]);
  let stoppedAt: number | undefined;
  const look = setInterval(() => {
    if (stoppedAt !== undefined || !stopWhen?.()) return;
    stoppedAt = performance.now();
    child.kill('SIGTERM');
  }, LOOK_MS);
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  clearTimeout(limit);
  clearInterval(look);
  const durationMs = performance.now() - began;
  const afterSignalMs = stoppedAt && performance.now() - stoppedAt;
  const tailMs = lastOutput === undefined ? 0 : performance.now() - lastOutput;
  const [stdout, stderr] = await output;
  const measured = existsSync(witnessFile) ? (JSON.parse(readFileSync(witnessFile, 'utf8')) as Witness) : undefined;
  const reported = reportsIn(files);
  rmSync(directory, { recursive: true, force: true });
  const ended = { code: code ?? undefined, signal: signal ?? undefined, isHung, durationMs, tailMs, afterSignalMs };
  return { ...ended, stdout, stderr, witness: measured, ...reported };
}

function reportsIn({ json, junit }: { readonly json: string; readonly junit: string }) {
  const mistakes: string[] = [];
  let verdicts: FaultRun['verdicts'] = new Map();
  try {
    if (existsSync(json)) verdicts = verdictsIn(json);
  } catch (error) {
    mistakes.push(`json: ${String(error)}`);
  }
  try {
    if (existsSync(junit)) mistakes.push(...junitMistakes(readFileSync(junit, 'utf8')));
  } catch (error) {
    mistakes.push(`junit: ${String(error)}`);
  }
  return { verdicts, reportMistakes: mistakes };
}

const junitMistakes = (document: string): readonly string[] =>
  mistakesIn(parseXml(document.replace(/^<\?xml[^>]*>/, ''), ''), 'junit').map((mistake) => `junit: ${mistake}`);

function verdictsIn(file: string): FaultRun['verdicts'] {
  const [read] = readReports([file]);
  const results = read?.report.results ?? [];
  return new Map(
    results.map(({ id, outcome, reason = '', requirements }) => [
      id,
      { outcome, reason, requirements: requirements.map((one) => `${one.id} ${one.verdict}`) },
    ]),
  );
}
