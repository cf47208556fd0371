// The requirements that a case shows as not met, each once: what several checks show for one rule is one showing.

import { isDeepStrictEqual } from 'node:util';
import { departureOf } from '../../failures/kinds.ts';
import type { Departure, Showing } from '../../model/finding.ts';
import type { CaseResult, CheckResult, RequirementVerdict } from '../../model/result.ts';
import type { Level } from '../../model/standard.ts';

/** A requirement that a case does not meet, the others that the same stanzas show as not met, and how. */
export interface Shown {
  readonly showing: Showing;
  readonly requirement: string;
  readonly level: Level;
  readonly also: readonly string[];
  readonly departure: Departure;
}

const STRICTEST_FIRST: readonly Level[] = ['MUST', 'MUST NOT', 'SHOULD', 'SHOULD NOT', 'MAY'];

/**
 * For each requirement the first check of the case that fails for it, or warns where none fails, of those that the baseline excuses and
 * of the others. Checks that fail for the same stanzas count for the strictest of their requirements; what comes later in the case may
 * follow from the first.
 */
export function shownBy(result: CaseResult): readonly Shown[] {
  const first = new Map<string, Shown>();
  for (const shown of merged(result).flatMap((check) => judged(check, result) ?? [])) {
    const { check, known } = shown.showing;
    const key = [shown.requirement, check.blame?.side ?? '', known === undefined].join(' ');
    const other = first.get(key);
    const isWorse = other?.showing.verdict === 'warned' && shown.showing.verdict === 'failed';
    if (other === undefined || isWorse) first.set(key, shown);
  }
  return [...first.values()];
}

/** The failed checks, those that fail for the same stanzas as one that cites all their requirements. */
function merged({ checks }: CaseResult): readonly CheckResult[] {
  const distinct: CheckResult[] = [];
  for (const check of checks) {
    if (check.failure === undefined) continue;
    const at = distinct.findIndex((other) => isSameFailure(other, check));
    const other = distinct[at];
    if (other === undefined) distinct.push(check);
    else distinct[at] = together(other, check);
  }
  return distinct;
}

function together(one: CheckResult, other: CheckResult): CheckResult {
  const disputed = [...(one.disputed ?? []), ...(other.disputed ?? [])];
  const { knownFailure, ...rest } = one;
  const isKnown = knownFailure !== undefined && other.knownFailure !== undefined;
  return {
    ...rest,
    ...(isKnown && { knownFailure }),
    requirements: [...new Set([...one.requirements, ...other.requirements])],
    verdict: one.verdict === 'failed' ? 'failed' : other.verdict,
    ...(disputed.length > 0 && { disputed }),
  };
}

/** What the check shows; undefined: it breaks nothing, as reports of earlier versions warn of a MAY. */
function judged(check: CheckResult, result: CaseResult): Shown | undefined {
  const { failure, requirements, disputed = [] } = check;
  if (failure === undefined) return undefined;
  const levels = new Map(result.requirements.map((one: RequirementVerdict) => [one.id, one.level]));
  const broken = [...new Set(requirements)]
    .flatMap((id) => {
      const level = levels.get(id);
      if (level === undefined || level === 'MAY') return [];
      const ruling = disputed.find(({ requirement }) => requirement === id)?.ruling;
      const isFailed = check.verdict === 'failed' && level.startsWith('MUST') && ruling === undefined;
      return [{ id, level, ruling, verdict: isFailed ? ('failed' as const) : ('warned' as const) }];
    })
    .sort(
      (a, b) =>
        Number(b.verdict === 'failed') - Number(a.verdict === 'failed') ||
        STRICTEST_FIRST.indexOf(a.level) - STRICTEST_FIRST.indexOf(b.level),
    );
  const [worst, ...others] = broken;
  if (worst === undefined) return undefined;
  const { id, level, ruling, verdict } = worst;
  // Reports of earlier versions excuse whole cases.
  const known = check.knownFailure ?? result.knownFailure;
  const showing = {
    result,
    check,
    verdict,
    ...(ruling !== undefined && { ruling }),
    ...(known !== undefined && { known }),
  };
  return { showing, requirement: id, level, also: others.map((one) => one.id), departure: departureOf(failure) };
}

/** Whether two checks of a session failed for the same stanzas in the same way. They may cite different requirements. */
export function isSameFailure(one: CheckResult, other: CheckResult): boolean {
  return isSamePlace(one, other) && isDeepStrictEqual([one.failure, one.blame], [other.failure, other.blame]);
}

/** Whether two checks are of the same expectation in the scenario, and of the same session. */
export function isSamePlace(one: CheckResult, other: CheckResult): boolean {
  const { line, col } = other.place;
  return one.session === other.session && one.place.line === line && one.place.col === col;
}
