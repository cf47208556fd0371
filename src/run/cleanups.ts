/**
 * Cleanups under way for each worker. A case has about three accounts: with 16 workers, those of 32 cases are removed within
 * 3 s after the last case, also on a machine that is busy.
 */
const PER_JOB = 2;

/** The cleanups of finished cases that are under way. */
export class Cleanups {
  readonly #underWay = new Set<Promise<void>>();
  readonly #limit: number;

  constructor(jobs: number) {
    this.#limit = PER_JOB * jobs;
  }

  /** Adds a cleanup. Resolves when there is room for another. */
  async add(cleanup: Promise<void>): Promise<void> {
    const done = cleanup.finally(() => this.#underWay.delete(done));
    this.#underWay.add(done);
    while (this.#underWay.size > this.#limit) await Promise.race(this.#underWay);
  }

  /** Resolves when no cleanup is under way. */
  async allDone(): Promise<void> {
    await Promise.all(this.#underWay);
  }
}
