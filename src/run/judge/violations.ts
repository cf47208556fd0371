// An outcome that is recognised and not permitted: the requirements that it violates, and the stanzas that show it.

import type { DepartingAlternative, Failure, OutcomeMeaning } from '../../model/failure.ts';
import type { CheckResult } from '../../model/result.ts';
import type { Alternative, ExpectStep, SessionExpectation } from '../../model/step.ts';
import type { XmlElement } from '../../model/xml.ts';
import { match } from '../../stanza/match.ts';
import { display } from '../../stanza/placeholders.ts';
import { MOST_SHOWN } from '../numbers/numbers.ts';
import type { Arrivals, JudgeContext } from './arrivals.ts';
import { checkResult } from './verdict.ts';

/** A step, and the alternative that the server took. */
interface Taken {
  readonly step: ExpectStep;
  readonly alternative: Alternative;
}

/** One failure for each requirement that the alternative violates, with the stanzas that show it, if any. */
export function violations(taken: Taken, arrivals: Arrivals, context: JudgeContext): readonly CheckResult[] {
  const { step, alternative } = taken;
  const [closest, ...others] = evidence(taken, arrivals, context);
  const allowed = step.alternatives.filter(({ violates }) => violates.length === 0);
  const meanings = [alternative, ...allowed.slice(0, MOST_SHOWN)].map((one) => meaningOf(one, context));
  const permitted = allowed.map(({ name }) => name);
  return alternative.violates.map((id) => {
    const at = { place: alternative.place, session: alternative.sessions[0]?.session ?? '', proves: [id] };
    const shown = { closest, others: others.length === 0 ? undefined : others };
    const failure: Failure = { kind: 'violates', outcome: alternative.name, permitted, meanings, ...shown };
    return checkResult(at, failure, context);
  });
}

/**
 * What the patterns of an alternative are that itself violates requirements: a stanza that they do not allow is the worse for it, and
 * one that they do allow is not right.
 */
export function departingOf({ step, alternative }: Taken, context: JudgeContext): DepartingAlternative {
  const permitted = step.alternatives.filter(({ violates }) => violates.length === 0).slice(0, MOST_SHOWN);
  return {
    outcome: alternative.name,
    violates: alternative.violates,
    permitted: permitted.map((one) => meaningOf(one, context)),
  };
}

/** What must arrive in an alternative. */
function meaningOf({ name, sessions }: Alternative, { bindings }: JudgeContext): OutcomeMeaning {
  const arrivals = sessions.flatMap(({ session, receives }) =>
    receives.map(({ pattern }) => ({ session, stanza: display(pattern, bindings) })),
  );
  return { name, arrivals };
}

/**
 * The stanzas that the alternative has a place for and no permitted one has. None where the violation is that something is missing:
 * what arrived beside it is not what violates the rule.
 */
function evidence(
  { step, alternative: { sessions } }: Taken,
  arrivals: Arrivals,
  { bindings }: JudgeContext,
): readonly XmlElement[] {
  const permitted = step.alternatives.filter(({ violates }) => violates.length === 0);
  const named = [...step.sessions, ...permitted.flatMap((one) => one.sessions)];
  return sessions.flatMap((own) => {
    const patterns = patternsOf(named.filter(({ session }) => session === own.session));
    const isOneOf = (list: readonly XmlElement[], stanza: XmlElement) =>
      list.some((pattern) => match(pattern, stanza, bindings).matches);
    const stanzas = arrivals.get(own.session) ?? [];
    return stanzas.filter((stanza) => isOneOf(patternsOf([own]), stanza) && !isOneOf(patterns, stanza));
  });
}

const patternsOf = (expectations: readonly SessionExpectation[]): readonly XmlElement[] =>
  expectations.flatMap(({ receives, may }) => [...receives.map(({ pattern }) => pattern), ...may]);
