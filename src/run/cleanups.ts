/** Cleanups under way for each worker. Few enough to be done soon after the last case; a server that is slow to close holds up no case. */
const PER_JOB = 8;

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
