// Trials that are broken in every look. Their further looks cost the longest waits: where many are broken by one cause, a sample is
// looked at first.

import { createRandom } from '../random/random.ts';
import { brokenBy, isStuck } from './decide.ts';
import type { Trial } from './schedule.ts';

/**
 * Cases broken by the same cause that are looked at before all others: where none of them gets a verdict, the others get none
 * either. Which ones depends on their ids alone: in any order, with any accounts, the same cases get further looks.
 */
const SAMPLE = 64;

/** The broken trials of a run. */
export class StuckTrials {
  /** Those that are not looked at again. */
  readonly #left = new Set<Trial>();
  /** What broke trials of which another look has shown more. */
  readonly #passing = new Set<string>();

  /** The trial is not looked at again: a sample of those broken by its cause got no verdict. */
  isLeft(trial: Trial): boolean {
    return this.#left.has(trial);
  }

  /** The number of cases that are not looked at again. */
  get leftOut(): number {
    return new Set([...this.#left].map((trial) => trial.case.id)).size;
  }

  /** Calls `look` with those of the trials that are looked at now, and learns from what it adds to them. */
  async lookAt(trials: readonly Trial[], look: (some: readonly Trial[]) => Promise<void>): Promise<void> {
    const stuck = trials.filter(({ looks }) => isStuck(looks));
    const open = trials.filter((trial) => !stuck.includes(trial));
    const samples = sampleByCause(stuck, this.#passing);
    await look([...open, ...samples.flatMap(({ sample }) => sample)]);
    for (const { by, sample, others } of samples) {
      if (sample.some(({ looks }) => !isStuck(looks))) this.#passing.add(by);
      else for (const trial of others) this.#left.add(trial);
    }
  }
}

/** Trials that were broken by one cause. */
interface BrokenAlike {
  readonly by: string;
  /** Those that are looked at now. */
  readonly sample: readonly Trial[];
  /** Those that wait for what the sample shows. */
  readonly others: readonly Trial[];
}

/** Broken trials by their causes. All are in the sample of a cause of which another look is known to show more. */
function sampleByCause(broken: readonly Trial[], passing: ReadonlySet<string>): readonly BrokenAlike[] {
  const causes = new Set(broken.map(({ looks }) => brokenBy(looks)));
  return [...causes].map((by) => {
    const alike = broken.filter(({ looks }) => brokenBy(looks) === by);
    const sample = new Set(passing.has(by) ? alike : sampleOf(alike));
    return { by, sample: [...sample], others: alike.filter((trial) => !sample.has(trial)) };
  });
}

/** Those whose ids draw the smallest numbers: one case more in the list takes the place of one at most. */
function sampleOf(trials: readonly Trial[]): readonly Trial[] {
  const drawn = trials.map((trial) => ({ trial, number: numberOf(trial.case.id) }));
  return drawn
    .toSorted((a, b) => a.number - b.number)
    .slice(0, SAMPLE)
    .map(({ trial }) => trial);
}

/** A number from 0 to below 1 that is as good as random, always the same for an id. */
const numberOf = (id: string): number => createRandom(...Buffer.from(id))();
