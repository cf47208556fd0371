import type { Session } from '../model/session.ts';
import { unlessAborted } from './abort.ts';
import { Broken, firstOf } from './broken.ts';
import type { Environment } from './environment.ts';
import type { Facts } from './facts.ts';
import type { Arrivals } from './judge/arrivals.ts';

/** When an observation has all that it waits for. */
export interface Completion {
  /** Absent: nothing is waited for. */
  isComplete?(arrivals: Arrivals): boolean;
  /** The number of stanzas that could still come: it falls only where one of them does. Absent: none is known. */
  missing?(arrivals: Arrivals): number;
  /**
   * Bound in milliseconds for what needs the network. It is the expectation's own: neither the timeout of the run nor earlier
   * expiries shorten it. Absent: the timeout of the run.
   */
  readonly withinMs?: number | undefined;
}

/** What is waited for before a fence. */
interface Awaited extends Pick<Completion, 'withinMs'> {
  readonly sessions: readonly Session[];
  /** Asked at once and whenever something has arrived. */
  hasAll(): boolean;
  /** The wait is part of a further look: one that expires is not one that is given up for all cases. */
  readonly isPatient: boolean;
}

/** Waits until all has arrived or the time is over. Rejects with `Broken` where the run is stopped during `withinMs`. */
export async function awaitArrivals(
  { sessions, hasAll, withinMs, isPatient }: Awaited,
  { waits, facts, signal, timeoutMs }: Pick<Environment, 'waits' | 'signal' | 'timeoutMs'> & { readonly facts: Facts },
): Promise<void> {
  const isComplete = await hasArrived(sessions, hasAll, (attempt) => {
    if (withinMs !== undefined) return unlessAborted(signal, attempt(withinMs));
    return isPatient ? attempt(timeoutMs) : waits.wait('stanza-after-drop', facts, attempt);
  });
  if (withinMs !== undefined && signal.aborted && !isComplete) throw new Broken({ kind: 'interrupted' });
}

/** Runs an attempt with a timeout in milliseconds. */
type Bounded = (attempt: (timeoutMs: number) => Promise<void>) => Promise<void>;

/** Waits for arrivals at any of the sessions until `hasAll` holds or the time is over; resolves with whether it held. Never rejects. */
export async function hasArrived(
  sessions: readonly Session[],
  hasAll: () => boolean,
  bounded: Bounded,
): Promise<boolean> {
  // The waits of the other sessions go on until the case closes them.
  let isOver = false;
  const isEnough = () => {
    isOver ||= hasAll();
    return isOver;
  };
  const attempt = (timeoutMs: number) =>
    firstOf(Promise.any(sessions.map((session) => session.arrival(isEnough, timeoutMs))));
  await bounded(attempt).catch(() => undefined);
  const isComplete = isOver;
  isOver = true;
  return isComplete;
}
