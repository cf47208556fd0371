// How a subscription state as it is seen differs from one of RFC 6121 A.1. Pure.

import type { StateDifference, StateRecipe } from '../model/standard.ts';

/** What shows of a state: a roster, and the requests that a new session receives. */
export type SeenState = Pick<StateRecipe, 'subscription' | 'ask' | 'pendingIn'>;

/** What differs; empty where both are the same. */
export function stateDifferences(seen: SeenState, expected: SeenState): readonly StateDifference[] {
  const { subscription, ask, pendingIn } = seen;
  return [
    ...(subscription === expected.subscription
      ? []
      : [{ kind: 'subscription', seen: subscription, expected: expected.subscription } as const]),
    ...(ask === expected.ask ? [] : [{ kind: 'ask', seen: ask } as const]),
    ...(pendingIn === expected.pendingIn ? [] : [{ kind: 'request', seen: pendingIn } as const]),
  ];
}

/** The fewest differences to any of the states: those to the nearest one. */
export function nearestDifferences(
  seen: SeenState,
  states: readonly (SeenState | undefined)[],
): readonly StateDifference[] | undefined {
  const known = states.filter((state) => state !== undefined);
  const [nearest] = known.map((state) => stateDifferences(seen, state)).sort((a, b) => a.length - b.length);
  return nearest;
}
