// Judges what arrived at one session. Pure.

import type { Failure } from '../../model/failure.ts';
import type { CheckResult } from '../../model/result.ts';
import type { Check, SessionExpectation } from '../../model/step.ts';
import type { XmlElement } from '../../model/xml.ts';
import { closest, match } from '../../stanza/match.ts';
import { type Bindings, display } from '../../stanza/placeholders.ts';
import type { JudgeContext } from './arrivals.ts';
import { assign } from './assign.ts';
import { type Charged, charge, type Rules, type SetAside, setAside } from './leftovers.ts';
import { checkResult, isHard } from './verdict.ts';

/** One session of a step. */
export interface SessionArrivals extends Rules {
  /** What the session received, oldest first. */
  readonly received: readonly XmlElement[];
}

/** The verdict on one session. */
export interface SessionJudgement {
  readonly checks: readonly CheckResult[];
  readonly captures: ReadonlyMap<string, string>;
  /** What the target sends on its own. */
  readonly setAside: readonly SetAside[];
  /** What no rule forbids. */
  readonly unexplained: readonly XmlElement[];
}

/** Judges the stanzas of one session: each pattern takes one, and what is left over is charged to a rule, if one forbids it. */
export function judgeSession(arrivals: SessionArrivals, context: JudgeContext): SessionJudgement {
  const { expectation, received } = arrivals;
  const patterns = expectation.receives.map((check) => check.pattern);
  const { inOrder } = expectation;
  const { chosen, captures } = assign(patterns, received, { bindings: context.bindings, inOrder });
  const inside = { ...context, bindings: { fixed: context.bindings.fixed, captures } };
  const leftover = new Set(received.filter((_, at) => !chosen.includes(at)));
  removeMatching(expectation.may, leftover, inside.bindings);
  const aside = setAside(leftover, expectation, inside);
  for (const { stanza } of aside) leftover.delete(stanza);
  const checks = expectation.receives.flatMap((check, index) => {
    const at = chosen[index];
    const stanza = at === undefined ? undefined : received[at];
    return stanza === undefined
      ? [missing(check, { expectation, leftover }, inside)]
      : held(check, { stanza, session: expectation.session }, inside);
  });
  const { charged, unexplained } = charge(leftover, arrivals, inside);
  return {
    checks: [...checks, ...unexpected(expectation, charged, inside)],
    captures,
    setAside: aside,
    unexplained,
  };
}

/** Removes from `leftover` what the patterns match, each at most once. */
function removeMatching(patterns: readonly XmlElement[], leftover: Set<XmlElement>, bindings: Bindings): void {
  if (leftover.size === 0) return;
  const candidates = [...leftover];
  for (const at of assign(patterns, candidates, { bindings, inOrder: false }).chosen) {
    const stanza = at === undefined ? undefined : candidates[at];
    if (stanza !== undefined) leftover.delete(stanza);
  }
}

function held(
  check: Check,
  { stanza, session }: { readonly stanza: XmlElement; readonly session: string },
  context: JudgeContext,
): readonly CheckResult[] {
  const main = checkResult({ place: check.place, session, proves: check.proves }, undefined, context);
  const further = check.further.map(({ pattern, proves, place }) => {
    const result = match(pattern, stanza, context.bindings);
    const at = { place, session, proves };
    if (result.matches) return checkResult(at, undefined, context);
    const { difference } = result;
    const expected = display(pattern, context.bindings);
    return checkResult(at, { kind: 'differs', expected, closest: stanza, difference }, context);
  });
  return [main, ...further];
}

/** A pattern that nothing matched. The closest leftover of the same kind is its near miss, and not also unexpected. */
function missing(
  check: Check,
  { expectation, leftover }: { readonly expectation: SessionExpectation; readonly leftover: Set<XmlElement> },
  context: JudgeContext,
): CheckResult {
  const { bindings } = context;
  const candidates = [...leftover].filter((stanza) => stanza.name === check.pattern.name);
  const near = closest(check.pattern, candidates, bindings);
  const result = near === undefined ? undefined : match(check.pattern, near, bindings);
  // What comes in place of a SHOULD may itself break the MUST NOT that the session cites: then it counts for both.
  const isHarder = hasHard(expectation.proves, context) && !hasHard(check.proves, context);
  if (near !== undefined && !isHarder) leftover.delete(near);
  const failure: Failure = {
    kind: 'missing',
    isOutOfOrder: result?.matches === true,
    ...(result?.matches === true && { order: expectation.receives.map(({ pattern }) => display(pattern, bindings)) }),
    expected: display(check.pattern, bindings),
    closest: near,
    difference: result?.matches === false ? result.difference : undefined,
  };
  const at = { place: check.place, session: expectation.session, proves: check.proves };
  return checkResult(at, failure, context);
}

const hasHard = (ids: readonly string[], context: JudgeContext): boolean => ids.some((id) => isHard(id, context));

/** One failure for each stanza that a rule forbids; where there is none, a check that held for what the session cites. */
function unexpected(
  { receives, may, place, session, proves: silence }: SessionExpectation,
  charged: readonly Charged[],
  context: JudgeContext,
): readonly CheckResult[] {
  if (charged.length === 0 && silence.length > 0) {
    return [checkResult({ place, session, proves: silence }, undefined, context)];
  }
  const patterns = [...receives.map((check) => check.pattern), ...may];
  const allowed = patterns.map((pattern) => display(pattern, context.bindings));
  return charged.map(({ stanza, proves, isRepeated }) => {
    const failure: Failure = { kind: 'unexpected', closest: stanza, allowed, ...(isRepeated && { isRepeated }) };
    return checkResult({ place, session, proves }, failure, context);
  });
}
