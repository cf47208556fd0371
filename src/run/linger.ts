// After its last fence a case that passed stays for a while, in the background: what comes then came late.

import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Case } from '../model/case.ts';
import type { Environment } from './environment.ts';
import { MADE_ACCOUNTS } from './needs.ts';
import { FIRST_WAIT_MS, PER_JOB } from './numbers/numbers.ts';

/** Accounts that nothing else waits for. */
const FREE_ACCOUNTS: readonly string[] = [...MADE_ACCOUNTS, 'absent'];

interface LingeringOptions {
  readonly jobs: number;
  /** False: the server is known to keep its order. */
  readonly isWanted: boolean;
}

/** The cases of a run that stay after their end. */
export class Lingering {
  readonly #signal: AbortSignal;
  readonly #limit: number;
  #count = 0;

  /** Where accounts are few, none stays: others wait for its accounts. */
  constructor({ signal, capacity }: Pick<Environment, 'signal' | 'capacity'>, { jobs, isWanted }: LingeringOptions) {
    this.#signal = signal;
    this.#limit = isWanted && capacity === undefined ? PER_JOB * jobs : 0;
    // Each case that stays listens.
    setMaxListeners(0, signal);
  }

  /** Whether the case may stay: nothing else waits for what it holds. */
  mayStay({ actors }: Case): boolean {
    return this.#count < this.#limit && actors.every(({ account }) => FREE_ACCOUNTS.includes(account));
  }

  /** Resolves with the time in milliseconds when it is over; with 0 at once when the run is stopped. */
  async stay(): Promise<number> {
    this.#count += 1;
    const stayedMs = await sleep(FIRST_WAIT_MS, FIRST_WAIT_MS, { signal: this.#signal }).catch(() => 0);
    this.#count -= 1;
    return stayedMs;
  }
}
