import { unlessAborted } from './abort.ts';
import type { Arrivals } from './arrivals.ts';
import { Broken, firstOf } from './broken.ts';
import type { OpenSession } from './case-sessions-options.ts';
import type { Environment } from './environment.ts';

/** When an observation has all that it waits for. */
export interface Completion {
  /** Absent: nothing is waited for. */
  isComplete?(arrivals: Arrivals): boolean;
  /**
   * Bound in milliseconds for what needs the network. It is the expectation's own: neither the timeout of the run nor earlier
   * expiries shorten it. Absent: the timeout of the run.
   */
  readonly withinMs?: number | undefined;
}

/** What is waited for before a fence. */
interface Awaited extends Pick<Completion, 'withinMs'> {
  readonly open: readonly OpenSession[];
  /** Asked at once and whenever something has arrived. */
  hasAll(): boolean;
}

/** Waits until all has arrived or the time is over. Rejects with `Broken` where the run is stopped during `withinMs`. */
export async function awaitArrivals(
  { open, hasAll, withinMs }: Awaited,
  { breaker, signal }: Pick<Environment, 'breaker' | 'signal'>,
): Promise<void> {
  // The waits of the other sessions go on until the case closes them.
  let isOver = false;
  const isEnough = () => {
    isOver ||= hasAll();
    return isOver;
  };
  const attempt = (timeoutMs: number) =>
    firstOf(Promise.any(open.map(({ session }) => session.arrival(isEnough, timeoutMs))));
  const wait =
    withinMs === undefined ? breaker.wait('stanza-after-drop', attempt) : unlessAborted(signal, attempt(withinMs));
  await wait.catch(() => undefined);
  const isComplete = isOver;
  isOver = true;
  if (withinMs !== undefined && signal.aborted && !isComplete) throw new Broken({ kind: 'interrupted' });
}
