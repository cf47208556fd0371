import { firstOf } from './broken.ts';
import type { OpenSession } from './case-sessions-options.ts';
import type { TimeoutBreaker } from './timeout-breaker.ts';

/** Waits until `hasAll` holds of what has arrived at the sessions, or until the timeout of the whole wait. Never rejects. */
export async function awaitArrivals(
  open: readonly OpenSession[],
  hasAll: () => boolean,
  breaker: TimeoutBreaker,
): Promise<void> {
  // The waits of the other sessions go on until the case closes them.
  let isOver = false;
  const isEnough = () => {
    isOver ||= hasAll();
    return isOver;
  };
  const attempt = (timeoutMs: number) =>
    firstOf(Promise.any(open.map(({ session }) => session.arrival(isEnough, timeoutMs))));
  await breaker.wait('stanza-after-drop', attempt).catch(() => undefined);
  isOver = true;
}
