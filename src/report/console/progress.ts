// How far a run is, told by its events.

import type { Case } from '../../model/case.ts';
import type { RunEvent } from '../../model/event.ts';
import type { CaseResult } from '../../model/result.ts';
import type { RunInfo } from '../../model/run.ts';
import { isNewFailure } from '../../results/outcomes.ts';

/** Finished cases from which on their pace tells something. */
const ENOUGH_CASES = 10;

export interface Progress {
  readonly total: number;
  readonly results: readonly CaseResult[];
  /** Cases under way and for how long, the oldest first. */
  readonly running: readonly { readonly id: string; readonly forMs: number }[];
  /** What failed or is broken and has not been told in full yet, in the order of finishing. */
  readonly failures: readonly CaseResult[];
  /** Time to the end at the pace so far; undefined while nobody can tell. */
  readonly leftMs: number | undefined;
}

export interface ProgressWatch {
  on(event: RunEvent): void;
  /** The failures of these cases have been told. */
  tell(cases: readonly Case[]): void;
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
    tell(cases) {
      for (const { id } of cases) failures.delete(id);
    },
    now() {
      const nowMs = performance.now();
      const running = [...began].map(([id, atMs]) => ({ id, forMs: nowMs - atMs }));
      const leftMs = timeLeft({ finished: results.length, total, sinceFirstMs: nowMs - firstMs });
      // With --repeat a case finishes in its last round only: those begun before have ended, unseen.
      return { total, results, running: running.slice(-info.jobs), failures: [...failures.values()], leftMs };
    },
  };
}

/** The pace is counted from the first finished case on: what came before it is setting up. */
function timeLeft(so: { finished: number; total: number; sinceFirstMs: number }): number | undefined {
  if (so.finished < ENOUGH_CASES) return undefined;
  return (so.sinceFirstMs / (so.finished - 1)) * (so.total - so.finished);
}
