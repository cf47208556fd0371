// What tells the cases that show a finding from those that check the same rules and pass.

import type { Case, Topology } from '../../model/case.ts';
import { scenarioOf } from '../latitude.ts';

export type Contrast =
  /** All that show it have contacts there; none that passes has. */
  | { readonly kind: 'topology'; readonly topology: Topology }
  /** The given states of those that show it, and of those that pass: none is in both. */
  | { readonly kind: 'states'; readonly showing: readonly string[]; readonly passing: readonly string[] }
  /** Rows of one scenario, by what stands in the brackets of their ids. */
  | {
      readonly kind: 'rows';
      readonly scenario: string;
      readonly showing: readonly string[];
      readonly passing: readonly string[];
    }
  /** Scenarios of those that pass, and how many cases of each do. */
  | { readonly kind: 'scenarios'; readonly passing: readonly (readonly [scenario: string, cases: number])[] };

/** The contrast that says most; undefined: none of the cases passes. `example` decides whose scenario is looked at. */
export function contrastOf(showing: readonly Case[], passing: readonly Case[], example: Case): Contrast | undefined {
  if (passing.length === 0) return undefined;
  return (
    byTopology(showing, passing) ?? byStates(showing, passing) ?? byRows(showing, passing, example) ?? rest(passing)
  );
}

function byTopology(showing: readonly Case[], passing: readonly Case[]): Contrast | undefined {
  const [topology, ...others] = [...new Set(showing.map((one) => one.topology))];
  if (topology === undefined || others.length > 0) return undefined;
  return passing.some((one) => one.topology === topology) ? undefined : { kind: 'topology', topology };
}

function byStates(showing: readonly Case[], passing: readonly Case[]): Contrast | undefined {
  const [shown, passed] = [statesOf(showing), statesOf(passing)];
  if (shown === undefined || passed === undefined || shown.some((state) => passed.includes(state))) return undefined;
  return { kind: 'states', showing: shown, passing: passed };
}

/** The given states; undefined: a case has none. */
function statesOf(cases: readonly Case[]): readonly string[] | undefined {
  const states = cases.flatMap(({ given }) => given?.state ?? []);
  return states.length < cases.length ? undefined : [...new Set(states)];
}

function byRows(showing: readonly Case[], passing: readonly Case[], example: Case): Contrast | undefined {
  const scenario = scenarioOf(example.id);
  const rows = (cases: readonly Case[]) =>
    cases.filter(({ id }) => scenarioOf(id) === scenario).map(({ id }) => id.slice(scenario.length + 1, -1));
  const [shown, passed] = [rows(showing), rows(passing)];
  return passed.length === 0 ? undefined : { kind: 'rows', scenario, showing: shown, passing: passed };
}

function rest(passing: readonly Case[]): Contrast {
  const counts = new Map<string, number>();
  for (const { id } of passing) counts.set(scenarioOf(id), (counts.get(scenarioOf(id)) ?? 0) + 1);
  return { kind: 'scenarios', passing: [...counts].sort(([, a], [, b]) => b - a) };
}
