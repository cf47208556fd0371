// Verdicts of a run, summed up by requirement.

import type { RequirementVerdict, Verdict } from '../model/result.ts';

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
