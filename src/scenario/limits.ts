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

/** Each nested repeat multiplies the steps that run. */
export const MAX_NESTED_REPEATS = 3;

/** Steps that a case runs, with those of every round of its repeats: minutes on any server. */
export const MAX_STEPS_RUN = 5000;

/** Seconds that a case waits for answers that need the network, with every round of its repeats: a run still ends. */
export const MAX_WITHIN = 300;

/** Characters of a title, and of the name of a row: both are one line of every report. */
export const MAX_TITLE = 500;

/** Mistakes of one file that are shown. Nobody reads more of them. */
export const MAX_MISTAKES = 100;

/** The number of steps that run at most. */
export function stepsRun(steps: readonly Step[]): number {
  return steps.reduce((sum, step) => sum + (step.kind === 'repeat' ? roundsOf(step) * stepsRun(step.steps) : 1), 0);
}

/** Milliseconds that the steps may wait for answers that need the network. */
export function networkWaitMs(steps: readonly Step[]): number {
  const waits = steps.map((step) => {
    if (step.kind === 'repeat') return roundsOf(step) * networkWaitMs(step.steps);
    return step.kind === 'expect' ? (step.withinMs ?? 0) : 0;
  });
  return waits.reduce((sum, ms) => sum + ms, 0);
}

/** Rounds of a repeat: each doubles the value. */
export function roundsOf({ from, to }: { readonly from: number; readonly to: number }): number {
  return to < from ? 0 : Math.floor(Math.log2(to / from)) + 1;
}
