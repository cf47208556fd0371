// All mutants of the reference server.

import { appendixMutants } from './appendix.ts';
import { deliveryMutants } from './delivery.ts';
import type { Mutant } from './mutant.ts';

/** Every mutant, those made from the tables of the standard first. Throws when two have the same id. */
export function allMutants(): readonly Mutant[] {
  const mutants = [...appendixMutants(), ...deliveryMutants()];
  const ids = mutants.map(({ id }) => id);
  const doubled = ids.find((id, index) => ids.indexOf(id) !== index);
  if (doubled !== undefined) throw new Error(`two mutants are called ${doubled}`);
  return mutants;
}
