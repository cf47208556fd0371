// RFC 6121 2: every mutant of the roster rules.

import type { Mutant } from './mutant.ts';
import { accessMutants } from './roster-access.ts';
import { additionMutants } from './roster-additions.ts';
import { itemMutants } from './roster-items.ts';
import { pushMutants } from './roster-pushes.ts';
import { removalMutants } from './roster-removals.ts';
import { updateMutants } from './roster-updates.ts';
import { versionNumberMutants } from './roster-version-numbers.ts';
import { versionMutants } from './roster-versions.ts';

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
