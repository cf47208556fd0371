// What a second look at a case is played with: what has not come is waited for before it counts as missing.

import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Session } from '../model/session.ts';
import { hasArrived } from './await-arrivals.ts';
import type { Environment } from './environment.ts';
import { FIRST_WAIT_MS, PATIENCE_MS } from './numbers/numbers.ts';

/** What a look waits for after a fence. */
interface Wanted {
  hasAll(): boolean;
  /** See `Completion.missing`. */
  missing(): number;
}

/** The patience of one look at a case. The timeout of the run bounds it, too. */
export class Patience {
  readonly #env: Pick<Environment, 'known' | 'timeoutMs' | 'cutOff'>;
  readonly #settleMs: number;
  readonly #limitMs: number;
  #lagMs = 0;

  /** `settleMs`: what the fences of the look wait after their pings. */
  constructor(env: Pick<Environment, 'known' | 'timeoutMs' | 'cutOff'>, settleMs: number) {
    this.#env = env;
    this.#settleMs = settleMs;
    this.#limitMs = Math.min(PATIENCE_MS, env.timeoutMs);
  }

  /** The longest time in milliseconds after a fence at which something still came; 0: nothing did. */
  get lagMs(): number {
    return this.#lagMs;
  }

  /**
   * Waits until `hasAll` holds of what has arrived at the sessions, right after a fence. Resolves with whether something came that
   * was missing; what else comes meanwhile shows no lag. Never rejects. It is given up for no other case: where the server never sends
   * the stanza, every look ends here.
   */
  async awaitMissing(sessions: readonly Session[], { hasAll, missing }: Wanted): Promise<boolean> {
    if (hasAll()) return false;
    const began = performance.now();
    const before = missing();
    let left = before;
    const look = () => {
      const now = missing();
      if (now < left) this.#note(performance.now() - began + this.#settleMs);
      left = now;
      return hasAll();
    };
    await hasArrived(sessions, look, (attempt) => attempt(this.#limitMs));
    return left < before;
  }

  /** Reads, right after a fence, until what it reads holds; resolves with what it read last. Rejects as `read` does. */
  async until<T>(read: () => Promise<T>, holds: (seen: T) => boolean): Promise<T> {
    const began = performance.now();
    let seen = await read();
    // The first reading may have waited for the turn of its login.
    const readAt = performance.now();
    let pauseMs = FIRST_WAIT_MS;
    while (!holds(seen)) {
      const leftMs = this.#limitMs - (performance.now() - readAt);
      if (leftMs <= 0 || this.#env.cutOff.aborted) break;
      await sleep(Math.min(pauseMs, leftMs), undefined, { signal: this.#env.cutOff }).catch(() => undefined);
      pauseMs *= 2;
      const againMs = performance.now() - began;
      seen = await read();
      if (holds(seen)) this.#note(againMs + this.#settleMs);
    }
    return seen;
  }

  #note(lagMs: number): void {
    this.#lagMs = Math.max(this.#lagMs, lagMs);
    this.#env.known.learn({ kind: 'lag', lagMs });
  }
}

/** Reads once; in a patient look, until what it reads holds. Rejects as `read` does. */
export async function readUntil<T>(
  { patience }: { readonly patience?: Patience | undefined },
  read: () => Promise<T>,
  holds: (seen: T) => boolean,
): Promise<T> {
  return patience === undefined ? read() : patience.until(read, holds);
}
