// Outcomes and verdicts, listed once, and how many cases have each.

import type { CaseResult, KnownEntry, Outcome, Verdict } from '../model/result.ts';

/** Outcomes in the order in which reports name them. */
export const OUTCOMES = ['passed', 'failed', 'warned', 'skipped', 'broken'] as const satisfies readonly Outcome[];

/** Verdicts in the order in which reports name them. */
export const VERDICTS = ['passed', 'failed', 'warned'] as const satisfies readonly Verdict[];

/** Number of cases by outcome. */
export type OutcomeCounts = Readonly<Record<Outcome, number>>;

/** Counts the results of each outcome. */
export function countOutcomes(results: readonly { readonly outcome: Outcome }[]): OutcomeCounts {
  const counts = { passed: 0, failed: 0, warned: 0, skipped: 0, broken: 0 };
  for (const { outcome } of results) counts[outcome] += 1;
  return counts;
}

/** The outcomes that occur at least once. */
export function occurring(counts: OutcomeCounts): readonly Outcome[] {
  return OUTCOMES.filter((outcome) => counts[outcome] > 0);
}

/** Whether a case failed, is broken, or is warned if `strict`, and the baseline does not list its failures. */
export function isNewFailure({ outcome, knownFailure }: CaseResult, strict = false): boolean {
  const isFailure = outcome === 'failed' || outcome === 'broken' || (strict && outcome === 'warned');
  return isFailure && knownFailure === undefined;
}

/** What a baseline entry lists for its case: a requirement, or what breaks the case. */
export const listedIn = (entry: KnownEntry): string => ('cause' in entry ? entry.cause : entry.requirement);

/** Known failures that are broken cases. */
export const knownBroken = (results: readonly CaseResult[]): readonly CaseResult[] =>
  results.filter(({ outcome, knownFailure }) => outcome === 'broken' && knownFailure !== undefined);
