// A circuit breaker for waits: one that expires again and again is not paid again and again.

import { performance } from 'node:perf_hooks';
import type { WaitKind, WaitTally } from '../model/run.ts';
import { ProblemError } from '../wording/problems.ts';

/**
 * Consecutive timeouts of one kind, with no success between, after which waits of this kind are no longer tried: a
 * server that never answers costs three timeouts a worker, not one a case. Timeouts that overlap count once: a server
 * or a machine that stalls for a moment is not one that never answers.
 */
const MAX_CONSECUTIVE_TIMEOUTS = 3;

/** Runs the job when it is its turn, and settles as it does. */
type TakeTurn = <T>(job: () => Promise<T>) => Promise<T>;

const atOnce: TakeTurn = (job) => job();

/** Bounds waits by kind over a whole run, and tallies them. */
export interface TimeoutBreaker {
  /**
   * Runs `attempt` with the timeout in milliseconds; a login takes its turn first. Rejects with the problem `not-tried` at
   * once when this kind has timed out too often in a row.
   */
  wait<T>(kind: WaitKind, attempt: (timeoutMs: number) => Promise<T>): Promise<T>;
  /**
   * Gives kinds that are no longer tried another chance: one more timeout in a row ends it. For a moment at which the
   * server may have recovered.
   */
  tryAgain(): void;
  /** The number of waits that timed out. */
  readonly expired: number;
  /** All waits so far, by kind. */
  readonly waits: Readonly<Record<string, WaitTally>>;
}

/**
 * Creates a breaker. `isTimeout` recognises a timeout; other errors pass through uncounted. A login that waits for its
 * turn has no timeout yet.
 */
export function createTimeoutBreaker(
  timeoutMs: number,
  isTimeout: (error: unknown) => boolean,
  takeTurn: TakeTurn = atOnce,
): TimeoutBreaker {
  const timeouts = new Map<string, { readonly count: number; readonly at: number }>();
  const waits: Record<string, WaitTally> = {};
  let expired = 0;
  const tally = (kind: string, ms: number) => {
    const { count, ms: before } = waits[kind] ?? { count: 0, ms: 0 };
    waits[kind] = { count: count + 1, ms: before + ms };
  };
  const bounded: TimeoutBreaker['wait'] = async (kind, attempt) => {
    if ((timeouts.get(kind)?.count ?? 0) >= MAX_CONSECUTIVE_TIMEOUTS) {
      throw new ProblemError({ kind: 'not-tried', wait: kind, expiries: MAX_CONSECUTIVE_TIMEOUTS });
    }
    const began = performance.now();
    try {
      const value = await attempt(timeoutMs);
      timeouts.delete(kind);
      return value;
    } catch (error) {
      if (isTimeout(error)) {
        expired += 1;
        const { count, at } = timeouts.get(kind) ?? { count: 0, at: began };
        if (began >= at) timeouts.set(kind, { count: count + 1, at: performance.now() });
      }
      throw error;
    } finally {
      tally(kind, performance.now() - began);
    }
  };
  return {
    waits,
    tryAgain: () => {
      for (const [kind, { count, at }] of timeouts) {
        timeouts.set(kind, { count: Math.min(count, MAX_CONSECUTIVE_TIMEOUTS - 1), at });
      }
    },
    get expired() {
      return expired;
    },
    wait: (kind, attempt) => (kind === 'login' ? takeTurn(() => bounded(kind, attempt)) : bounded(kind, attempt)),
  };
}
