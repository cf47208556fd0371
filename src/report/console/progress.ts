// The progress of a run, from its events.

import type { Case } from '../../model/case.ts';
import type { RunEvent } from '../../model/event.ts';
import type { CaseResult } from '../../model/result.ts';
import type { RunInfo } from '../../model/run.ts';
import { isNewFailure } from '../../results/outcomes.ts';

/** Finished cases before the time left is estimated. */
const ENOUGH_CASES = 10;

export interface Progress {
  readonly total: number;
  readonly results: readonly CaseResult[];
  /** Running cases and for how long, the oldest first. */
  readonly running: readonly { readonly id: string; readonly forMs: number }[];
  /** New failures that no section has shown yet, in the order of finishing. */
  readonly failures: readonly CaseResult[];
  /** Estimated time to the end; undefined until enough cases have finished. */
  readonly leftMs: number | undefined;
}

export interface ProgressWatch {
  on(event: RunEvent): void;
  /** Drops the failures of these cases, which a section has shown. */
  dropFailures(cases: readonly Case[]): void;
  now(): Progress;
}

/** Watches a run of `total` cases. */
export function watchProgress(info: RunInfo, total: number): ProgressWatch {
  const results: CaseResult[] = [];
  const began = new Map<string, number>();
  const failures = new Map<string, CaseResult>();
  let firstMs = 0;

  const finish = (result: CaseResult) => {
    if (results.length === 0) firstMs = performance.now();
    results.push(result);
    began.delete(result.case.id);
    if (isNewFailure(result, info.strict)) failures.set(result.case.id, result);
  };
  return {
    on(event) {
      if (event.type === 'case-started') began.set(event.case.id, performance.now());
      if (event.type === 'case-finished') finish(event.result);
    },
    dropFailures(cases) {
      for (const { id } of cases) failures.delete(id);
    },
    now() {
      const nowMs = performance.now();
      const running = [...began].map(([id, atMs]) => ({ id, forMs: nowMs - atMs }));
      const leftMs = timeLeft({ finished: results.length, total, sinceFirstMs: nowMs - firstMs });
      // With --repeat a case finishes in its last round. Cases that began earlier wait for theirs.
      return { total, results, running: running.slice(-info.jobs), failures: [...failures.values()], leftMs };
    },
  };
}

/** Counts the pace from the first finished case: the time before it is setup. */
function timeLeft(done: { finished: number; total: number; sinceFirstMs: number }): number | undefined {
  if (done.finished < ENOUGH_CASES) return undefined;
  return (done.sinceFirstMs / (done.finished - 1)) * (done.total - done.finished);
}
