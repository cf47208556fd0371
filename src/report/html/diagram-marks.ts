// How a diagram shows the failed checks: marks on arrows, and rows for failures that no arrow shows.

import { isDeepStrictEqual } from 'node:util';
import type { MarkKind } from '../../failures/kind.ts';
import { kindOf } from '../../failures/kinds.ts';
import type { CaseResult, CheckResult } from '../../model/result.ts';
import type { TranscriptEntry } from '../../model/session.ts';
import { causeOf, isAbout } from '../../results/evidence.ts';
import { isSameFailure, isSamePlace } from '../../results/findings/showings.ts';

export interface Mark {
  readonly kind: MarkKind;
  readonly isWarned: boolean;
}

/** A failed check that no arrow shows: a missing stanza, a wrong state, a silence that violates a requirement. */
export interface Absence {
  readonly check: CheckResult;
  /** The last entry caused before the check; undefined: unknown, the row comes at the end. */
  readonly cause: TranscriptEntry | undefined;
}

/** The worst mark of each entry that a failed check is about. */
export function marksOf({ checks, transcript }: CaseResult): ReadonlyMap<TranscriptEntry, Mark> {
  const marks = new Map<TranscriptEntry, Mark>();
  for (const check of checks) {
    const kind = markKindOf(check);
    const entry = kind === undefined ? undefined : transcript.entries.find((candidate) => isAbout(check, candidate));
    if (kind === undefined || entry === undefined) continue;
    const mark = { kind, isWarned: check.verdict === 'warned' };
    if (severity(mark) > severity(marks.get(entry))) marks.set(entry, mark);
  }
  return marks;
}

function severity(mark: Mark | undefined): number {
  if (mark === undefined) return 0;
  return mark.kind === 'closest' ? 1 : mark.isWarned ? 2 : 3;
}

/** The mark of the stanza at fault; undefined: there is none. */
const markKindOf = ({ failure }: CheckResult): MarkKind | undefined =>
  failure?.closest === undefined ? undefined : kindOf(failure).mark(failure);

/** The failed checks that no arrow shows. Checks of one missing stanza are one absence. */
export function absencesOf(result: CaseResult): readonly Absence[] {
  const absent: CheckResult[] = [];
  for (const check of result.checks) {
    if (check.failure !== undefined && !absent.some((other) => isSameAbsence(other, check))) absent.push(check);
  }
  return absent
    .filter((check) => !isShownByArrow(check, result))
    .map((check) => ({ check, cause: causeOf(check, result) }));
}

function isSameAbsence(one: CheckResult, other: CheckResult): boolean {
  const expected = one.failure?.expected;
  if (expected === undefined) return isSameFailure(one, other);
  return isSamePlace(one, other) && isDeepStrictEqual(expected, other.failure?.expected);
}

function isShownByArrow(check: CheckResult, { transcript }: CaseResult): boolean {
  const kind = markKindOf(check);
  return kind !== undefined && kind !== 'closest' && transcript.entries.some((entry) => isAbout(check, entry));
}
