// Waits for a server: bounded, tallied by kind, and no longer tried where they have expired again and again.

import { performance } from 'node:perf_hooks';
import type { WaitKind, WaitTally } from '../model/run.ts';
import { ProblemError } from '../wording/problems.ts';
import type { Facts, Known } from './facts.ts';
import { TRIES } from './numbers/numbers.ts';

/** Runs the job when it is its turn, and settles as it does. */
type TakeTurn = <T>(job: () => Promise<T>) => Promise<T>;

interface WaitOptions {
  /** Of each wait, in milliseconds. */
  readonly timeoutMs: number;
  readonly known: Known;
  /** Recognises a timeout; other errors are no lesson. */
  readonly isTimeout: (error: unknown) => boolean;
  /** A login waits for its turn before its timeout begins. Absent: it begins at once. */
  readonly takeTurn?: TakeTurn | undefined;
}

/** The waits of a run. */
export class Waits {
  readonly #options: WaitOptions;
  readonly #tallies: Record<string, WaitTally> = {};
  #expired = 0;

  constructor(options: WaitOptions) {
    this.#options = options;
  }

  /** The number of waits that timed out. */
  get expired(): number {
    return this.#expired;
  }

  /** All waits so far, by kind. */
  get tallies(): Readonly<Record<string, WaitTally>> {
    return this.#tallies;
  }

  /**
   * Runs `attempt` with the timeout in milliseconds; a login takes its turn first. Rejects with the problem `not-tried` at once where
   * this kind has expired too often in a row, by `facts`: a server that never answers costs a few timeouts, not one a case.
   */
  wait<T>(kind: WaitKind, facts: Facts, attempt: (timeoutMs: number) => Promise<T>): Promise<T> {
    const { takeTurn } = this.#options;
    const bounded = () => this.#bounded(kind, facts, attempt);
    return kind === 'login' && takeTurn !== undefined ? takeTurn(bounded) : bounded();
  }

  async #bounded<T>(kind: WaitKind, facts: Facts, attempt: (timeoutMs: number) => Promise<T>): Promise<T> {
    const { timeoutMs, known, isTimeout } = this.#options;
    if ((facts.expiries[kind]?.count ?? 0) >= TRIES)
      throw new ProblemError({ kind: 'not-tried', wait: kind, expiries: TRIES });
    const began = performance.now();
    try {
      const value = await attempt(timeoutMs);
      known.learn({ kind: 'answered', wait: kind });
      return value;
    } catch (error) {
      if (isTimeout(error)) {
        this.#expired += 1;
        known.learn({ kind: 'expired', wait: kind, began, ended: performance.now() });
      }
      throw error;
    } finally {
      const { count, ms } = this.#tallies[kind] ?? { count: 0, ms: 0 };
      this.#tallies[kind] = { count: count + 1, ms: ms + performance.now() - began };
    }
  }
}
