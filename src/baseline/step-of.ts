// Relates a check to a step of its case, by their places in the scenario file.

import type { Place } from '../model/place.ts';
import type { CaseResult, CheckResult } from '../model/result.ts';

/**
 * The number of the step that a check belongs to, from 1; 0 for a check on the case as a whole. Steps with one place
 * count as one: a generated cell of a table has one place for all its steps.
 */
export function stepOf({ place, failure }: CheckResult, { case: { steps } }: Pick<CaseResult, 'case'>): number {
  if (failure?.kind === 'passive') return 0;
  const starts = steps.map((step) => step.place).filter((start, at, all) => !isSame(start, all[at - 1]));
  return starts.filter((start) => isAtOrBefore(start, place)).length;
}

const isSame = (a: Place, b: Place | undefined): boolean => a.line === b?.line && a.col === b.col;
const isAtOrBefore = (a: Place, b: Place): boolean => a.line < b.line || (a.line === b.line && a.col <= b.col);
