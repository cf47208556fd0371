// Which transcript entry a failed check is about, and which checks failed for the same thing.

import { isDeepStrictEqual } from 'node:util';
import type { CheckResult } from '../../model/result.ts';
import type { TranscriptEntry } from '../../model/session.ts';
import type { XmlElement } from '../../model/xml.ts';
import { elements } from '../../stanza/xml.ts';

/** Whether the entry holds the element that the failed check names. The engine records and judges the same object. */
export function isAbout(check: CheckResult, entry: TranscriptEntry): boolean {
  const closest = check.failure?.closest;
  if (closest === undefined || entry.stanza === undefined || entry.direction !== 'received') return false;
  return holds(entry.stanza, closest);
}

/** A check may name a part of a stanza, such as a roster item. */
function holds(outer: XmlElement, part: XmlElement): boolean {
  return outer === part || elements(outer).some((child) => holds(child, part));
}

/** Whether two checks of a session failed for the same stanzas in the same way. They may cite different requirements. */
export function isSameFailure(one: CheckResult, other: CheckResult): boolean {
  const [a, b] = [one.failure, other.failure];
  if (a === undefined || b === undefined || one.session !== other.session) return false;
  return a.expected === b.expected && a.closest === b.closest && isDeepStrictEqual(a, b);
}
