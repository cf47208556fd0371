// What a failing check is recognised by in another run: where, what came, what was expected, and nothing made up anew.

import type { Difference, DifferenceValue, Failure } from '../model/failure.ts';
import type { CaseResult, CheckResult } from '../model/result.ts';
import type { XmlElement } from '../model/xml.ts';
import { differenceText } from '../wording/differences.ts';
import { failureText } from '../wording/failures.ts';
import { createSay, cut, type Say } from './normalizer.ts';
import { counted, shapeOf } from './stanza-shape.ts';

/** Says what a check is recognised by; undefined for a check that held. */
export type Sign = (check: CheckResult) => string | undefined;

/** A value as the matcher quotes it. */
const QUOTED = /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-f]{4}))*"/gu;

/** Stanzas named of those that show one outcome: it is mostly one, and where there are many, its own name says it all. */
const MOST_SHOWN = 2;

/** Longer than a difference of the shipped scenarios: the names of all children may stand in it. */
const MAX_SIDE = 100;

/** Attributes whose values are made up anew in every run, also where one looks like a value that is known. */
const MADE_UP = /@(?:id|ver|stamp|seconds)$/;

/**
 * The signatures of one play, one line each, such as `step 2, juliet/balcony: unexpected iq set to juliet/balcony
 * {query {item jid=nurse@domain subscription=none {group}}}`. Two failures that differ in anything but ids, times,
 * versions and texts of the server's own have different ones.
 */
export function createSign(result: Pick<CaseResult, 'case' | 'jids'>): Sign {
  const say = createSay(result);
  return (check) => {
    const { session, failure } = check;
    if (failure === undefined) return undefined;
    const step = stepOf(check, result);
    const who = session === '' ? 'the server' : session;
    return `${step === 0 ? '' : `step ${step}, `}${who}: ${says(failure, session, say)}`;
  };
}

/** The step that a signature names; undefined where it is about the whole play. */
export function stepIn(signature: string): number | undefined {
  const step = /^step (\d+), /.exec(signature)?.[1];
  return step === undefined ? undefined : Number(step);
}

/** Counts from 1, as the file does; 0 for what is held against all stanzas of the play. */
function stepOf({ place, failure }: CheckResult, { case: { steps } }: Pick<CaseResult, 'case'>): number {
  if (failure?.kind === 'passive') return 0;
  const starts = steps
    .map((step) => step.place)
    .filter(({ line, col }, at, all) => {
      const before = all[at - 1];
      return before === undefined || before.line !== line || before.col !== col;
    });
  return starts.filter(({ line, col }) => line < place.line || (line === place.line && col <= place.col)).length;
}

function says(failure: Failure, session: string, say: Say): string {
  const { expected, closest, others = [], difference } = failure;
  const message = failureText(failure, session, 'en');
  const shape = (stanza: XmlElement | undefined) => (stanza === undefined ? 'a stanza' : shapeOf(stanza, say));
  const all = closest === undefined ? [] : counted([closest, ...others].map(shape));
  const more = all.length > MOST_SHOWN ? [`${all.length - MOST_SHOWN} more`] : [];
  const got = all.length === 0 ? '' : `, got ${[...all.slice(0, MOST_SHOWN), ...more].join(' and ')}`;
  switch (failure.kind) {
    case 'missing':
      return `missing ${shape(expected)}${got}${closest && !difference ? ' out of order' : at(difference, say)}`;
    case 'unexpected':
      return `unexpected ${shape(closest)}`;
    case 'differs':
      return `${shape(closest)}${at(difference, say)}`;
    case 'violates':
      return `took the outcome "${failure.outcome}"${got}`;
    case 'limit':
      return message;
    case 'roster':
      return `${message}${expected === undefined ? '' : `: ${shape(expected)}`}${got}${at(difference, say)}`;
    case 'state':
      return message;
    case 'features':
      return `${message}: ${shape(expected)}`;
    case 'passive':
      return `sent by the server, ${shape(closest)}`;
  }
}

/** Texts of the engine with values in quotation marks: only the values are looked at. */
function at(difference: Difference | undefined, say: Say): string {
  if (difference === undefined) return '';
  const { path } = difference;
  const value = (side: DifferenceValue) => {
    const known = differenceText(side, 'en').replace(QUOTED, (quoted) => {
      const said = MADE_UP.test(path) ? '?' : say(JSON.parse(quoted));
      return said === '?' ? said : JSON.stringify(said);
    });
    return cut(known, MAX_SIDE);
  };
  return `, at ${path}: expected ${value(difference.expected)}, got ${value(difference.actual)}`;
}
