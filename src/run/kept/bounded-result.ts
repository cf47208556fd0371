// What a finished case keeps of the server's texts and stanzas, for reports. Judging is over, so they may be cut.

import type { Failure } from '../../model/failure.ts';
import type { CaseResult, CheckResult } from '../../model/result.ts';
import type { XmlElement } from '../../model/xml.ts';
import { beginningOf, sizeOf } from '../../stanza/serialize.ts';
import { cut } from '../../wording/escape-controls.ts';

/** Characters of a text in a reason or a note: a stack trace has some 1,000. */
const MAX_TEXT = 4000;

/**
 * Bytes of a stanza in memory, and characters of a value that differs: those of the suite, which look for limits, have
 * up to 70,000.
 */
const MAX_EVIDENCE = 100_000;

/** Failed checks of a case: no case of the suite makes more than 65 checks. */
const MAX_FAILURES = 100;

/** Characters of the path to a difference. */
const MAX_PATH = 500;

/** Stanzas beside the first that show a failure. */
const MAX_OTHERS = 100;

/** The result with its texts and stanzas cut. A stanza that checks and transcript share stays one object. */
export function boundedResult(result: CaseResult): CaseResult {
  const { reason, checks, transcript, jids } = result;
  const evidence = createBound(MAX_EVIDENCE);
  const texts = createBound(MAX_TEXT);
  const entries = transcript.entries.map((entry) => {
    const { stanza, note } = entry;
    if (note !== undefined) return { ...entry, note: texts(note) };
    const kept = stanza && evidence(stanza);
    return kept === stanza ? entry : { ...entry, stanza: kept };
  });
  return {
    ...result,
    reason: texts(reason),
    ...firstFailures(
      checks.map((check) => withEvidence(check, evidence)),
      MAX_FAILURES,
    ),
    transcript: { entries },
    jids: texts(jids),
  };
}

/**
 * The checks that held, and the first `max` of those that failed: each of a thousand unexpected stanzas is a failure, and
 * the first show what the others do.
 */
export function firstFailures(
  checks: readonly CheckResult[],
  max: number,
): Pick<CaseResult, 'checks' | 'checksLeftOut'> {
  const failed = checks.filter(({ failure }) => failure !== undefined);
  if (failed.length <= max) return { checks };
  let room = max;
  const isKept = ({ failure }: CheckResult) => {
    if (failure !== undefined) room -= 1;
    return failure === undefined || room >= 0;
  };
  return { checks: checks.filter(isKept), checksLeftOut: failed.length - max };
}

/** The checks with each text and each stanza of their failures cut to about `max` characters. */
export function boundedChecks(checks: readonly CheckResult[], max: number): readonly CheckResult[] {
  const evidence = createBound(max);
  return checks.map((check) => withEvidence(check, evidence));
}

type Bound = <Value>(value: Value) => Value;

function withEvidence(check: CheckResult, bound: Bound): CheckResult {
  const { failure } = check;
  if (failure === undefined) return check;
  const others = failure.others?.slice(0, MAX_OTHERS);
  const difference = failure.difference && { ...failure.difference, path: cut(failure.difference.path, MAX_PATH) };
  const fewer = { ...failure, ...(others && { others }), ...(difference && { difference }) } as Failure;
  return { ...check, failure: bound(fewer) };
}

/** Makes a function that copies data with their texts and stanzas cut. Equal objects become equal objects. */
function createBound(max: number): Bound {
  const known = new Map<XmlElement, XmlElement>();
  const stanzaOf = (stanza: XmlElement): XmlElement => {
    if (sizeOf(stanza) <= max) return stanza;
    const found = known.get(stanza) ?? beginningOf(stanza, max);
    known.set(stanza, found);
    return found;
  };
  const bound = (value: unknown): unknown => {
    if (typeof value === 'string') return cut(value, max);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(bound);
    if (isStanza(value)) return stanzaOf(value);
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, bound(inner)]));
  };
  return bound as Bound;
}

function isStanza(value: object): value is XmlElement {
  return 'name' in value && 'attrs' in value && 'children' in value;
}
