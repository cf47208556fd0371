// What arrived, held against what one expect step allows. Pure.

import type { Failure } from '../model/failure.ts';
import type { CheckResult } from '../model/result.ts';
import type { Alternative, Check, ExpectStep, SessionExpectation } from '../model/step.ts';
import type { XmlElement } from '../model/xml.ts';
import { closest, match } from '../stanza/match.ts';
import { type Bindings, display } from '../stanza/placeholders.ts';
import type { Arrivals, JudgeContext } from './arrivals.ts';
import { assign } from './assign.ts';
import { checkResult, verdictOf } from './verdict.ts';
import { violations } from './violations.ts';

export interface Judgement {
  readonly checks: readonly CheckResult[];
  readonly captures: ReadonlyMap<string, string>;
  /** Name of the alternative taken, where there were alternatives. */
  readonly observed?: string;
  readonly ambient: readonly XmlElement[];
}

/**
 * Judges one expect step. Where it names alternatives, the first that holds in every part is taken, else the first
 * that holds, those that depart from a requirement last; where none holds, the nearest is reported.
 */
export function judge(step: ExpectStep, arrivals: Arrivals, context: JudgeContext): Judgement {
  if (step.alternatives.length === 0) return judgePicture(step, undefined, arrivals, context);
  const ordered = [...step.alternatives].sort((a, b) => Number(a.violates.length > 0) - Number(b.violates.length > 0));
  const judged = ordered.map((alternative) => judgePicture(step, alternative, arrivals, context));
  const holding = judged.filter((j) => shortfall(j) === 0);
  const best = holding.find((j) => isExact(j)) ?? holding[0];
  if (best !== undefined) return best;
  const [nearest] = [...judged].sort((a, b) => shortfall(a) - shortfall(b));
  const { observed: _, checks, ...rest } = nearest ?? judgePicture(step, undefined, arrivals, context);
  return { ...rest, checks: checks.filter((check) => check.failure?.kind !== 'violates') };
}

/** True when no stanza parts from what else is said of it, and the outcome departs from nothing. */
function isExact({ checks }: Judgement): boolean {
  return checks.every((check) => check.failure === undefined);
}

/** Checks that do not hold, apart from the departure an alternative itself stands for. */
function shortfall(judgement: Judgement): number {
  return judgement.checks.filter((c) => c.failure?.kind === 'missing' || c.failure?.kind === 'unexpected').length;
}

function judgePicture(
  step: ExpectStep,
  alternative: Alternative | undefined,
  arrivals: Arrivals,
  context: JudgeContext,
): Judgement {
  const named = [...step.sessions, ...(alternative?.sessions ?? [])];
  const silent = [...arrivals.keys()].filter((session) => !named.some((e) => e.session === session));
  const all = [...named, ...silent.map((session) => nothingFor(session, step))];
  const checks: CheckResult[] = [];
  const ambient: XmlElement[] = [];
  let captures = context.bindings.captures;
  for (const expectation of all) {
    const bindings = { fixed: context.bindings.fixed, captures };
    const received = arrivals.get(expectation.session) ?? [];
    const blame = blamed(step, alternative, expectation);
    const result = judgeSession(expectation, received, { ...context, bindings }, blame);
    checks.push(...result.checks);
    ambient.push(...result.ambient);
    captures = result.captures;
  }
  if (alternative === undefined) return { checks, captures, ambient };
  checks.push(...violations(step, alternative, arrivals, context));
  return { checks, captures, ambient, observed: alternative.name };
}

function nothingFor(session: string, step: ExpectStep): SessionExpectation {
  return { session, receives: [], may: [], inOrder: false, proves: [], place: step.place };
}

/**
 * What an unexpected stanza breaks where its session cites nothing: what the step cites for it, else the rule that the
 * session, or else the whole picture, is about first of all.
 */
function blamed(
  step: ExpectStep,
  alternative: Alternative | undefined,
  expectation: SessionExpectation,
): readonly string[] {
  if (expectation.proves.length > 0) return expectation.proves;
  if (step.proves.length > 0) return step.proves;
  const sessions = [expectation, ...step.sessions, ...(alternative?.sessions ?? [])];
  const ids = sessions.flatMap((s) => [...s.receives.flatMap((c) => c.proves), ...s.proves]);
  return [...ids, ...(alternative?.violates ?? [])].slice(0, 1);
}

interface SessionJudgement {
  readonly checks: readonly CheckResult[];
  readonly captures: ReadonlyMap<string, string>;
  readonly ambient: readonly XmlElement[];
}

function judgeSession(
  expectation: SessionExpectation,
  received: readonly XmlElement[],
  context: JudgeContext,
  blame: readonly string[],
): SessionJudgement {
  const patterns = expectation.receives.map((check) => check.pattern);
  const { inOrder } = expectation;
  const { chosen, captures } = assign(patterns, received, { bindings: context.bindings, inOrder });
  const bindings = { fixed: context.bindings.fixed, captures };
  const leftover = new Set(received.filter((_, at) => !chosen.includes(at)));
  takeAll(expectation.may, leftover, bindings);
  const ambient = [...leftover].filter((s) => context.ambient.some((p) => match(p, s, bindings).matches));
  for (const stanza of ambient) leftover.delete(stanza);

  const checks = expectation.receives.flatMap((check, index) => {
    const at = chosen[index];
    const stanza = at === undefined ? undefined : received[at];
    const inside = { ...context, bindings };
    return stanza === undefined
      ? missing(check, expectation, leftover, inside)
      : held(check, stanza, expectation.session, inside);
  });
  return {
    checks: [...checks, ...closedWorld(expectation, leftover, { ...context, bindings }, blame)],
    captures,
    ambient,
  };
}

/** Takes out of `leftover` what the patterns match, each at most once. */
function takeAll(patterns: readonly XmlElement[], leftover: Set<XmlElement>, bindings: Bindings): void {
  const candidates = [...leftover];
  for (const at of assign(patterns, candidates, { bindings, inOrder: false }).chosen) {
    const stanza = at === undefined ? undefined : candidates[at];
    if (stanza !== undefined) leftover.delete(stanza);
  }
}

function held(check: Check, stanza: XmlElement, session: string, context: JudgeContext): readonly CheckResult[] {
  const main = checkResult({ place: check.place, session, proves: check.proves }, undefined, context.requirements);
  const further = check.further.map(({ pattern, proves, place }) => {
    const result = match(pattern, stanza, context.bindings);
    const failure: Failure | undefined = result.matches
      ? undefined
      : {
          kind: 'differs',
          expected: display(pattern, context.bindings),
          closest: stanza,
          difference: result.difference,
        };
    return checkResult({ place, session, proves }, failure, context.requirements);
  });
  return [main, ...further];
}

/** A pattern nothing matched. The closest leftover of the same kind is its near miss and is not counted as unexpected, too. */
function missing(
  check: Check,
  expectation: SessionExpectation,
  leftover: Set<XmlElement>,
  context: JudgeContext,
): readonly CheckResult[] {
  const { session } = expectation;
  const near = closest(
    check.pattern,
    [...leftover].filter((s) => s.name === check.pattern.name),
    context.bindings,
  );
  const result = near === undefined ? undefined : match(check.pattern, near, context.bindings);
  // What comes in place of a SHOULD may itself break the MUST NOT that the session cites: then it counts for both.
  const isHarder = isHard(expectation.proves, context) && !isHard(check.proves, context);
  if (near !== undefined && !isHarder) leftover.delete(near);
  const failure: Failure = {
    kind: 'missing',
    isOutOfOrder: result?.matches === true,
    expected: display(check.pattern, context.bindings),
    closest: near,
    difference: result?.matches === false ? result.difference : undefined,
  };
  return [checkResult({ place: check.place, session, proves: check.proves }, failure, context.requirements)];
}

const isHard = (ids: readonly string[], { requirements }: JudgeContext): boolean =>
  ids.some((id) => verdictOf(requirements.get(id)) === 'failed');

function closedWorld(
  expectation: SessionExpectation,
  leftover: ReadonlySet<XmlElement>,
  context: JudgeContext,
  blame: readonly string[],
): readonly CheckResult[] {
  const at = { place: expectation.place, session: expectation.session, proves: blame };
  if (leftover.size === 0)
    return expectation.proves.length > 0 ? [checkResult(at, undefined, context.requirements)] : [];
  const allowed = [...expectation.receives.map((c) => c.pattern), ...expectation.may];
  return [...leftover].map((stanza) => {
    const failure: Failure = {
      kind: 'unexpected',
      closest: stanza,
      allowed: allowed.map((pattern) => display(pattern, context.bindings)),
    };
    return checkResult(at, failure, context.requirements);
  });
}
