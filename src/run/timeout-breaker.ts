// Waits that expire are counted, and not paid again and again; what all waits took is kept by kind.

import { performance } from 'node:perf_hooks';
import type { WaitKind, WaitTally } from '../model/run.ts';
import { ProblemError } from '../wording/problems.ts';

/**
 * After this many expiries of one kind, one after another with no success between, a kind is given up: a server that
 * never answers costs three timeouts a worker, not one a case. Waits that expire together count once: a server or a
 * machine that stands still for a moment is no server that never answers.
 */
const STRIKES = 3;

/** Bounds waits by kind (`login`, `fence`, ...) over a whole run. */
export interface Patience {
  /**
   * Runs `attempt` with the timeout in milliseconds. `isExpiry` tells a timeout from other errors, which pass through.
   * Rejects with the problem `not-tried` at once when this kind has expired too often in a row.
   */
  wait<T>(kind: WaitKind, attempt: (timeoutMs: number) => Promise<T>): Promise<T>;
  /** Expired waits so far. */
  readonly expired: number;
  /** All waits so far, by kind. */
  readonly waits: Readonly<Record<string, WaitTally>>;
}

export function createPatience(timeoutMs: number, isExpiry: (error: unknown) => boolean): Patience {
  const strikes = new Map<string, { readonly count: number; readonly at: number }>();
  const waits: Record<string, WaitTally> = {};
  let expired = 0;
  const tally = (kind: string, ms: number) => {
    const { count, ms: before } = waits[kind] ?? { count: 0, ms: 0 };
    waits[kind] = { count: count + 1, ms: before + ms };
  };
  return {
    waits,
    get expired() {
      return expired;
    },
    async wait(kind, attempt) {
      if ((strikes.get(kind)?.count ?? 0) >= STRIKES) {
        throw new ProblemError({ kind: 'not-tried', wait: kind, expiries: STRIKES });
      }
      const began = performance.now();
      try {
        const value = await attempt(timeoutMs);
        strikes.delete(kind);
        return value;
      } catch (error) {
        if (isExpiry(error)) {
          expired += 1;
          const { count, at } = strikes.get(kind) ?? { count: 0, at: began };
          if (began >= at) strikes.set(kind, { count: count + 1, at: performance.now() });
        }
        throw error;
      } finally {
        tally(kind, performance.now() - began);
      }
    },
  };
}
