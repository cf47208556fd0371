// Cases that are broken in every look. Their further looks cost the longest waits: where many are broken by one cause, a sample is
// looked at first.

import { createRandom } from '../random/random.ts';
import { brokenBy, isStuck } from './decide.ts';
import { JOBS, PER_JOB } from './numbers/numbers.ts';
import type { CaseLooks } from './schedule.ts';

/**
 * Cases broken by the same cause that are looked at before all others: where none of them gets a verdict, the others get none either. Which
 * ones depends on their ids alone: in any order, with any accounts and jobs, the same cases get further looks.
 */
const SAMPLE = PER_JOB * JOBS;

/** The cases of a run that are broken in every look. */
export class StuckCases {
  /** Those that are not looked at again. */
  readonly #left = new Set<CaseLooks>();
  /** What broke cases of which another look has shown more. */
  readonly #passing = new Set<string>();

  /** The case is not looked at again: a sample of those broken by its cause got no verdict. */
  isLeft(one: CaseLooks): boolean {
    return this.#left.has(one);
  }

  /** The number of cases that are not looked at again. */
  get leftOut(): number {
    return new Set([...this.#left].map((one) => one.case.id)).size;
  }

  /** Calls `look` with those of the cases that are looked at now, and learns from what it adds to them. */
  async lookAt(begun: readonly CaseLooks[], look: (some: readonly CaseLooks[]) => Promise<void>): Promise<void> {
    const stuck = begun.filter(({ looks }) => isStuck(looks));
    const open = begun.filter((one) => !stuck.includes(one));
    const samples = sampleByCause(stuck, this.#passing);
    await look([...open, ...samples.flatMap(({ sample }) => sample)]);
    for (const { by, sample, others } of samples) {
      if (sample.some(({ looks }) => !isStuck(looks))) this.#passing.add(by);
      else for (const one of others) this.#left.add(one);
    }
  }
}

/** Looks that were broken by one cause. */
interface BrokenAlike {
  readonly by: string;
  /** Those that are looked at now. */
  readonly sample: readonly CaseLooks[];
  /** Those that wait for what the sample shows. */
  readonly others: readonly CaseLooks[];
}

/** Broken cases by their causes. All are in the sample of a cause of which another look is known to show more. */
function sampleByCause(broken: readonly CaseLooks[], passing: ReadonlySet<string>): readonly BrokenAlike[] {
  const causes = new Set(broken.map(({ looks }) => brokenBy(looks)));
  return [...causes].map((by) => {
    const alike = broken.filter(({ looks }) => brokenBy(looks) === by);
    const sample = new Set(passing.has(by) ? alike : sampleOf(alike));
    return { by, sample: [...sample], others: alike.filter((one) => !sample.has(one)) };
  });
}

/** Those whose ids draw the smallest numbers: one case more in the list takes the place of one at most. */
function sampleOf(begun: readonly CaseLooks[]): readonly CaseLooks[] {
  const drawn = begun.map((one) => ({ one, number: numberOf(one.case.id) }));
  return drawn
    .toSorted((a, b) => a.number - b.number)
    .slice(0, SAMPLE)
    .map(({ one }) => one);
}

/** A number from 0 to below 1 that is as good as random, always the same for an id. */
const numberOf = (id: string): number => createRandom(...Buffer.from(id))();
