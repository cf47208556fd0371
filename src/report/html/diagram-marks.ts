// What a diagram says about the checks that did not hold: which arrows it marks, and what it adds, and where.

import type { Place } from '../../model/place.ts';
import type { CaseResult, CheckResult } from '../../model/result.ts';
import type { TranscriptEntry } from '../../model/session.ts';
import type { Step } from '../../model/step.ts';
import { failureText } from '../../wording/failures.ts';
import { isAbout } from '../failure/failed-case-text.ts';

/** How an arrow is marked: a key of the words of diagrams. */
export type Sign = 'unexpected' | 'differs' | 'violates' | 'passive' | 'misplaced' | 'closest';

export interface Mark {
  readonly sign: Sign;
  readonly isWarned: boolean;
}

/** Something that no stanza shows: a missing one, another state, an outcome that is silence. */
export interface Absence {
  readonly check: CheckResult;
  /** The last entry caused before the check; undefined: not known, so it stands at the end. */
  readonly cause: TranscriptEntry | undefined;
}

/** The mark of each entry that a failed check is about; the worst, where there are several. */
export function marksOf({ checks, transcript }: CaseResult): ReadonlyMap<TranscriptEntry, Mark> {
  const marks = new Map<TranscriptEntry, Mark>();
  for (const check of checks) {
    const sign = signOf(check);
    const entry = sign === undefined ? undefined : transcript.find((candidate) => isAbout(check, candidate));
    if (sign === undefined || entry === undefined) continue;
    const mark = { sign, isWarned: check.verdict === 'warned' };
    if (weight(mark) > weight(marks.get(entry))) marks.set(entry, mark);
  }
  return marks;
}

function weight(mark: Mark | undefined): number {
  if (mark === undefined) return 0;
  return mark.sign === 'closest' ? 1 : mark.isWarned ? 2 : 3;
}

/** How the stanza at fault is marked, where it is not a missing one. */
const MARKS = {
  unexpected: 'unexpected',
  differs: 'differs',
  violates: 'violates',
  passive: 'passive',
  limit: 'violates',
  roster: 'differs',
  state: 'differs',
  features: 'differs',
} as const;

function signOf({ failure }: CheckResult): Sign | undefined {
  if (failure?.closest === undefined) return undefined;
  if (failure.kind === 'missing') return failure.isOutOfOrder ? 'misplaced' : 'closest';
  return MARKS[failure.kind];
}

/** The failed checks that no arrow shows, each once. */
export function absencesOf(result: CaseResult): readonly Absence[] {
  const { checks, transcript } = result;
  const seen = new Set<unknown>();
  const absent = checks.filter((check) => {
    const { failure } = check;
    if (failure === undefined) return false;
    const key = failure.expected ?? failureText(failure, check.session, 'en');
    if (seen.has(key)) return false;
    seen.add(key);
    const sign = signOf(check);
    return sign === 'closest' || sign === undefined || !transcript.some((entry) => isAbout(check, entry));
  });
  return absent.map((check) => ({ check, cause: causeOf(check, result) }));
}

/** What one step does to a session on its own account: so many entries of the transcript that are not received. */
interface Act {
  readonly session: string;
  readonly entries: number;
}

/**
 * The last entry that the steps before a check, or else setting up, caused; a repetition has rounds that look alike. A
 * case that is read back from a report has no steps; its checks tell it.
 */
export function causeOf(
  check: CheckResult,
  { case: { steps, actors }, transcript }: CaseResult,
): TranscriptEntry | undefined {
  if ('cause' in check) return check.cause;
  const at = steps.findLastIndex((step) => !isAfter(step.place, check.place));
  const before = steps.slice(0, at + 1);
  if (before.some((step) => step.kind === 'repeat')) return undefined;
  const plans = new Map(actors.flatMap((actor) => actor.sessions.map((plan) => [plan.ref, { plan, actor }] as const)));
  const acts = before.flatMap((step) => {
    const act = actOf(step);
    if (act === undefined || step.kind !== 'connect') return act ?? [];
    const { plan, actor } = plans.get(act.session) ?? {};
    const extra = actor?.isRemote === true ? 0 : Number(plan?.roster ?? false) + Number(plan?.presence !== undefined);
    return { session: act.session, entries: 1 + extra };
  });
  const last = acts.at(-1);
  if (last === undefined) return transcript[transcript.findIndex((entry) => entry.kind === 'step') - 1];
  const count = acts.reduce((sum, { session, entries }) => (session === last.session ? sum + entries : sum), 0);
  return transcript.filter((entry) => isDoneBy(last.session, entry))[count - 1];
}

function actOf(step: Step): Act | undefined {
  if (step.kind === 'send') return { session: step.from, entries: 1 };
  if (step.kind === 'connect' || step.kind === 'disconnect' || step.kind === 'drop') {
    return { session: step.session, entries: 1 };
  }
  return step.kind === 'roster' && step.session !== undefined ? { session: step.session, entries: 1 } : undefined;
}

function isDoneBy(session: string, { direction, kind, session: other }: TranscriptEntry): boolean {
  return other === session && direction !== 'received' && kind === 'step';
}

function isAfter(place: Place, other: Place): boolean {
  return place.line > other.line || (place.line === other.line && place.col > other.col);
}
