// What a run with faults must end with, and the table of runs.

import type { CaseVerdicts, FaultRun } from './fault-run.test-kit.ts';

/** What a run must end with. */
export interface Expected {
  /** Permitted exit codes. */
  readonly codes: readonly number[];
  readonly withinMs: number;
  /** The longest time from SIGTERM to the end of the process. */
  readonly afterSignalMs?: number;
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

/** Signals are answered within 1 s, in a flood too, and within 2 s on a machine that does other things. */
const MOST_STALL_MS = 2000;

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
  if (run.afterSignalMs !== undefined && run.afterSignalMs > (expected.afterSignalMs ?? withinMs))
    mistakes.push(`ended ${seconds(run.afterSignalMs)} after SIGTERM`);
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

/** What a busy machine may take beyond the bounds of the end of a run. */
export const SLACK_MS = 10_000;

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
