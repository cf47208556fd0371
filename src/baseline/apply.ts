// Known failures of a target: expected while they last, and an error once they are gone.

import { kindOf } from '../failures/kinds.ts';
import type { Place } from '../model/place.ts';
import type { CaseResult, CheckResult, KnownBroken, KnownEntry, KnownFailure } from '../model/result.ts';
import { causeOf, standsFor } from './broken-entries.ts';
import { listedAs } from './case-globs.ts';
import { createFingerprint } from './fingerprint.ts';
import { without } from './listings.ts';

/** The checks that failed for one requirement of one case. */
export interface SeenFailure {
  readonly requirement: string;
  /** Fingerprints, sorted. One that fails in several steps is there once for each of them. */
  readonly checks: readonly string[];
  /** Ids of the rulings by which it warns instead of failing; none: nothing disputes it. */
  readonly disputed: readonly string[];
}

/** A check that failed. */
interface FailedCheck {
  readonly check: CheckResult;
  /** Its fingerprint. */
  readonly text: string;
  readonly step: number;
}

function failedChecks(result: CaseResult): readonly FailedCheck[] {
  if (result.case.script !== undefined) return failedInPlay(result);
  const fingerprint = createFingerprint(result);
  return result.checks.flatMap((check) => {
    const text = fingerprint(check);
    return text === undefined ? [] : [{ check, text, step: stepOf(check, result) }];
  });
}

/** One check for each departure: sessions, steps and contents are of the play alone. */
function failedInPlay({ checks }: CaseResult): readonly FailedCheck[] {
  return checks.flatMap((check) => {
    const { failure } = check;
    return failure === undefined ? [] : [{ check, text: kindOf(failure).departure(failure).words.join(' '), step: 0 }];
  });
}

/** The requirements that do not hold in a case, each with the checks that failed. */
export function failuresOf(result: CaseResult): readonly SeenFailure[] {
  return failuresAmong(failedChecks(result), result);
}

function failuresAmong(failed: readonly FailedCheck[], result: CaseResult): readonly SeenFailure[] {
  const wrong = result.requirements.filter(({ verdict }) => verdict !== 'passed');
  return wrong.map(({ id, verdict }) => {
    const citing = failed.filter(({ check }) => check.requirements.includes(id));
    const distinct = new Map(citing.map((one) => [stepAndText(one), one.text]));
    const rulings = verdict === 'failed' ? [] : citing.flatMap(({ check }) => rulingsOn(id, check));
    return { requirement: id, checks: [...distinct.values()].sort(), disputed: [...new Set(rulings)].sort() };
  });
}

function rulingsOn(id: string, { disputed = [] }: CheckResult): readonly string[] {
  return disputed.filter(({ requirement }) => requirement === id).map(({ ruling }) => ruling);
}

/** The baseline as a run uses it. */
export function createBaseline(known: readonly KnownEntry[]) {
  const broken = known.filter((entry): entry is KnownBroken => 'cause' in entry);
  const failures = known.filter((entry): entry is KnownFailure => !('cause' in entry));
  return {
    apply: (result: CaseResult): CaseResult =>
      result.outcome === 'broken' ? applyToBroken(result, broken) : applyBaseline(result, failures),
    staleEntries: (results: readonly CaseResult[]): readonly KnownEntry[] => [
      ...staleEntries(results, failures),
      ...noLongerBroken(results, broken),
    ],
  };
}

/** Marks a broken case as known when the baseline lists it for its cause. */
function applyToBroken(result: CaseResult, known: readonly KnownBroken[]): CaseResult {
  const cause = causeOf(result.reason);
  const entry = known.find(
    (one) => one.case === listedAs(result) && isLasting(one) && cause !== undefined && standsFor(one.cause, cause),
  );
  return entry === undefined ? result : { ...result, knownFailure: entry.reason };
}

/** Entries whose case has a verdict, whatever it is. */
function noLongerBroken(results: readonly CaseResult[], known: readonly KnownBroken[]): readonly KnownBroken[] {
  const decided = new Set(results.filter(isDecided).map((result) => result.case.id));
  // No id is the name of all plays: that another one has a verdict shows nothing.
  return known.filter((entry) => !entry.varies && decided.has(entry.case));
}

/**
 * Marks a failed or warned case as a known failure when the baseline lists every check that failed in it, else each check that it lists.
 * Where entries that would excuse the case have expired, the reason says when.
 */
export function applyBaseline(result: CaseResult, baseline: readonly KnownFailure[]): CaseResult {
  if (result.outcome !== 'failed' && result.outcome !== 'warned') return result;
  const known = baseline.filter((entry) => entry.case === listedAs(result));
  // Fingerprints cost more than the verdict of a case.
  if (known.length === 0) return result;
  const failed = failedChecks(result);
  const seen = failuresAmong(failed, result);
  const matching = known.filter((entry) => seen.some((failure) => covers(entry, failure)));
  const lasting = matching.filter(isLasting);
  if (seen.every((failure) => lasting.some((entry) => covers(entry, failure))))
    return { ...result, knownFailure: [...new Set(lasting.map(({ reason }) => reason))].join('; ') };
  const excused = withExcuses(result, failed, known.filter(isLasting));
  const over = matching.filter((entry) => !isLasting(entry));
  if (over.length === 0) return excused;
  const entries = over.map(({ requirement, expired = '' }) => ({ requirement, until: expired }));
  return { ...excused, reason: { kind: 'baseline-expired', entries } };
}

const isLasting = ({ expired }: KnownEntry): boolean => expired === undefined;

/** The result, each check marked that is listed for every requirement that it shows as not met. */
function withExcuses(result: CaseResult, failed: readonly FailedCheck[], known: readonly KnownFailure[]): CaseResult {
  const wrong = result.requirements.filter(({ verdict }) => verdict !== 'passed').map(({ id }) => id);
  const excuses = new Map(wrong.map((id) => [id, excusesFor(id, failed, known)]));
  const reasons = new Map(
    failed.flatMap((one) => {
      const cited = wrong.filter((id) => one.check.requirements.includes(id));
      const given = cited.map((id) => excuses.get(id)?.get(stepAndText(one)));
      const isExcused = given.length > 0 && !given.includes(undefined);
      return isExcused ? [[one.check, [...new Set(given)].join('; ')] as const] : [];
    }),
  );
  const checks = result.checks.map((check) => {
    const knownFailure = reasons.get(check);
    return knownFailure === undefined ? check : { ...check, knownFailure };
  });
  return { ...result, checks };
}

/** The failures of a requirement that the entry excuses which lists most of them, each with the reason: none more often than it lists. */
function excusesFor(
  id: string,
  failed: readonly FailedCheck[],
  known: readonly KnownFailure[],
): ReadonlyMap<string, string> {
  const citing = failed.filter(({ check }) => check.requirements.includes(id));
  const distinct = new Map(citing.map((one) => [stepAndText(one), one.text]));
  const listed = known
    .filter(({ requirement }) => requirement === id)
    .map(({ checks, reason }) => {
      const left = [...checks];
      const taken = [...distinct].filter(([, text]) => {
        const at = left.indexOf(text);
        if (at >= 0) left.splice(at, 1);
        return at >= 0;
      });
      return new Map(taken.map(([key]) => [key, reason]));
    });
  return listed.sort((a, b) => b.size - a.size)[0] ?? new Map();
}

/** What is one failure of a case, which several checks may show. */
const stepAndText = ({ step, text }: FailedCheck): string => `${step} ${text}`;

/** A check counts as often as it fails: an entry for one step does not cover the same failure in two. */
function covers(entry: KnownFailure, { requirement, checks }: SeenFailure): boolean {
  return entry.requirement === requirement && without(checks, entry.checks).length === 0;
}

/**
 * Entries whose checks, all or some, no longer fail, with only those checks. Skipped and broken cases decide nothing,
 * nor does a case that an unknown failure ended before its last step: what the baseline lists may belong to later steps.
 */
export function staleEntries(
  results: readonly CaseResult[],
  baseline: readonly KnownFailure[],
): readonly KnownFailure[] {
  const ran = new Map(results.filter(isDecided).map((result) => [result.case.id, result]));
  const byCase = new Map<string, KnownFailure[]>();
  for (const entry of baseline) byCase.set(entry.case, [...(byCase.get(entry.case) ?? []), entry]);
  return [...byCase].flatMap(([id, known]) => {
    const result = ran.get(id);
    return result === undefined ? [] : staleIn(result, known);
  });
}

/** Whether a case ran and was judged: skipped and broken cases decide nothing. */
export const isDecided = ({ outcome }: CaseResult): boolean => outcome !== 'skipped' && outcome !== 'broken';

/** The stale entries of one case. */
function staleIn(result: CaseResult, known: readonly KnownFailure[]): readonly KnownFailure[] {
  const failures = failuresOf(result);
  const isKnown = (failure: SeenFailure) => known.some((entry) => covers(entry, failure));
  if (result.isCutShort && !failures.every(isKnown)) return [];
  return known.flatMap((entry) => {
    const seen = failures.find(({ requirement }) => requirement === entry.requirement)?.checks ?? [];
    const gone = without(entry.checks, seen);
    const isAnySeen = gone.length < entry.checks.length;
    return gone.length === 0 || (entry.varies && isAnySeen) ? [] : [{ ...entry, checks: gone }];
  });
}

/**
 * The number of the step that a check belongs to, from 1; 0 for a check on the case as a whole. Steps with one place
 * count as one: a generated cell of a table has one place for all its steps.
 */
function stepOf({ place, failure }: CheckResult, { case: { steps } }: Pick<CaseResult, 'case'>): number {
  if (failure?.kind === 'passive') return 0;
  const starts = steps.map((step) => step.place).filter((start, at, all) => !isSame(start, all[at - 1]));
  return starts.filter((start) => isAtOrBefore(start, place)).length;
}

const isSame = (a: Place, b: Place | undefined): boolean => a.line === b?.line && a.col === b.col;
const isAtOrBefore = (a: Place, b: Place): boolean => a.line < b.line || (a.line === b.line && a.col <= b.col);
