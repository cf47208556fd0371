// Outcomes counted, and verdicts summed up by requirement.

import type { CaseResult, KnownEntry, Outcome, RequirementVerdict, Verdict } from '../model/result.ts';

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

/** The worst verdict on a requirement over all cases, and the cases that gave it. */
export interface RequirementTally extends RequirementVerdict {
  readonly cases: readonly string[];
}

/** Order of verdicts: the greater number is the worse verdict. */
export const WORSE: Readonly<Record<Verdict, number>> = { passed: 0, warned: 1, failed: 2 };

/** A case and its verdicts. */
interface Decided {
  readonly case: { readonly id: string };
  readonly requirements: readonly RequirementVerdict[];
}

/** Sums up every requirement that at least one check decided. Reports of earlier versions warn of a MAY: that decides nothing. */
export function tallyRequirements(results: readonly Decided[]): readonly RequirementTally[] {
  const tallies = new Map<string, RequirementTally>();
  for (const result of results) {
    for (const { id, level, verdict, ruling } of result.requirements) {
      if (level === 'MAY' && verdict !== 'passed') continue;
      const before = tallies.get(id);
      const order = before === undefined ? 1 : WORSE[verdict] - WORSE[before.verdict];
      const cases = order > 0 ? [result.case.id] : [...(before?.cases ?? []), result.case.id];
      const by = ruling ?? (order === 0 ? before?.ruling : undefined);
      if (order >= 0) tallies.set(id, { id, level, verdict, cases, ...(by !== undefined && { ruling: by }) });
    }
  }
  return [...tallies.values()];
}

/** Groups by key in the order of first appearance. */
export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
