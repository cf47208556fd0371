// Fingerprints: by what a baseline recognises a failed check in another run. One line, for people to read and to diff.
// The words here and in `failures/` are part of the file format: another word makes the baselines of all users stale.

import { kindOf } from '../failures/kinds.ts';
import type { Difference, Failure } from '../model/failure.ts';
import type { CaseResult, CheckResult } from '../model/result.ts';
import type { XmlElement } from '../model/xml.ts';
import { sideOf } from './difference-side.ts';
import { createNormalizer, type Normalize } from './normalizer.ts';
import { counted, shapeOf } from './stanza-shape.ts';

/** The fingerprint of a check; undefined for a check that held. */
export type Fingerprint = (check: CheckResult) => string | undefined;

/** Most outcomes are shown by one stanza. Where there are many, the name of the outcome says enough. */
const MOST_SHOWN = 2;

/**
 * Makes fingerprints of one case, such as `juliet/balcony: unexpected iq set to juliet/balcony {query {item
 * jid=nurse@domain subscription=none {group}}}`. Failures that differ in more than ids, times, versions and texts of the
 * server have different ones. The step is left out, so that a step can be inserted before it.
 */
export function createFingerprint(result: Pick<CaseResult, 'case' | 'jids'>): Fingerprint {
  const normalize = createNormalizer(result);
  return ({ session, failure }) =>
    failure && `${session === '' ? 'the server' : session}: ${contentOf(failure, normalize)}`;
}

function contentOf(failure: Failure, normalize: Normalize): string {
  const shape = (stanza: XmlElement | undefined) => (stanza === undefined ? 'a stanza' : shapeOf(stanza, normalize));
  const [got, where] = [evidence(failure, shape), at(failure.difference, normalize)];
  return kindOf(failure).fingerprint(failure, { shape, got, where });
}

/** The stanzas that came; their order means nothing. */
function evidence({ closest, others = [] }: Failure, shape: (stanza: XmlElement) => string): string {
  if (closest === undefined) return '';
  const all = counted([closest, ...others].map(shape));
  const more = all.length > MOST_SHOWN ? [`${all.length - MOST_SHOWN} more`] : [];
  return `, got ${[...all.slice(0, MOST_SHOWN), ...more].join(' and ')}`;
}

function at(difference: Difference | undefined, normalize: Normalize): string {
  if (difference === undefined) return '';
  const { path, expected, actual } = difference;
  const side = sideOf(path, normalize);
  return `, at ${path}: expected ${side(expected)}, got ${side(actual)}`;
}
