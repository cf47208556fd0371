/**
 * Cleanups under way for each worker. A case has about three accounts: with 16 workers, those of 32 cases are removed within
 * 3 s after the last case, also on a machine that is busy.
 */
const PER_JOB = 2;

/** The cleanups of finished cases that are under way. */
export class Cleanups {
  readonly #underWay = new Set<Promise<void>>();
  /** Cases whose cleanup has not begun. */
  readonly #staying = new Set<Promise<void>>();
  readonly #limit: number;

  constructor(jobs: number) {
    this.#limit = PER_JOB * jobs;
  }

  /** Adds a cleanup. Resolves when there is room for another. */
  async add(cleanup: Promise<void>): Promise<void> {
    this.#begin(cleanup);
    await this.#room();
  }

  /** Adds a cleanup that begins when `stay` resolves, and takes room from then on. Resolves when there is room for another. */
  async addAfter(stay: Promise<unknown>, cleanup: Promise<void>): Promise<void> {
    const begun = stay.then(() => {
      this.#begin(cleanup);
      this.#staying.delete(begun);
    });
    this.#staying.add(begun);
    await this.#room();
  }

  /** Resolves when no cleanup is under way or to come. */
  async allDone(): Promise<void> {
    await Promise.all(this.#staying);
    await Promise.all(this.#underWay);
  }

  #begin(cleanup: Promise<void>): void {
    const done = cleanup.finally(() => this.#underWay.delete(done));
    this.#underWay.add(done);
  }

  async #room(): Promise<void> {
    while (this.#underWay.size > this.#limit) await Promise.race(this.#underWay);
  }
}
