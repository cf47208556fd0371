// What changed since an earlier event.

import { cellsOf, type Federation, type FederationCell, type TestedCell } from './federation.ts';
import type { Pair } from './pair-run.ts';

/** The requirements that a cell and the same cell of an earlier event both decided, and that only one of them meets. */
export interface CellChange {
  /** Met now, and not before. */
  readonly better: readonly string[];
  /** Not met now, but before. */
  readonly worse: readonly string[];
}

/** Compares a cell with that of the same servers, by name, in `before`. Undefined: not both have verdicts. */
export function changeOf(cell: FederationCell, before: Federation | undefined): CellChange | undefined {
  const old = before && cellsOf(before).find((other) => isSame(other, cell));
  if (cell.kind !== 'tested' || old?.kind !== 'tested') return undefined;
  const [isBroken, wasBroken] = [brokenIn(cell), brokenIn(old)];
  const both = [...cell.decided].filter((id) => old.decided.has(id));
  return {
    better: both.filter((id) => wasBroken.has(id) && !isBroken.has(id)),
    worse: both.filter((id) => isBroken.has(id) && !wasBroken.has(id)),
  };
}

const brokenIn = ({ rules }: TestedCell): ReadonlySet<string> => new Set(rules.map(({ id }) => id));

const isSame = (one: Pair, other: Pair): boolean => one.server === other.server && one.peer === other.peer;
