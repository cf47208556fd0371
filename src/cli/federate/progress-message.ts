// What a run tells the process that started it: how many cases are done, and how they ended.

import type { Reporter } from '../../model/event.ts';
import { type ProgressWatch, watchProgress } from '../../report/console/progress.ts';
import { countOutcomes } from '../../results/outcomes.ts';

/** How often a run tells it, in milliseconds. */
const EVERY_MS = 300;

/** A reporter that sends the progress of the run while it goes on. */
export function createProgressReporter(send: (progress: RunProgress) => void): Reporter {
  const watch = watchProgress();
  let timer: NodeJS.Timeout | undefined;
  return {
    on(event) {
      watch.on(event);
      if (event.type === 'run-started') timer = setInterval(() => send(progressOf(watch)), EVERY_MS).unref();
      if (event.type === 'run-finished') clearInterval(timer);
    },
  };
}

function progressOf(watch: ProgressWatch): RunProgress {
  const { total, done, results, again } = watch.now();
  const { failed, warned, broken } = countOutcomes(results.map(({ outcome }) => ({ outcome })));
  return { total, done, failed, warned, broken, again };
}

/** The environment variable of a run whose parent process wants messages. */
export const PROGRESS_WANTED = 'XMPPSPEC_PROGRESS';

/** How far a run is. */
export interface RunProgress {
  /** Cases, and those that were looked at once. */
  readonly total: number;
  readonly done: number;
  /** Those that no other look may change. */
  readonly failed: number;
  readonly warned: number;
  readonly broken: number;
  /** Cases that are looked at again now, and how many of them have been; absent: these are first looks. */
  readonly again?: { readonly count: number; readonly done: number } | undefined;
}
