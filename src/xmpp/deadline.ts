// The bound of a wait. Time in which this process stood still is not counted: what arrived meanwhile is not read yet.

/** Short against any bound, and long against a turn of the event loop. */
const SLICE_MS = 250;

/**
 * Calls `expire` once `timeoutMs` have passed in which this process could read what arrives; returns what calls it off.
 * The time is cut into slices, and of a slice that takes longer than it should no more than the slice counts: where the
 * machine or the process stands still for seconds, timers come before the sockets, and a server that has answered would
 * look like one that has not.
 */
export function startDeadline(timeoutMs: number, expire: () => void): () => void {
  let left = timeoutMs;
  let timer: NodeJS.Timeout;
  const next = () => {
    const slice = Math.min(left, SLICE_MS);
    timer = setTimeout(() => {
      left -= slice;
      if (left > 0) next();
      else expire();
    }, slice);
  };
  next();
  return () => clearTimeout(timer);
}
