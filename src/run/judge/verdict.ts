// From checks to verdicts.

import type { Failure } from '../../model/failure.ts';
import type { Place } from '../../model/place.ts';
import type { CheckResult, Verdict } from '../../model/result.ts';
import type { Requirement } from '../../model/standard.ts';

/** The verdict of a requirement whose check does not hold: a MUST fails, anything weaker warns (DESIGN: verdicts). */
export function verdictOf(requirement: Requirement | undefined): Verdict {
  return requirement === undefined || requirement.level.startsWith('MUST') ? 'failed' : 'warned';
}

/** The result of one check. Without a failure it passed. */
export function checkResult(
  at: { readonly place: Place; readonly session: string; readonly proves: readonly string[] },
  failure: Failure | undefined,
  requirements: ReadonlyMap<string, Requirement>,
): CheckResult {
  const base = { place: at.place, session: at.session, requirements: at.proves };
  if (failure === undefined) return { ...base, verdict: 'passed' };
  const verdicts = at.proves.map((id) => verdictOf(requirements.get(id)));
  return { ...base, verdict: verdicts.includes('failed') ? 'failed' : 'warned', failure };
}
