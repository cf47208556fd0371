// Second looks at failures, beside the first looks at other cases. They mostly wait for what does not come. If all came after the
// last first look, as many accounts as there are failures would be needed at once.

import { performance } from 'node:perf_hooks';
import type { Trial } from './schedule.ts';

/**
 * The shortest time in milliseconds between a failure and its second look here: what was wrong for a moment only, with the server
 * or the machine, has passed.
 */
const LEAST_MS = 5000;

/** Second looks under way, and trials that wait for one. */
export class LooksBeside {
  readonly #most: number;
  readonly #look: (trial: Trial) => Promise<void>;
  /** In the order in which they were added, with the time of each. */
  readonly #waiting: { readonly trial: Trial; readonly at: number }[] = [];
  readonly #underWay = new Set<Promise<void>>();

  /** `most` looks are under way at a time; 0: none ever is. */
  constructor(most: number, look: (trial: Trial) => Promise<void>) {
    this.#most = most;
    this.#look = look;
  }

  /** Adds a trial that needs a second look. */
  add(trial: Trial): void {
    this.#waiting.push({ trial, at: performance.now() });
  }

  /** Begins the looks that are due, as many as there is room for. */
  begin(): void {
    const dueSince = performance.now() - LEAST_MS;
    while (this.#underWay.size < this.#most) {
      const [oldest] = this.#waiting;
      if (oldest === undefined || oldest.at > dueSince) return;
      this.#waiting.shift();
      const look = this.#look(oldest.trial).then(() => void this.#underWay.delete(look));
      this.#underWay.add(look);
      // `end` rejects.
      look.catch(() => undefined);
    }
  }

  /** Begins no more looks at the trials added so far. Resolves when those under way have ended; rejects as one of them does. */
  async end(): Promise<void> {
    this.#waiting.length = 0;
    await Promise.all(this.#underWay);
  }
}
