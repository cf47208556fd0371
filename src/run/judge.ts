// Judges what arrived against what one expect step allows. Pure.

import type { CheckResult } from '../model/result.ts';
import type { Alternative, ExpectStep, SessionExpectation } from '../model/step.ts';
import type { XmlElement } from '../model/xml.ts';
import type { Arrivals, JudgeContext } from './arrivals.ts';
import { judgeSession } from './judge-session.ts';
import { violations } from './violations.ts';

/** The verdict on one expect step. */
export interface Judgement {
  readonly checks: readonly CheckResult[];
  /** All captures so far, those of this step included. */
  readonly captures: ReadonlyMap<string, string>;
  /** Name of the alternative taken, where the step names alternatives. */
  readonly observed?: string;
  /** Stanzas that the target sends on its own. */
  readonly ambient: readonly XmlElement[];
}

/** A step with one of its alternatives, or with none. */
interface Reading {
  readonly step: ExpectStep;
  readonly alternative: Alternative | undefined;
}

/**
 * Judges one expect step. Where it names alternatives, takes the first that holds in every part, else the first that
 * holds; those that violate a requirement come last. Where none holds, reports the nearest.
 */
export function judge(step: ExpectStep, arrivals: Arrivals, context: JudgeContext): Judgement {
  if (step.alternatives.length === 0) return judgeReading({ step, alternative: undefined }, arrivals, context);
  const ordered = [...step.alternatives].sort((a, b) => Number(a.violates.length > 0) - Number(b.violates.length > 0));
  const judged = ordered.map((alternative) => judgeReading({ step, alternative }, arrivals, context));
  const holding = judged.filter((judgement) => shortfall(judgement) === 0);
  const best = holding.find(isExact) ?? holding[0];
  if (best !== undefined) return best;
  const [nearest] = [...judged].sort((a, b) => shortfall(a) - shortfall(b));
  const { observed: _, checks, ...rest } = nearest ?? judgeReading({ step, alternative: undefined }, arrivals, context);
  return { ...rest, checks: checks.filter((check) => check.failure?.kind !== 'violates') };
}

/** Whether no stanza is missing. */
export const hasAll = ({ checks }: Judgement): boolean => checks.every(({ failure }) => failure?.kind !== 'missing');

/**
 * Whether the stanzas that a step waits for have come. Silence is no answer, nor is an alternative that violates a
 * requirement: a better one may still come.
 */
export function isAnswer(step: ExpectStep, judgement: Judgement): boolean {
  const { observed, checks } = judgement;
  const taken = step.alternatives.find(({ name }) => name === observed);
  if (step.alternatives.length > 0 && taken === undefined) return false;
  const isSilence = [...step.sessions, ...(taken?.sessions ?? [])].every(({ receives }) => receives.length === 0);
  return !isSilence && hasAll(judgement) && checks.every(({ failure }) => failure?.kind !== 'violates');
}

/** Whether every further check of a stanza holds, and the alternative violates nothing. */
function isExact({ checks }: Judgement): boolean {
  return checks.every((check) => check.failure === undefined);
}

/** The number of checks that do not hold, apart from the violation that an alternative itself stands for. */
function shortfall({ checks }: Judgement): number {
  return checks.filter(({ failure }) => failure?.kind === 'missing' || failure?.kind === 'unexpected').length;
}

function judgeReading(reading: Reading, arrivals: Arrivals, context: JudgeContext): Judgement {
  const { step, alternative } = reading;
  const checks: CheckResult[] = [];
  const ambient: XmlElement[] = [];
  let { captures } = context.bindings;
  for (const expectation of expectationsOf(reading, arrivals)) {
    const bindings = { fixed: context.bindings.fixed, captures };
    const received = arrivals.get(expectation.session) ?? [];
    const blame = blamed(reading, expectation);
    const result = judgeSession({ expectation, received, blame }, { ...context, bindings });
    checks.push(...result.checks);
    ambient.push(...result.ambient);
    captures = result.captures;
  }
  if (alternative === undefined) return { checks, captures, ambient };
  checks.push(...violations({ step, alternative }, arrivals, context));
  return { checks, captures, ambient, observed: alternative.name };
}

/** The expectations that the step names, and one of nothing for each session that it does not name. */
function expectationsOf({ step, alternative }: Reading, arrivals: Arrivals): readonly SessionExpectation[] {
  const named = [...step.sessions, ...(alternative?.sessions ?? [])];
  const unnamed = [...arrivals.keys()].filter((session) => !named.some((one) => one.session === session));
  const nothing = { receives: [], may: [], inOrder: false, proves: [], place: step.place };
  return [...named, ...unnamed.map((session) => ({ session, ...nothing }))];
}

/**
 * The requirements that an unexpected stanza breaks: those that its session cites for it, else those that the step
 * cites, else the requirement cited first at its session or, failing that, in the step.
 */
function blamed({ step, alternative }: Reading, expectation: SessionExpectation): readonly string[] {
  if (expectation.proves.length > 0) return expectation.proves;
  if (step.proves.length > 0) return step.proves;
  const sessions = [expectation, ...step.sessions, ...(alternative?.sessions ?? [])];
  const ids = sessions.flatMap(({ receives, proves }) => [...receives.flatMap((check) => check.proves), ...proves]);
  return [...ids, ...(alternative?.violates ?? [])].slice(0, 1);
}
