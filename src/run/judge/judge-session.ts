// Judges what arrived at one session. Pure.

import type { Failure } from '../../model/failure.ts';
import type { CheckResult } from '../../model/result.ts';
import type { Check, SessionExpectation } from '../../model/step.ts';
import type { XmlElement } from '../../model/xml.ts';
import { closest, match } from '../../stanza/match.ts';
import { type Bindings, display } from '../../stanza/placeholders.ts';
import type { JudgeContext } from './arrivals.ts';
import { type Assignment, type AssignOptions, assign } from './assign.ts';
import { type DetailFault, detailFaults, differenceBeyond } from './details.ts';
import { type Charged, charge, type Rules, type SetAside, setAside } from './leftovers.ts';
import { breakable, checkResult, isHard } from './verdict.ts';

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
  /** The number of stanzas that stand for expected ones although an element of theirs differs. */
  readonly altered: number;
}

/**
 * Judges the stanzas of one session: each pattern takes one, or else one that differs in a detail with a rule of its own, and
 * what is left over is charged to a rule, if one forbids it.
 */
export function judgeSession(arrivals: SessionArrivals, context: JudgeContext): SessionJudgement {
  const { expectation, received } = arrivals;
  const { chosen, captures } = assignBest(arrivals, context);
  const inside = { ...context, bindings: { ...context.bindings, captures } };
  const leftover = new Set(received.filter((_, at) => !chosen.includes(at)));
  const open = removeMatching(expectation.may, leftover, inside.bindings);
  const aside = setAside(leftover, expectation, inside);
  for (const { stanza } of aside) leftover.delete(stanza);
  const found = new Map(captures);
  const taken: Near[] = [];
  const take: typeof takeNear = (check, isPlaced, rest) => {
    const near = takeNear(check, isPlaced, rest);
    if (near !== undefined) taken.push(near);
    return near;
  };
  const checks = expectation.receives.flatMap((check, index): readonly CheckResult[] => {
    const stanza = received[chosen[index] ?? -1];
    const near =
      stanza === undefined ? take(check, inPlace(index, chosen, arrivals), { leftover, context: inside }) : undefined;
    const one = stanza ?? near?.stanza;
    if (one === undefined) return [missing(check, { expectation, leftover }, inside)];
    const broken = (near?.faults ?? []).filter(({ isOfElement }) => isOfElement).flatMap((fault) => fault.requirements);
    const whole = { ...check, proves: check.proves.filter((id) => !broken.includes(id)) };
    return [...held(whole, { stanza: one, expectation, found }, inside), ...faulty(check, near, expectation, inside)];
  });
  for (const pattern of open) {
    const check = { pattern, proves: [], place: expectation.place };
    checks.push(
      ...faulty(
        check,
        take(check, () => true, { leftover, context: inside }),
        expectation,
        inside,
      ),
    );
  }
  const { charged, unexplained } = charge(leftover, arrivals, inside);
  return {
    checks: [...checks, ...unexpected(expectation, charged, inside)],
    captures: found,
    setAside: aside,
    unexplained,
    altered: taken.filter(({ faults }) => faults.some(({ isOfElement }) => isOfElement)).length,
  };
}

/** Of several stanzas that a pattern matches takes the one that most further patterns match: a copy of it may come first. */
function assignBest({ expectation, received }: SessionArrivals, { bindings }: JudgeContext): Assignment {
  const { receives, inOrder } = expectation;
  const wrong: AssignOptions['wrong'] = (index, stanza, captures) =>
    (receives[index]?.further ?? []).filter(({ pattern }) => !match(pattern, stanza, { ...bindings, captures }).matches)
      .length;
  const patterns = receives.map(({ pattern }) => pattern);
  return assign(patterns, received, { bindings, inOrder, wrong });
}

/** Removes from `leftover` what the patterns match, each at most once. Returns the patterns that match nothing. */
function removeMatching(
  patterns: readonly XmlElement[],
  leftover: Set<XmlElement>,
  bindings: Bindings,
): readonly XmlElement[] {
  const candidates = [...leftover];
  const { chosen } = assign(patterns, candidates, { bindings, inOrder: false });
  for (const at of chosen) {
    const stanza = at === undefined ? undefined : candidates[at];
    if (stanza !== undefined) leftover.delete(stanza);
  }
  return patterns.filter((_, index) => chosen[index] === undefined);
}

/** Whether a stanza stands where the order of the patterns puts the one of this index. */
function inPlace(index: number, chosen: Assignment['chosen'], { expectation, received }: SessionArrivals) {
  const places = (part: Assignment['chosen']) => part.flatMap((at) => at ?? []);
  const after = Math.max(-1, ...places(chosen.slice(0, index)));
  const before = Math.min(received.length, ...places(chosen.slice(index + 1)));
  return (stanza: XmlElement): boolean => {
    const at = received.indexOf(stanza);
    return !expectation.inOrder || (at > after && at < before);
  };
}

/** A stanza that a pattern takes although it differs in details. */
interface Near {
  readonly stanza: XmlElement;
  readonly faults: readonly DetailFault[];
}

/** Takes from `leftover` a stanza that differs from the pattern in nothing but details with rules of their own: in the fewest. */
function takeNear(
  { pattern, proves }: Pick<Check, 'pattern' | 'proves'>,
  isPlaced: (stanza: XmlElement) => boolean,
  { leftover, context }: { readonly leftover: Set<XmlElement>; readonly context: JudgeContext },
): Near | undefined {
  const known = { ...context, cited: proves, isFurther: false };
  const [nearest] = [...(context.isExact ? [] : leftover)]
    .filter(isPlaced)
    .map((stanza) => ({ stanza, faults: detailFaults(pattern, stanza, known) }))
    .filter(({ faults }) => faults.length > 0)
    .sort((a, b) => a.faults.length - b.faults.length);
  if (nearest !== undefined) leftover.delete(nearest.stanza);
  return nearest;
}

/** The checks of the details; none where the lint charges them. */
function faulty(
  { pattern, place }: Pick<Check, 'pattern' | 'place'>,
  near: Near | undefined,
  { session }: SessionExpectation,
  context: JudgeContext,
): readonly CheckResult[] {
  if (near === undefined) return [];
  const evidence = { kind: 'differs', expected: display(pattern, context.bindings), closest: near.stanza } as const;
  return near.faults
    .filter(({ requirements }) => requirements.length > 0)
    .map(({ requirements: proves, difference }) =>
      checkResult({ place, session, proves }, { ...evidence, difference }, context),
    );
}

/** The checks of a stanza that arrived. Adds to `found` what its further patterns capture. */
function held(
  check: Check,
  {
    stanza,
    expectation,
    found,
  }: { readonly stanza: XmlElement; readonly expectation: SessionExpectation; readonly found: Map<string, string> },
  context: JudgeContext,
): readonly CheckResult[] {
  const { session } = expectation;
  const main =
    check.proves.length === 0
      ? []
      : [checkResult({ place: check.place, session, proves: check.proves }, undefined, context)];
  const further = check.further.flatMap(({ pattern, proves, place }) => {
    const result = match(pattern, stanza, context.bindings);
    const at = { place, session, proves };
    if (result.matches) {
      for (const [name, value] of result.captures) found.set(name, value);
      return [checkResult(at, undefined, context)];
    }
    const faults = detailFaults(pattern, stanza, { ...context, cited: proves, isFurther: true });
    if (faults.length > 0) {
      const broken = faults.filter(({ isOfElement }) => isOfElement).flatMap(({ requirements }) => requirements);
      const rest = proves.filter((id) => !broken.includes(id));
      return [
        ...(rest.length === 0 ? [] : [checkResult({ ...at, proves: rest }, undefined, context)]),
        ...faulty({ pattern, place }, { stanza, faults }, expectation, context),
      ];
    }
    const expected = display(pattern, context.bindings);
    const difference = differenceBeyond(pattern, stanza, context.bindings) ?? result.difference;
    return [checkResult(at, { kind: 'differs', expected, closest: stanza, difference }, context)];
  });
  return [...main, ...further];
}

/** A pattern that nothing matched: rules about its elements are broken only where no other one is cited. The closest leftover of the same kind is its near miss, and not also unexpected. */
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
    difference: near === undefined ? undefined : differenceBeyond(check.pattern, near, bindings),
  };
  const ofArrival = check.proves.filter((id) => context.requirements.get(id)?.elements === undefined);
  const proves = breakable(ofArrival, context).length > 0 ? ofArrival : check.proves;
  return checkResult({ place: check.place, session: expectation.session, proves }, failure, context);
}

const hasHard = (ids: readonly string[], context: JudgeContext): boolean => ids.some((id) => isHard(id, context));

/** One failure for each stanza that a rule forbids; where there is none, a check that held for what the session cites. */
function unexpected(
  { receives, may, place, session, proves: silence }: SessionExpectation,
  charged: readonly Charged[],
  context: JudgeContext,
): readonly CheckResult[] {
  if (charged.length === 0) {
    return silence.length === 0 ? [] : [checkResult({ place, session, proves: silence }, undefined, context)];
  }
  const patterns = [...receives.map((check) => check.pattern), ...may];
  const allowed = patterns.map((pattern) => display(pattern, context.bindings));
  return charged.map(({ stanza, proves, isRepeated }) => {
    const failure: Failure = { kind: 'unexpected', closest: stanza, allowed, ...(isRepeated && { isRepeated }) };
    return checkResult({ place, session, proves }, failure, context);
  });
}
