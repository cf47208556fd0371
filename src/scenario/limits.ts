// Bounds on what one scenario file may ask for: far above any real scenario, so that every file is read in seconds.

import type { Step } from '../model/step.ts';

/** Rows have a few columns. Each column is searched in the whole text. */
export const MAX_COLUMNS = 100;

/** Actors and sessions together. Servers and machines hold no more connections for one case. */
export const MAX_SESSIONS = 1000;

/** Characters of text that all rows of a file hold with their columns filled in: about 3 s of work. */
export const MAX_CHARACTERS = 8 * 1024 * 1024;

/** Characters of `${text:N}` in one stanza: what the tester itself reads of one stanza. */
export const MAX_TEXT = 1024 * 1024;

/** Numbers of one range, such as `${1..129}`. */
export const MAX_RANGE = 200;

/** Seconds that a case waits for answers that need the network: a run still ends. */
export const MAX_WITHIN = 300;

/** Characters of a title, and of the name of a row: both are one line of every report. */
export const MAX_TITLE = 500;

/** Mistakes of one file that are shown. Nobody reads more of them. */
export const MAX_MISTAKES = 100;

/** Milliseconds that the steps may wait for answers that need the network. */
export const networkWaitMs = (steps: readonly Step[]): number =>
  steps.reduce((sum, step) => sum + (step.kind === 'expect' ? (step.withinMs ?? 0) : 0), 0);
