// The progress of a run, from its events.

import type { Case } from '../../model/case.ts';
import type { RunEvent } from '../../model/event.ts';
import type { CaseResult } from '../../model/result.ts';
import type { RunInfo } from '../../model/run.ts';
import { isNewFailure } from '../../results/outcomes.ts';

/** What a run does before its first case. */
export type Stage = NonNullable<Extract<RunEvent, { type: 'run-preparing' }>['stage']>;

/** Finished cases before the time left is estimated. */
const ENOUGH_CASES = 10;

export interface Progress {
  /** What is done before the first case; undefined: the cases run. */
  readonly stage: Stage | undefined;
  /** Since the first event, in milliseconds. */
  readonly forMs: number;
  /** First looks that the run takes: one at each case in each repetition. */
  readonly total: number;
  readonly done: number;
  /** The latest result of each case, without those that another look may change. */
  readonly results: readonly CaseResult[];
  /** Cases whose latest look may not be the last. */
  readonly open: number;
  /** The cases that are looked at again now, and how many of them have been; undefined: these are first looks. */
  readonly again: { readonly count: number; readonly done: number } | undefined;
  /** Running cases and for how long, the oldest first. */
  readonly running: readonly { readonly id: string; readonly forMs: number }[];
  /** New failures that no section has shown yet, in the order of finishing. */
  readonly failures: readonly CaseResult[];
  /** Estimated time to the end of the first looks; undefined until enough cases have finished. */
  readonly leftMs: number | undefined;
}

export interface ProgressWatch {
  on(event: RunEvent): void;
  /** Drops the failures of these cases, which a section has shown. */
  dropFailures(cases: readonly Case[]): void;
  now(): Progress;
}

/** Watches a run. */
export function watchProgress(): ProgressWatch {
  const beganMs = performance.now();
  let stage: Stage | undefined;
  let [info, total]: [Pick<RunInfo, 'strict' | 'jobs'>, number] = [{ strict: false, jobs: 1 }, 0];
  const looked = new Map<string, CaseResult>();
  const open = new Set<string>();
  const began = new Map<string, number>();
  const failures = new Map<string, CaseResult>();
  let again: { readonly count: number; done: number } | undefined;
  let [firstMs, done] = [0, 0];

  const end = (result: CaseResult, isFinal: boolean) => {
    const { id } = result.case;
    looked.set(id, result);
    began.delete(id);
    if (isFinal || result.outcome === 'passed' || result.outcome === 'skipped') open.delete(id);
    else open.add(id);
    // One look accuses nobody.
    if (isFinal && isNewFailure(result, info.strict)) failures.set(id, result);
  };
  const endLook = (result: CaseResult, look: number) => {
    if (look > 1) {
      if (again !== undefined) again.done += 1;
      return end(result, false);
    }
    if (done === 0) firstMs = performance.now();
    done += 1;
    again = undefined;
    return end(result, false);
  };
  return {
    on(event) {
      if (event.type === 'run-preparing') stage = event.stage;
      if (event.type === 'run-started') {
        stage = undefined;
        [info, total] = [event.info, event.cases.length * (event.repeat ?? 1)];
      }
      if (event.type === 'case-started') began.set(event.case.id, performance.now());
      if (event.type === 'looking-again') again = { count: event.count, done: 0 };
      if (event.type === 'case-looked') endLook(event.result, event.look);
      if (event.type === 'case-finished') {
        // A report that is read back has no looks.
        if (!looked.has(event.result.case.id)) endLook(event.result, 1);
        end(event.result, true);
      }
    },
    dropFailures(cases) {
      for (const { id } of cases) failures.delete(id);
    },
    now() {
      const nowMs = performance.now();
      const running = [...began].map(([id, atMs]) => ({ id, forMs: nowMs - atMs }));
      const leftMs =
        again === undefined ? timeLeft({ finished: done, total, sinceFirstMs: nowMs - firstMs }) : undefined;
      return {
        ...{ stage, total, done, again, leftMs, open: open.size, forMs: nowMs - beganMs },
        results: [...looked.values()].filter((result) => !open.has(result.case.id)),
        running: running.slice(-info.jobs),
        failures: [...failures.values()],
      };
    },
  };
}

/** Counts the pace from the first finished case: the time before it is setup. */
function timeLeft(done: { finished: number; total: number; sinceFirstMs: number }): number | undefined {
  if (done.finished < ENOUGH_CASES) return undefined;
  return (done.sinceFirstMs / (done.finished - 1)) * (done.total - done.finished);
}
