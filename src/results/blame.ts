// Which server of a pair the failed checks of a case blame.

import type { Blame } from '../model/blame.ts';
import type { CheckResult } from '../model/result.ts';

/** The server that one or more failed checks prove, where none proves the other one; else the pair. Undefined: one server. */
export function sideAtFault(checks: readonly Pick<CheckResult, 'blame'>[]): Blame['side'] | undefined {
  const sides = new Set(checks.flatMap(({ blame }) => (blame === undefined ? [] : [blame.side])));
  const proven = (['A', 'B'] as const).filter((side) => sides.has(side));
  const [only] = proven;
  if (proven.length === 1) return only;
  return sides.size === 0 ? undefined : 'pair';
}
