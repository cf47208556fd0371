// The timeout of a wait. Time in which this process was suspended does not count: it has not read what arrived meanwhile.

import type { EventEmitter } from 'node:events';

/**
 * A server ends its side of a stream one round trip after ours (RFC 6120 4.4). One that does not is not waited for longer
 * than this, where nothing depends on it, in milliseconds.
 */
export const CLOSE_TIMEOUT_MS = 1000;

/** Short compared with any timeout, long compared with a turn of the event loop. */
const SLICE_MS = 250;

/**
 * Calls `expire` once this process has run for `timeoutMs`; returns a function that cancels. The time is counted in slices.
 * A slice that takes longer than it should counts as one slice. Reason: when the machine or the process was suspended for
 * seconds, Node.js runs expired timers before it reads sockets, so a server that has answered would seem silent.
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

/** Resolves when the stream or its connection is closed by the other side, and after `timeoutMs`. Never rejects. */
export function closing(stream: EventEmitter, timeoutMs: number): Promise<void> {
  return new Promise((resolve) => {
    const callOff = startDeadline(timeoutMs, resolve);
    const done = () => {
      callOff();
      resolve();
    };
    stream.once('close', done).once('disconnect', done);
  });
}
