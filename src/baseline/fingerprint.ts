// Fingerprints: by what a baseline recognises a failed check in another run. One line, for people to read and to diff.
// The words here are part of the file format. They come from the kinds and fields of a failure, not from the sentences of
// `wording/`: another word here makes the baselines of all users stale.

import type { Difference, Failure, FoundState, RosterFailure, StreamEndedFailure } from '../model/failure.ts';
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
  const { expected, closest, difference } = failure;
  const shape = (stanza: XmlElement | undefined) => (stanza === undefined ? 'a stanza' : shapeOf(stanza, normalize));
  const got = evidence(failure, shape);
  const where = at(difference, normalize);
  switch (failure.kind) {
    case 'missing':
      return `missing ${shape(expected)}${got}${failure.isOutOfOrder ? ' out of order' : where}`;
    case 'unexpected':
      return `unexpected ${shape(closest)}`;
    case 'differs':
      return `${shape(closest)}${where}`;
    case 'violates':
      return `took the outcome "${failure.outcome}"${got}`;
    case 'roster':
      return `${ROSTER[failure.item]}${expected === undefined ? '' : `: ${shape(expected)}`}${got}${where}`;
    case 'state':
      return `state ${nameOf(failure.found)} towards ${failure.contact}, expected ${failure.states.map(quote).join(' or ')}`;
    case 'features':
      return `${failure.present ? 'missing' : 'unexpected'} feature: ${shape(expected)}`;
    case 'passive':
      return `sent by the server, ${shape(closest)}`;
    case 'stream-ended':
      return endOf(failure, shape);
    case 'ill-formed-xml':
      return `XML forbidden by RFC 6120 11: ${failure.fault}`;
  }
}

function endOf(
  { ended, condition, after, expected }: StreamEndedFailure,
  shape: (stanza: XmlElement | undefined) => string,
): string {
  const sent = `after ${after.map(shape).join(' and ')}`;
  const missing = expected === undefined ? '' : `, missing ${shape(expected)}`;
  return `the server ended the stream of ${ended}${condition === undefined ? '' : ` (${condition})`} ${sent}${missing}`;
}

const ROSTER: Readonly<Record<RosterFailure['item'], string>> = {
  missing: 'missing roster item',
  differs: 'roster item differs',
  unexpected: 'unexpected roster item',
};

const quote = (name: string): string => `"${name}"`;

function nameOf(found: FoundState): string {
  if ('name' in found) return quote(found.name);
  const { subscription, ask, pendingIn } = found;
  return quote(`subscription=${subscription}${ask ? ' ask' : ''}${pendingIn ? ' pending-in' : ''}`);
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
