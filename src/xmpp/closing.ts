import type { EventEmitter } from 'node:events';
import { startDeadline } from './deadline.ts';

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
