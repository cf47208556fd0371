// Which checks failed for the same thing.

import { isDeepStrictEqual } from 'node:util';
import type { CheckResult } from '../../model/result.ts';

/** Whether two checks of a session failed for the same stanzas in the same way. They may cite different requirements. */
export function isSameFailure(one: CheckResult, other: CheckResult): boolean {
  return isSamePlace(one, other) && isDeepStrictEqual([one.failure, one.blame], [other.failure, other.blame]);
}

/** Whether two checks are of the same expectation in the scenario, and of the same session. */
export function isSamePlace(one: CheckResult, other: CheckResult): boolean {
  const { line, col } = other.place;
  return one.session === other.session && one.place.line === line && one.place.col === col;
}
