// Which cases start first and run side by side, beside the jobs: those that wait for an answer that needs the network.

import type { Case } from '../model/case.ts';
import type { Step } from '../model/step.ts';
import type { Environment } from './environment.ts';
import { localActors } from './needs.ts';

/**
 * Such cases that run at once. They wait and do little else; the standard has fewer of them, and each stays connected for
 * as long as the server tries to reach another.
 */
const MAX_AT_ONCE = 64;

/** The cases of a run in two groups. */
interface Groups {
  /** They wait for the network. */
  readonly slow: readonly Case[];
  /** The number of slow cases that run at once. */
  readonly atOnce: number;
  /** False: the slow cases run after the others. */
  readonly isBeside: boolean;
  readonly others: readonly Case[];
}

/**
 * Groups the cases. With existing accounts, slow cases may hold half of them, and never one that the largest other case
 * needs; where none is left, they run after the others, on all accounts. One job at a time means all in their order.
 */
export function groupCases(
  cases: readonly Case[],
  { capacity, target }: Pick<Environment, 'capacity' | 'target'>,
  jobs: number,
): Groups {
  const slow = target.isIsolated || jobs <= 1 ? [] : cases.filter((one) => waitsForNetwork(one.steps));
  const others = slow.length === 0 ? cases : cases.filter((one) => !slow.includes(one));
  if (capacity === undefined) return { slow, others, atOnce: MAX_AT_ONCE, isBeside: true };
  const spare = Math.min(Math.floor(capacity / 2), capacity - mostAccounts(others));
  const each = Math.max(1, mostAccounts(slow));
  const isBeside = spare >= each;
  const atOnce = Math.max(1, Math.floor((isBeside ? spare : capacity) / each));
  return { slow, others, atOnce: Math.min(MAX_AT_ONCE, atOnce), isBeside };
}

/** Whether a step waits for an answer that needs the network. */
export function waitsForNetwork(steps: readonly Step[]): boolean {
  return steps.some((step) =>
    step.kind === 'repeat' ? waitsForNetwork(step.steps) : step.kind === 'expect' && step.withinMs !== undefined,
  );
}

function mostAccounts(cases: readonly Case[]): number {
  return cases.reduce((most, one) => Math.max(most, localActors(one).length), 0);
}
