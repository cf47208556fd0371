// Second looks at failures, beside the first looks at other cases. They mostly wait for what does not come. If all came after the
// last first look, as many accounts as there are failures would be needed at once.

import { performance } from 'node:perf_hooks';
import type { CasePlayer } from './case-player.ts';
import type { Trial } from './schedule.ts';

/**
 * The shortest time in milliseconds between a failure and its second look here: what was wrong for a moment only, with the server
 * or the machine, has passed.
 */
export const LEAST_MS = 5000;

/** Second looks under way, and trials that wait for one. */
export class LooksBeside {
  readonly #most: () => number;
  readonly #look: (trial: Trial) => Promise<void>;
  readonly #player: Pick<CasePlayer, 'drop'>;
  /** In the order in which they were added, with the time of each. */
  readonly #waiting: { readonly trial: Trial; readonly at: number }[] = [];
  readonly #underWay = new Map<Trial, Promise<void>>();

  /** `most` looks may be under way when another would begin. `look` adds one to the trial. */
  constructor(most: () => number, look: (trial: Trial) => Promise<void>, player: Pick<CasePlayer, 'drop'>) {
    this.#most = most;
    this.#look = look;
    this.#player = player;
  }

  /** Adds a trial that needs a second look. */
  add(trial: Trial): void {
    if (this.#most() > 0) this.#waiting.push({ trial, at: performance.now() });
  }

  /** Begins a look, if one is due and there is room. One for each first look that ends: many at once would wait for accounts. */
  begin(): void {
    const [oldest] = this.#waiting;
    if (oldest === undefined || performance.now() - oldest.at < LEAST_MS || this.#underWay.size >= this.#most()) return;
    this.#waiting.shift();
    const { trial } = oldest;
    const look = this.#lookAt(trial).then(() => void this.#underWay.delete(trial));
    this.#underWay.set(trial, look);
    // `end` rejects.
    look.catch(() => undefined);
  }

  /** The number of looks under way. */
  get count(): number {
    return this.#underWay.size;
  }

  /** A look at the trial is under way. */
  isAt(trial: Trial): boolean {
    return this.#underWay.has(trial);
  }

  /** Begins no more looks at the trials added so far. Resolves when those under way have ended; rejects as one of them does. */
  async end(): Promise<void> {
    this.#waiting.length = 0;
    await Promise.all(this.#underWay.values());
  }

  /** A look that is broken is not kept: what broke it may pass, and few looks decide a case. */
  async #lookAt(trial: Trial): Promise<void> {
    await this.#look(trial);
    const broken = trial.looks.slice(1).filter(({ result }) => result.outcome === 'broken');
    trial.looks.splice(1, broken.length);
    this.#player.drop(broken);
  }
}
