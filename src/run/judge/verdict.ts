// From checks to verdicts.

import type { CaseDispute } from '../../model/case.ts';
import type { Failure } from '../../model/failure.ts';
import type { Place } from '../../model/place.ts';
import type { CheckResult, DisputedRequirement, RequirementVerdict, Verdict } from '../../model/result.ts';
import type { DisputedFailure, Requirement } from '../../model/standard.ts';
import type { XmlElement } from '../../model/xml.ts';
import { isSameWithoutAsk } from '../../stanza/iq.ts';
import { child, NS } from '../../stanza/xml.ts';
import { NOTIFICATIONS, silencedKind } from './silenced-kind.ts';

/** What decides whether a check that does not hold fails or warns. */
export interface Rulebook {
  readonly requirements: ReadonlyMap<string, Requirement>;
  /** See `Case.disputes`. */
  readonly disputes?: readonly CaseDispute[] | undefined;
  /** Name of the outcome of `oneOf` that the check belongs to; absent: none. */
  readonly outcome?: string | undefined;
}

/** The requirements of a list that a server can break: all but those of level MAY (RFC 2119 5). */
export const breakable = (
  ids: readonly string[],
  { requirements }: Pick<Rulebook, 'requirements'>,
): readonly string[] => ids.filter((id) => requirements.get(id)?.level !== 'MAY');

/** The verdict of a requirement whose check does not hold: a MUST fails, anything weaker warns. */
export function verdictOf(requirement: Requirement | undefined): Verdict {
  return requirement === undefined || requirement.level.startsWith('MUST') ? 'failed' : 'warned';
}

/** Whether a check that cites the requirement fails where it does not hold. `failure` is absent before it is known. */
export function isHard(id: string, rulebook: Rulebook, failure?: Failure): boolean {
  return rulingOn(id, rulebook, failure) === undefined && verdictOf(rulebook.requirements.get(id)) === 'failed';
}

/** The result of one check. Without a failure it passed. With one it names the requirements that it breaks: none of level MAY. */
export function checkResult(
  at: { readonly place: Place; readonly session: string; readonly proves: readonly string[] },
  failure: Failure | undefined,
  rulebook: Rulebook,
): CheckResult {
  const { place, session, proves } = at;
  if (failure === undefined) return { place, session, requirements: proves, verdict: 'passed' };
  const requirements = breakable(proves, rulebook);
  const verdict = requirements.some((id) => isHard(id, rulebook, failure)) ? 'failed' : 'warned';
  const disputed = requirements.flatMap((id): readonly DisputedRequirement[] => {
    const ruling = rulingOn(id, rulebook, failure);
    return ruling === undefined ? [] : [{ requirement: id, ruling }];
  });
  return { place, session, requirements, verdict, failure, ...(disputed.length > 0 && { disputed }) };
}

/** The first ruling that disputes the requirement; undefined: none does. */
function rulingOn(id: string, { disputes = [], ...rulebook }: Rulebook, failure?: Failure): string | undefined {
  const outcome = outcomeOf(failure) ?? rulebook.outcome;
  const found = disputes.find(
    (dispute) =>
      (dispute.requirement ?? id) === id &&
      !(dispute.failure === 'repeated' && dispute.requirement === undefined && rulebook.requirements.get(id)?.once) &&
      (dispute.outcomes === undefined || (outcome !== undefined && dispute.outcomes.includes(outcome))) &&
      (dispute.failure === undefined || (failure !== undefined && SHOWN[dispute.failure](failure))),
  );
  return found?.ruling;
}

/** The outcome that a failure itself names: the alternative taken, or the subscription state found. */
function outcomeOf(failure: Failure | undefined): string | undefined {
  if (failure?.kind === 'violates') return failure.outcome;
  return failure?.kind === 'state' && 'name' in failure.found ? failure.found.name : undefined;
}

const isRosterPush = (stanza: XmlElement | undefined): boolean =>
  stanza?.name === 'iq' && stanza.attrs['type'] === 'set' && child(stanza, 'query', NS.roster) !== undefined;

/** Whether a state differs from the expected one by nothing but the pending request of the contact. */
function differsByRequest(failure: Failure, expected: { readonly seen: boolean }): boolean {
  const { differences = [] } = failure.kind === 'state' ? failure : {};
  return differences.length > 0 && differences.every(({ kind, seen }) => kind === 'request' && seen === expected.seen);
}

/** Whether a failure is of a kind that a ruling names. */
const SHOWN: Readonly<Record<DisputedFailure, (failure: Failure) => boolean>> = {
  repeated: (failure) => {
    if (failure.kind !== 'unexpected' || failure.isRepeated !== true || failure.closest === undefined) return false;
    return NOTIFICATIONS.includes(silencedKind(failure.closest, []));
  },
  'request-missing': (failure) => failure.kind === 'missing' && failure.expected?.attrs['type'] === 'subscribe',
  'request-not-shown': (failure) => differsByRequest(failure, { seen: false }),
  'request-shown': (failure) => differsByRequest(failure, { seen: true }),
  'ask-not-shown': (failure) =>
    (failure.kind === 'missing' || failure.kind === 'differs') &&
    failure.difference?.path.endsWith('/item@ask') === true &&
    isSameWithoutAsk(failure.expected, failure.closest),
  'further-push': (failure) => failure.kind === 'unexpected' && isRosterPush(failure.closest),
};

/** The worst of verdicts: that of a case by its checks. */
export const worst = (verdicts: readonly Verdict[]): Verdict =>
  verdicts.includes('failed') ? 'failed' : verdicts.includes('warned') ? 'warned' : 'passed';

/** The verdict of each requirement: the worst of the checks that cite it. */
export function requirementVerdicts(
  checks: readonly CheckResult[],
  requirements: ReadonlyMap<string, Requirement>,
): readonly RequirementVerdict[] {
  const ids = [...new Set(checks.flatMap((check) => check.requirements))].sort();
  return ids.map((id) => {
    const requirement = requirements.get(id);
    const citing = checks.filter((check) => check.requirements.includes(id));
    const rulings = citing.map((check) => check.disputed?.find((one) => one.requirement === id)?.ruling);
    const verdicts = citing.map(({ failure }, at) =>
      failure === undefined ? 'passed' : rulings[at] === undefined ? verdictOf(requirement) : 'warned',
    );
    const verdict = worst(verdicts);
    const ruling = verdict === 'warned' ? rulings.find((one) => one !== undefined) : undefined;
    return { id, level: requirement?.level ?? 'MUST', verdict, ...(ruling !== undefined && { ruling }) };
  });
}
