// RFC 6121 2: every mutant of the roster rules.

import type { Mutant } from '../kit/mutant.ts';
import { accessMutants } from './access.ts';
import { additionMutants } from './additions.ts';
import { itemMutants } from './items.ts';
import { pushMutants } from './pushes.ts';
import { removalMutants } from './removals.ts';
import { updateMutants } from './updates.ts';
import { versionNumberMutants } from './version-numbers.ts';
import { versionMutants } from './versions.ts';

/** By subject. NO_MUTANT: none; every MUST and SHOULD of the chapter that can be seen of a server has one. */
export const rosterMutants: readonly Mutant[] = [
  ...itemMutants,
  ...accessMutants,
  ...pushMutants,
  ...additionMutants,
  ...updateMutants,
  ...removalMutants,
  ...versionMutants,
  ...versionNumberMutants,
];
