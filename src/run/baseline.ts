// Failures already known of a target: run all the same, excused while they last, and an error once they are gone.

import type { CaseResult, KnownFailure } from '../model.ts';
import { signatureOf } from './signature.ts';

/** What failed for one requirement of one case, as a baseline lists it. */
export interface SeenFailure {
  readonly requirement: string;
  readonly checks: readonly string[];
}

/** The requirements that do not hold in a case, and the checks that say so, each once and sorted. */
export function failuresOf({ requirements, checks }: CaseResult): readonly SeenFailure[] {
  const wrong = requirements.filter(({ verdict }) => verdict !== 'passed');
  return wrong.map(({ id }) => {
    const signatures = checks.filter((check) => check.requirements.includes(id)).map(signatureOf);
    return { requirement: id, checks: [...new Set(signatures.filter((text) => text !== undefined))].sort() };
  });
}

/** Marks a failed or warned case as excused when the baseline lists everything that does not hold in it, check by check. */
export function excuse(result: CaseResult, baseline: readonly KnownFailure[]): CaseResult {
  if (result.outcome !== 'failed' && result.outcome !== 'warned') return result;
  const known = baseline.filter((entry) => entry.case === result.case.id);
  const isCovered = failuresOf(result).every(({ requirement, checks }) => {
    const entry = known.find((candidate) => candidate.requirement === requirement);
    return entry !== undefined && checks.every((check) => entry.checks.includes(check));
  });
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
