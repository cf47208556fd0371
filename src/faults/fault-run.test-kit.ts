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

/**
 * What the process writes about itself when it ends: from outside, its peak and its sockets cannot be seen in time. A stall
 * is counted in CPU time, because on a busy machine every process waits, and from the first connection, because a program
 * loads its modules in one go. The timer does not keep the process alive.
 */
const WITNESS = `
import { writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
const cpuMs = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000; };
let last;
let longestStallMs = 0;
const beat = () => {
  const now = cpuMs();
  longestStallMs = Math.max(longestStallMs, now - (last ?? now));
  last = now;
};
const { connect } = Socket.prototype;
Socket.prototype.connect = function (...args) {
  Socket.prototype.connect = connect;
  beat();
  setInterval(beat, 20).unref();
  return connect.apply(this, args);
};
process.on('exit', () => {
  beat();
  writeFileSync(process.env.XMPPSPEC_WITNESS, JSON.stringify({
    peakBytes: process.resourceUsage().maxRSS * 1024,
    longestStallMs,
    openSockets: process.getActiveResourcesInfo().filter((name) => /^(TCPSocket|TCPConnect|TLS)/.test(name)).length,
  }));
});`;

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
  /** From the last line on standard output, which is that of the summary, to the end of the process. */
  readonly tailMs: number;
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
  /** Called once the process runs, to send a signal or to change the server. */
  readonly during?: (child: { readonly pid: number; kill(signal: NodeJS.Signals): void }) => void;
}

/** Runs `xmppspec run` with these arguments and a JSON and a JUnit report. */
export async function faultRun({ args, env = {}, limitMs, during }: FaultRunOptions): Promise<FaultRun> {
  const directory = mkdtempSync(join(tmpdir(), 'xmppspec-fault-'));
  const files = { json: join(directory, 'report.json'), junit: join(directory, 'junit.xml') };
  const witnessFile = join(directory, 'witness.json');
  const node = ['--import', `data:text/javascript,${encodeURIComponent(WITNESS)}`, program, 'run', ...args];
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
  let lastOutput = began;
  child.stdout.on('data', () => {
    lastOutput = performance.now();
  });
  const output = Promise.all([text(child.stdout), text(child.stderr)]);
  const { pid } = child;
  if (pid !== undefined) during?.({ pid, kill: (signal) => child.kill(signal) });
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  clearTimeout(limit);
  const durationMs = performance.now() - began;
  const tailMs = performance.now() - lastOutput;
  const [stdout, stderr] = await output;
  const witness = existsSync(witnessFile) ? (JSON.parse(readFileSync(witnessFile, 'utf8')) as Witness) : undefined;
  const reported = reportsIn(files);
  rmSync(directory, { recursive: true, force: true });
  const ended = { code: code ?? undefined, signal: signal ?? undefined, isHung, durationMs, tailMs };
  return { ...ended, stdout, stderr, witness, ...reported };
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

/** What a run must end with. */
export interface Expected {
  /** Permitted exit codes. */
  readonly codes: readonly number[];
  readonly withinMs: number;
  /** The longest time from the summary to the end of the process. */
  readonly mostTailMs?: number;
  readonly mostBytes: number;
  /** The longest CPU time without an answer to a signal. */
  readonly mostStallMs?: number;
  /**
   * The verdicts of the direct run: each case has the same or is broken. Undefined: there are none to compare with,
   * because the server itself breaks the standard.
   */
  readonly direct?: FaultRun['verdicts'];
  /** Every case has the verdict of the direct run. */
  readonly isExact?: boolean;
  /** Text that standard error or the report must hold. */
  readonly says?: RegExp;
}

/** Resident memory that a run may reach at most, flooded or not: 500 MB. */
export const MOST_BYTES = 500_000_000;

/** Signals are answered within 1 s, in a flood too. */
const MOST_STALL_MS = 1000;

/** Everything in which a run is not as expected. */
export function mistakesOf(run: FaultRun, expected: Expected): readonly string[] {
  const { codes, withinMs, mostBytes, mostStallMs = MOST_STALL_MS, says } = expected;
  const { code, signal, witness, durationMs, stderr } = run;
  const mistakes = [...run.reportMistakes, ...verdictMistakes(run, expected)];
  if (run.isHung) mistakes.push(`did not end within ${seconds(durationMs)}`);
  else if (signal !== undefined) mistakes.push(`ended by ${signal}`);
  else if (code === undefined || !codes.includes(code))
    mistakes.push(`exit code ${code}, expected ${codes.join(' or ')}`);
  if (!run.isHung && durationMs > withinMs) mistakes.push(`took ${seconds(durationMs)}, expected ${seconds(withinMs)}`);
  if (run.tailMs > (expected.mostTailMs ?? withinMs)) mistakes.push(`ended ${seconds(run.tailMs)} after its summary`);
  if (witness !== undefined && witness.peakBytes > mostBytes)
    mistakes.push(`peak memory ${megabytes(witness.peakBytes)}, expected ${megabytes(mostBytes)}`);
  if (witness !== undefined && witness.openSockets > 0) mistakes.push(`${witness.openSockets} sockets open at exit`);
  if (witness !== undefined && witness.longestStallMs > mostStallMs)
    mistakes.push(`handled no event for ${seconds(witness.longestStallMs)} of CPU time`);
  const bug = /^\s+at .+:\d+.*$|this is a bug.*|^.*(left open|Unhandled|FATAL).*$/m.exec(stderr);
  if (bug !== null) mistakes.push(`standard error: ${bug[0].trim()}`);
  if (says !== undefined && !says.test(`${stderr}\n${run.stdout}`)) mistakes.push(`does not say ${says}`);
  return mistakes;
}

function verdictMistakes({ verdicts }: FaultRun, { direct, isExact = false }: Expected): readonly string[] {
  if (direct === undefined) return [];
  return [...verdicts].flatMap(([id, now]) => {
    const before = direct.get(id);
    const isSame =
      JSON.stringify([before?.outcome, before?.requirements]) === JSON.stringify([now.outcome, now.requirements]);
    if (isSame || (!isExact && now.outcome === 'broken' && !accuses(now, before))) return [];
    return [`${id}: ${before?.outcome} became ${now.outcome} ${now.reason}`];
  });
}

/** Whether a requirement is violated that is not in the direct run. */
const accuses = (now: CaseVerdicts, before: CaseVerdicts | undefined): boolean =>
  now.requirements.some((one) => /failed|warned/.test(one) && !before?.requirements.includes(one));

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

/** The first line of a table of runs. */
export const TABLE_HEAD = row(['fault', 'outcome', 'exit', 'time', 'peak', 'stall', 'sockets', 'as expected']);

/** One run as a line of the table. */
export function tableRow(fault: string, run: FaultRun, mistakes: readonly string[]): string {
  const { witness, verdicts } = run;
  const count = (outcome: string) => [...verdicts.values()].filter((one) => one.outcome === outcome).length;
  const outcomes = ['passed', 'failed', 'warned', 'broken', 'skipped'].map((name) => [count(name), name] as const);
  const outcome = outcomes.flatMap(([many, name]) => (many === 0 ? [] : [`${many} ${name}`])).join(', ');
  return row([
    fault,
    outcome || 'no case ran',
    run.isHung ? 'hung' : String(run.code ?? run.signal),
    seconds(run.durationMs),
    witness === undefined ? '?' : megabytes(witness.peakBytes),
    witness === undefined ? '?' : `${Math.round(witness.longestStallMs)} ms`,
    witness === undefined ? '?' : String(witness.openSockets),
    mistakes.length === 0 ? 'yes' : 'NO',
  ]);
}

function row(cells: readonly string[]): string {
  const widths = [44, 36, 7, 8, 7, 8, 8];
  return cells
    .map((cell, at) => cell.padEnd(widths[at] ?? 0))
    .join(' ')
    .trimEnd();
}
