// An outcome that is recognised and not permitted: the requirements that it violates, and the stanzas that show it.

import type { Failure } from '../../model/failure.ts';
import type { CheckResult } from '../../model/result.ts';
import type { Alternative, ExpectStep } from '../../model/step.ts';
import type { XmlElement } from '../../model/xml.ts';
import { match } from '../../stanza/match.ts';
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
  const permitted = step.alternatives.flatMap(({ name, violates }) => (violates.length === 0 ? [name] : []));
  return alternative.violates.map((id) => {
    const at = { place: alternative.place, session: alternative.sessions[0]?.session ?? '', proves: [id] };
    const shown = { closest, others: others.length === 0 ? undefined : others };
    const failure: Failure = { kind: 'violates', outcome: alternative.name, permitted, ...shown };
    return checkResult(at, failure, context);
  });
}

/** The stanzas that no permitted alternative has a place for. None where the violation is that something is missing. */
function evidence(
  { step, alternative: { sessions } }: Taken,
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
