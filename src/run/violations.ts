// An outcome that is recognised and not permitted: which requirements it departs from, and what shows it.

import type { Failure } from '../model/failure.ts';
import type { CheckResult } from '../model/result.ts';
import type { Alternative, ExpectStep } from '../model/step.ts';
import type { XmlElement } from '../model/xml.ts';
import { match } from '../stanza/match.ts';
import type { Arrivals, JudgeContext } from './arrivals.ts';
import { checkResult } from './verdict.ts';

/** One failure a requirement that the alternative departs from, with the stanzas in which it shows, if any. */
export function violations(
  step: ExpectStep,
  alternative: Alternative,
  arrivals: Arrivals,
  context: JudgeContext,
): readonly CheckResult[] {
  const [shown, ...others] = telling(step, alternative, arrivals, context);
  const permitted = step.alternatives.flatMap(({ name, violates }) => (violates.length === 0 ? [name] : []));
  return alternative.violates.map((id) => {
    const at = { place: alternative.place, session: alternative.sessions[0]?.session ?? '', proves: [id] };
    const failure: Failure = {
      kind: 'violates',
      outcome: alternative.name,
      permitted,
      closest: shown,
      others: others.length === 0 ? undefined : others,
    };
    return checkResult(at, failure, context.requirements);
  });
}

/** The stanzas that no outcome without a departure has a place for; none where the departure is what did not arrive. */
function telling(
  step: ExpectStep,
  { sessions }: Alternative,
  arrivals: Arrivals,
  { bindings }: JudgeContext,
): readonly XmlElement[] {
  const permitted = step.alternatives.filter(({ violates }) => violates.length === 0);
  const named = [...step.sessions, ...permitted.flatMap((one) => one.sessions)];
  return sessions.flatMap(({ session }) => {
    const known = named.filter((e) => e.session === session);
    const patterns = known.flatMap(({ receives, may }) => [...receives.map(({ pattern }) => pattern), ...may]);
    const stanzas = arrivals.get(session) ?? [];
    return stanzas.filter((stanza) => !patterns.some((pattern) => match(pattern, stanza, bindings).matches));
  });
}
