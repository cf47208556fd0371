// Failures already known of a target: run all the same, excused while they last, and an error once they are gone.

import type { CaseResult, KnownFailure } from '../model.ts';

/** Marks a failed or warned case as excused when the baseline lists every requirement that does not hold in it. */
export function excuse(result: CaseResult, baseline: readonly KnownFailure[]): CaseResult {
  if (result.outcome !== 'failed' && result.outcome !== 'warned') return result;
  const known = baseline.filter((entry) => entry.case === result.case.id);
  const wrong = result.requirements.filter((requirement) => requirement.verdict !== 'passed');
  const isCovered = wrong.every(({ id }) => known.some((entry) => entry.requirement === id));
  if (!isCovered) return result;
  return { ...result, excused: known.map((entry) => entry.reason).join('; ') };
}

/** Entries whose case ran to its end and whose requirement held there. */
export function staleEntries(
  results: readonly CaseResult[],
  baseline: readonly KnownFailure[],
): readonly KnownFailure[] {
  const ran = new Map(results.map((result) => [result.case.id, result]));
  return baseline.filter((entry) => {
    const result = ran.get(entry.case);
    if (result === undefined || result.outcome === 'skipped' || result.outcome === 'broken') return false;
    const verdict = result.requirements.find(({ id }) => id === entry.requirement)?.verdict;
    return verdict === undefined ? result.outcome === 'passed' : verdict === 'passed';
  });
}
