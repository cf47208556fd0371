// The end of a run: what its baseline makes of the results, its exit code, and why.

import { createBaseline } from '../baseline/apply.ts';
import type { CaseResult } from '../model/result.ts';
import type { RunInfo } from '../model/run.ts';
import { isFault } from '../run/basics/missing-basics.ts';
import type { RunResult } from '../run/run-cases.ts';
import type { RunArguments } from './command-line/run-options.ts';
import type { ExitCode, RunEnd } from './ending/exit-code.ts';
import { explainedRun } from './ending/exit-note.ts';
import type { Targeted } from './named-target.ts';
import type { RunBaseline } from './run-baseline.ts';
import { notices, notify } from './terminal/terminal.ts';

/** What a run has found, and about what. */
export interface Ended extends RunResult {
  readonly info: RunInfo;
}

/** The product and its version; where the server names neither, the name of the target. */
export function serverName({ target: { name, software, version } }: RunInfo): string {
  return software === '' ? name : [software, version].join(' ').trim();
}

/** The parts of its plan that a run ends by. */
interface Concluded {
  readonly args: Pick<Targeted<RunArguments>, 'strict' | 'failOnSkipped' | 'isUnnamed'>;
  /** See `RunInfo.rerun`. */
  readonly rerun: readonly string[];
  readonly baseline: Pick<RunBaseline, 'isUsed'>;
}

/** What the exit code depends on beside the results. */
type Troubles = Pick<RunEnd, 'isStopped' | 'hasLostReport' | 'hasLostServer'>;

/** The exit code. Says on standard error what the report does not, with the reason for the code last. */
export function conclude(ended: RunResult, { args, rerun, baseline }: Concluded, troubles: Troubles): ExitCode {
  const { made, asked } = ended.summary.repetitions ?? { made: 0, asked: 0 };
  if (made < asked) notify(notices().repetitions(made, asked));
  const { strict, failOnSkipped, isUnnamed } = args;
  const context = { rerun, hasBaseline: baseline.isUsed, isUnnamed };
  return explainedRun({ ...ended, ...troubles, strict, failOnSkipped }, context);
}

/**
 * Writes the baseline where that is asked for, a new one with the name of the server, and returns the run as it lists it: what is listed with a reason fails it no more. It
 * lists cases that were not selected, too, where others were skipped for what they show: else no part of a suite could end green.
 */
export function afterUpdate<Ended extends RunResult>(
  ended: Ended,
  written: Pick<RunBaseline, 'update'>,
  server: string,
): Ended {
  const { results: selected, aside = [] } = ended;
  const listed = [...selected, ...aside.filter(isFault)];
  const known = written.update(listed, server);
  if (known === undefined) return ended;
  const baseline = createBaseline(known);
  const excused = new Set(
    listed.filter((one) => isFault(one) && isListed(baseline.apply(one))).map((one) => one.case.id),
  );
  const results = selected.map(({ knownFailure: _, ...result }) => baseline.apply(withKnownLack(result, excused)));
  return { ...ended, results, staleBaseline: baseline.staleEntries(results) };
}

const isListed = ({ knownFailure }: CaseResult): boolean => knownFailure !== undefined;

/** What a skipped case lacks is known where the case that reports it is listed. */
function withKnownLack(result: CaseResult, excused: ReadonlySet<string>): CaseResult {
  const { reason } = result;
  if (reason?.kind !== 'basic-missing' && reason?.kind !== 'feature-missing') return result;
  const isKnown = reason.reportedBy !== undefined && excused.has(reason.reportedBy);
  return isKnown ? { ...result, reason: { ...reason, isKnown } } : result;
}
