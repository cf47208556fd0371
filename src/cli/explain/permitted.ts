// Which outcomes the cases of a requirement leave to a server.

import type { Case } from '../../model/case.ts';
import type { ExpectStep, Step } from '../../model/step.ts';
import { scenarioOf } from '../../results/latitude.ts';
import { groupBy } from '../../results/tally.ts';

/** The outcomes that a scenario permits where it checks the requirement; names in the order of the file. */
export interface Permitted {
  readonly scenario: string;
  readonly outcomes: readonly string[];
}

/** The choices that a server has where these cases check the requirement. A scenario that permits one outcome is left out. */
export function permittedOutcomes(id: string, cases: readonly Case[]): readonly Permitted[] {
  const citing = cases.filter(({ requirements }) => requirements.includes(id));
  return [...groupBy(citing, (aCase) => scenarioOf(aCase.id))].flatMap(([scenario, group]) => {
    const outcomes = [...new Set(group.flatMap(({ steps }) => steps.flatMap((step) => outcomesIn(step, id))))];
    return outcomes.length < 2 ? [] : [{ scenario, outcomes }];
  });
}

function outcomesIn(step: Step, id: string): readonly string[] {
  if (step.kind === 'state') return step.proves.includes(id) && step.states.length > 1 ? step.states : [];
  if (step.kind !== 'expect' || !citesIn(step).includes(id)) return [];
  return step.alternatives.filter(({ violates }) => violates.length === 0).map(({ name }) => name);
}

/** What the alternatives of a step cite, and the step itself. */
function citesIn({ proves, sessions, alternatives }: ExpectStep): readonly string[] {
  const all = [...sessions, ...alternatives.flatMap((one) => one.sessions)];
  const inSessions = all.flatMap((one) => [
    ...one.proves,
    ...one.receives.flatMap((check) => [...check.proves, ...check.further.flatMap((more) => more.proves)]),
  ]);
  return [...proves, ...inSessions, ...alternatives.flatMap(({ violates }) => violates)];
}
