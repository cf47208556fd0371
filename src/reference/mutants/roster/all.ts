// Rosters (RFC 6121 2).

import type { Mutant } from '../kit/mutant.ts';
import { accessMutants } from './access.ts';
import { additionMutants } from './additions.ts';
import { itemAddressMutants } from './item-addresses.ts';
import { itemMutants } from './items.ts';
import { pushMutants } from './pushes.ts';
import { removalMutants } from './removals.ts';
import { updateMutants } from './updates.ts';
import { versionNumberMutants } from './version-numbers.ts';
import { versionMutants } from './versions.ts';

/** Every observable MUST and SHOULD of the chapter has a mutant. */
export const rosterMutants: readonly Mutant[] = [
  ...itemMutants,
  ...itemAddressMutants,
  ...accessMutants,
  ...pushMutants,
  ...additionMutants,
  ...updateMutants,
  ...removalMutants,
  ...versionMutants,
  ...versionNumberMutants,
];
