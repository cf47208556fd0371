// Judges what arrived against what one expect step allows. Pure.

import type { DepartingAlternative } from '../../model/failure.ts';
import type { CheckResult, UnexplainedStanza } from '../../model/result.ts';
import type { Alternative, ExpectStep, SessionExpectation } from '../../model/step.ts';
import type { Arrivals, JudgeContext } from './arrivals.ts';
import { judgeSession } from './judge-session.ts';
import type { Rules, SetAside } from './leftovers.ts';
import { departingOf, violations } from './violations.ts';

/** The verdict on one expect step. */
export interface Judgement {
  readonly checks: readonly CheckResult[];
  /** All captures so far, those of this step included. */
  readonly captures: ReadonlyMap<string, string>;
  /** Name of the alternative taken, where the step names alternatives. */
  readonly observed?: string;
  /** Names of all alternatives that hold as well as that one: of those that violate nothing, where one of these holds in every part. */
  readonly holding?: readonly string[];
  /** Stanzas that the target sends on its own. */
  readonly setAside: readonly SetAside[];
  /** Stanzas that no rule forbids. */
  readonly unexplained: readonly UnexplainedStanza[];
  /** The number of stanzas that stand for expected ones although an element of theirs differs. */
  readonly altered: number;
}

/** A step with one of its alternatives, or with none. */
interface Reading {
  readonly step: ExpectStep;
  readonly alternative: Alternative | undefined;
}

/**
 * Judges one expect step. Where it names alternatives, takes one that holds: the one that explains the most stanzas,
 * those first that hold in every part, those last that violate a requirement. Where none holds, reports the nearest.
 */
export function judge(step: ExpectStep, arrivals: Arrivals, context: JudgeContext): Judgement {
  if (step.alternatives.length === 0) return judgeReading({ step, alternative: undefined }, arrivals, context);
  const read = (alternative: Alternative) => judgeReading({ step, alternative }, arrivals, context);
  const permitted = step.alternatives.filter(({ violates }) => violates.length === 0).map(read);
  const clean = permitted.filter((one) => shortfall(one) === 0 && one.unexplained.length === 0);
  const whole = clean.find(isExact);
  if (whole !== undefined) return taken(whole, clean);
  const judged = [...permitted, ...step.alternatives.filter(({ violates }) => violates.length > 0).map(read)];
  const holding = judged.filter((judgement) => shortfall(judgement) === 0);
  const fewest = Math.min(...holding.map(({ unexplained }) => unexplained.length));
  const explaining = holding.filter(({ unexplained }) => unexplained.length === fewest);
  const best = explaining.find(isExact) ?? explaining[0];
  if (best === undefined) return nearestOf(step, judged);
  return taken(best, explaining);
}

const taken = (one: Judgement, alike: readonly Judgement[]): Judgement => ({
  ...one,
  checks: one.checks.filter(counts),
  holding: alike.flatMap(({ observed }) => observed ?? []),
});

/**
 * The nearest of readings that do not hold. What is missing from an option breaks nothing, nor does it break a requirement that a
 * stanza is missing whose arrival would violate it, so another reading says what does.
 */
function nearestOf(step: ExpectStep, judged: readonly Judgement[]): Judgement {
  const violatedBy = (name: string | undefined) =>
    step.alternatives.find((alternative) => alternative.name === name)?.violates ?? [];
  const distance = (one: Judgement) => shortfall(one) + one.unexplained.length + one.checks.filter(isUnlike).length / 2;
  const accusing = [...judged]
    .sort((a, b) => distance(a) - distance(b))
    .map(({ observed, checks, ...rest }) => {
      const violated = violatedBy(observed);
      const isBlameless = ({ failure, requirements }: CheckResult) =>
        failure?.kind === 'violates' ||
        (failure?.kind === 'missing' && requirements.every((id) => violated.includes(id)));
      return { ...rest, checks: checks.filter((check) => counts(check) && !isBlameless(check)) };
    });
  const nearest = accusing.find(({ checks }) => checks.some(({ failure }) => failure !== undefined)) ?? accusing[0];
  if (nearest === undefined) throw new Error('bug: a step with alternatives has no reading');
  return nearest;
}

/** Whether a stanza of another type came in place of an error: it is no refusal. */
const isUnlike = ({ failure }: CheckResult): boolean =>
  failure?.kind === 'missing' &&
  failure.expected?.attrs['type'] === 'error' &&
  failure.difference?.path === `${failure.expected.name}@type`;

/** Whether a check held, or breaks a requirement: one that cites only a MAY breaks none. */
const counts = ({ failure, requirements }: CheckResult): boolean => failure === undefined || requirements.length > 0;

/** Whether no stanza is missing. */
export const hasAll = ({ checks }: Judgement): boolean => !checks.some(isMissing);

const isMissing = ({ failure }: CheckResult): boolean => failure?.kind === 'missing';

/**
 * The number of stanzas that are missing from all readings of a step together. It falls where, and only where, one comes that a
 * pattern of the step matches: which reading is the nearest may change with any stanza.
 */
export function missingFrom(step: ExpectStep, arrivals: Arrivals, context: JudgeContext): number {
  const readings = step.alternatives.length === 0 ? [undefined] : step.alternatives;
  const exact = { ...context, isExact: true };
  const checks = readings.flatMap((alternative) => judgeReading({ step, alternative }, arrivals, exact).checks);
  return checks.filter(isMissing).length;
}

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
function shortfall({ checks, altered }: Judgement): number {
  return altered + checks.filter(({ failure }) => failure?.kind === 'missing' || failure?.kind === 'unexpected').length;
}

function judgeReading(reading: Reading, arrivals: Arrivals, context: JudgeContext): Judgement {
  const { step, alternative } = reading;
  const checks: CheckResult[] = [];
  const setAside: SetAside[] = [];
  const unexplained: UnexplainedStanza[] = [];
  let { captures } = context.bindings;
  let altered = 0;
  for (const expectation of expectationsOf(reading, arrivals)) {
    const { session } = expectation;
    const bindings = { ...context.bindings, captures };
    const received = arrivals.get(session) ?? [];
    const outcome = alternative?.sessions.includes(expectation) ? alternative.name : undefined;
    const inside = { ...context, bindings, outcome };
    const result = judgeSession({ ...rulesOf(reading, expectation), received }, inside);
    checks.push(...result.checks);
    setAside.push(...result.setAside);
    unexplained.push(...result.unexplained.map((stanza) => ({ session, stanza, count: 1 })));
    captures = result.captures;
    altered += result.altered;
  }
  if (alternative === undefined) return { checks, captures, setAside, unexplained, altered };
  const observed = alternative.name;
  if (alternative.violates.length === 0) return { checks, captures, setAside, unexplained, altered, observed };
  const departing = departingOf({ step, alternative }, context);
  const judged = checks.map((check) => withAlternative(check, departing));
  const broken = violations({ step, alternative }, arrivals, context);
  return { checks: [...judged, ...broken], captures, setAside, unexplained, altered, observed };
}

/** The check; of an unexpected stanza with the alternative whose patterns it is measured by, which violates something. */
function withAlternative(check: CheckResult, departing: DepartingAlternative): CheckResult {
  const { failure } = check;
  if (failure?.kind !== 'unexpected') return check;
  return { ...check, failure: { ...failure, departing } };
}

/** The expectations that the step names, and one of nothing for each session that it does not name and that received something. */
function expectationsOf({ step, alternative }: Reading, arrivals: Arrivals): readonly SessionExpectation[] {
  const named = [...step.sessions, ...(alternative?.sessions ?? [])];
  const unnamed = [...arrivals].flatMap(([session, stanzas]) =>
    stanzas.length === 0 || named.some((one) => one.session === session) ? [] : [session],
  );
  const nothing = { receives: [], may: [], inOrder: false, proves: [], place: step.place };
  return [...named, ...unnamed.map((session) => ({ session, ...nothing }))];
}

/** What may be charged at a session: the rules of silence cited there or else in the step, and other alternatives. */
function rulesOf({ step, alternative }: Reading, expectation: SessionExpectation): Rules {
  const silence = [expectation.proves, step.proves];
  const others = step.alternatives.filter((one) => one !== alternative);
  const elsewhere = others.flatMap(({ sessions, violates }) =>
    sessions
      .filter(({ session }) => session === expectation.session)
      .flatMap(({ receives }) =>
        receives.map(({ pattern, proves }) => ({ pattern, proves: violates.length > 0 ? violates : proves })),
      ),
  );
  return { expectation, silence, elsewhere };
}
