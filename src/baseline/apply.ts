// Failures already known of a target: run all the same, excused while they last, and an error once they are gone.

import type { CaseResult, KnownFailure } from '../model/result.ts';
import { createSign, stepIn } from './fingerprint.ts';

/** What failed for one requirement of one case, as a baseline lists it. */
export interface SeenFailure {
  readonly requirement: string;
  readonly checks: readonly string[];
}

/** The requirements that do not hold in a case, and the checks that say so, each once and sorted. */
export function failuresOf(result: CaseResult): readonly SeenFailure[] {
  const sign = createSign(result);
  const wrong = result.requirements.filter(({ verdict }) => verdict !== 'passed');
  return wrong.map(({ id }) => {
    const signatures = result.checks.filter((check) => check.requirements.includes(id)).map(sign);
    return { requirement: id, checks: [...new Set(signatures.filter((text) => text !== undefined))].sort() };
  });
}

/** The baseline that a run applies to its results. */
export function createBaseline(known: readonly KnownFailure[]): Baseline {
  return {
    apply: (result) => excuse(result, known),
    staleEntries: (results) => staleEntries(results, known),
  };
}

/** What a run does with the failures already known: see `run/environment.ts`. */
interface Baseline {
  apply(result: CaseResult): CaseResult;
  staleEntries(results: readonly CaseResult[]): readonly KnownFailure[];
}

/**
 * Marks a failed or warned case as excused when the baseline lists everything that does not hold in it, check by check.
 * Of entries that have expired the reason tells until when they did so.
 */
export function excuse(result: CaseResult, baseline: readonly KnownFailure[]): CaseResult {
  if (result.outcome !== 'failed' && result.outcome !== 'warned') return result;
  const known = baseline.filter((entry) => entry.case === result.case.id);
  const seen = failuresOf(result);
  const telling = known.filter((entry) => seen.some((failure) => lists(entry, failure)));
  const lasting = telling.filter(({ expired }) => expired === undefined);
  if (seen.every((failure) => lasting.some((entry) => lists(entry, failure))))
    return { ...result, knownFailure: [...new Set(lasting.map(({ reason }) => reason))].join('; ') };
  const over = telling.filter(({ expired }) => expired !== undefined);
  if (over.length === 0) return result;
  const entries = over.map(({ requirement, expired = '' }) => ({ requirement, until: expired }));
  return { ...result, reason: { kind: 'baseline-expired', entries } };
}

function lists(entry: KnownFailure, { requirement, checks }: SeenFailure): boolean {
  return entry.requirement === requirement && checks.every((check) => entry.checks.includes(check));
}

/**
 * Entries that list what no longer fails, with just the checks of which that is true. Of a case that did not run to
 * its end nothing can be said, nor of the steps behind the one at which an unknown failure ended it.
 */
export function staleEntries(
  results: readonly CaseResult[],
  baseline: readonly KnownFailure[],
): readonly KnownFailure[] {
  const ran = new Map(results.filter(isDecided).map((result) => [result.case.id, result]));
  return baseline.flatMap((entry) => {
    const result = ran.get(entry.case);
    if (result === undefined) return [];
    const seen = failuresOf(result).find(({ requirement }) => requirement === entry.requirement)?.checks ?? [];
    const hadItsTurn = isReached(
      result,
      baseline.filter((other) => other.case === entry.case),
    );
    const isAnySeen = entry.checks.some((check) => seen.includes(check));
    if (isAnySeen && entry.varies) return [];
    const gone = entry.checks.filter((check) => !seen.includes(check) && hadItsTurn(check));
    return gone.length === 0 ? [] : [{ ...entry, checks: gone }];
  });
}

/** Skipped and broken cases decide nothing. */
const isDecided = ({ outcome }: CaseResult): boolean => outcome !== 'skipped' && outcome !== 'broken';

/**
 * Says whether a check that is listed had its turn. A play stops after the first step with a failed check: where that is
 * a failure of which the baseline knows nothing, what it lists of later steps, or of the play as a whole, was not tried.
 */
function isReached(result: CaseResult, known: readonly KnownFailure[]): (check: string) => boolean {
  const isKnown = (failure: SeenFailure) => known.some((entry) => lists(entry, failure));
  if (result.outcome !== 'failed' || failuresOf(result).every(isKnown)) return () => true;
  const sign = createSign(result);
  const steps = result.checks
    .filter(({ verdict }) => verdict === 'failed')
    .map((check) => stepIn(sign(check) ?? '') ?? 0);
  return (check) => (stepIn(check) ?? Number.POSITIVE_INFINITY) <= Math.max(0, ...steps);
}
