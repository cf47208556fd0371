// What many cases take for granted, by name.

import type { Basic } from '../model/case.ts';

/** What a scenario can establish that no feature stands for. */
const BASICS = {
  ask: true,
  'roster-set': true,
  'roster-removal': true,
  'roster-push': true,
  'item-not-found': true,
  redelivery: true,
  state: true,
} satisfies Record<Basic, true>;

/** Whether a scenario that establishes this reports what a server lacks, instead of a feature that it may leave out. */
export const isBasic = (name: string): name is Basic => Object.hasOwn(BASICS, name);
