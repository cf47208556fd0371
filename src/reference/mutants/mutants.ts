// All mutants of the reference server.

import { addressingMutants } from './addressing/all.ts';
import { conformanceMutants } from './conformance.ts';
import { iqMutants } from './iq/all.ts';
import type { Mutant } from './kit/mutant.ts';
import { messageMutants } from './message/all.ts';
import { presenceMutants } from './presence/all.ts';
import { rosterMutants } from './roster/all.ts';
import { subscriptionMutants } from './subscription/all.ts';
import { appendixAMutants } from './tables/appendix-a.ts';
import { deliveryTableMutants } from './tables/delivery.ts';

/** Returns every mutant, first those that are generated from the tables of the standard. Throws when an id is not unique. */
export function allMutants(): readonly Mutant[] {
  const mutants = [
    ...appendixAMutants(),
    ...deliveryTableMutants(),
    ...rosterMutants,
    ...subscriptionMutants,
    ...presenceMutants,
    ...messageMutants,
    ...iqMutants,
    ...addressingMutants,
    ...conformanceMutants,
  ];
  const ids = mutants.map(({ id }) => id);
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined) throw new Error(`two mutants have the id ${repeated}`);
  return mutants;
}
