// Reading yields: what many streams receive at once must not hold up timers and signals.

import type { Socket } from 'node:net';
import { setImmediate } from 'node:timers';

/** Bytes that all streams read before each that reads more yields: some 10 ms of parsing. */
const BUDGET_BYTES = 256 * 1024;

/**
 * In most turns of the event loop the stream reads on that has read last, 128 KiB at most: a flood soon meets its limit, and
 * what it holds is free before the next one grows. In every fourth turn the one reads on, too, that has waited longest.
 */
const TURNS_OF_LATEST = 4;

/** The sockets that have yielded, in order. */
const waiting = new Set<Socket>();
let left = BUDGET_BYTES;
let turns = 0;

/** Counts bytes that a stream has read. Once the budget is used, its socket pauses until a later turn. */
export function countRead(bytes: number, socket: Socket | undefined): void {
  left -= bytes;
  if (left > 0 || socket === undefined || waiting.has(socket)) return;
  if (waiting.size === 0) setImmediate(resumeSome);
  waiting.add(socket.pause());
}

function resumeSome(): void {
  left = BUDGET_BYTES;
  turns += 1;
  const sockets = [...waiting];
  resume(sockets.at(-1));
  if (turns % TURNS_OF_LATEST === 0) resume(sockets[0]);
  if (waiting.size > 0) setImmediate(resumeSome);
}

function resume(socket: Socket | undefined): void {
  if (socket !== undefined && waiting.delete(socket)) socket.resume();
}
