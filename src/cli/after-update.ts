// The end of a run that has written its baseline.

import { createBaseline } from '../baseline/apply.ts';
import type { CaseResult } from '../model/result.ts';
import { isFault } from '../run/basics/missing-basics.ts';
import type { RunResult } from '../run/run-cases.ts';
import type { RunBaseline } from './run-baseline.ts';

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
