// Reading yields: what many streams receive at once must not hold up timers and signals.

import type { Socket } from 'node:net';
import { setImmediate } from 'node:timers';

/** Bytes that all streams read before each that reads more yields: some 10 ms of parsing. */
const BUDGET_BYTES = 256 * 1024;

/** Streams that have yielded and read on in one turn of the event loop. Each reads 128 KiB at most. */
const RESUMED = 2;

/** The sockets that have yielded, in order. */
const waiting = new Set<Socket>();
let left = BUDGET_BYTES;

/** Counts bytes that a stream has read. Once the budget is used, its socket pauses until a later turn. */
export function countRead(bytes: number, socket: Socket | undefined): void {
  left -= bytes;
  if (left > 0 || socket === undefined || waiting.has(socket)) return;
  if (waiting.size === 0) setImmediate(resumeSome);
  waiting.add(socket.pause());
}

function resumeSome(): void {
  left = BUDGET_BYTES;
  for (const socket of [...waiting].slice(0, RESUMED)) {
    waiting.delete(socket);
    socket.resume();
  }
  if (waiting.size > 0) setImmediate(resumeSome);
}
