// How a hostile server writes: floods, trickles, and transports that lose bytes.

import { once } from 'node:events';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import type { Payload } from './payloads.test-kit.ts';

/** Bytes written at once in a flood. */
const PIECE = 65_536;

/** Pieces of a flood, up to a number of bytes. */
export function* floodOf({ head, unit }: Payload, mostBytes: number): Generator<Buffer> {
  const piece = unit.length === 0 ? head : Buffer.concat(Array(Math.ceil(PIECE / unit.length)).fill(unit));
  yield head;
  if (piece.length === 0) return;
  for (let sent = 0; sent < mostBytes; sent += piece.length) yield piece;
}

/**
 * Writes the pieces as fast as the client reads them, until it has gone. A client that reads fast lets every write succeed
 * at once, so the event loop gets its turn after each: otherwise no timer of this process would run.
 */
export async function pour(pieces: Iterable<Buffer>, client: Socket): Promise<void> {
  for (const piece of pieces) {
    if (client.destroyed || !client.writable) return;
    if (!client.write(piece)) await drained(client);
    await nextTurn();
  }
}

/** Writes one byte at a time. */
export async function trickle(text: string, client: Socket, pauseMs: number): Promise<void> {
  for (const byte of Buffer.from(text)) {
    if (!client.writable) return;
    client.write(Buffer.of(byte));
    await delay(pauseMs);
  }
}

/** Resolves when the socket can be written to, or has closed. */
const drained = async (socket: Socket): Promise<void> => {
  const over = new AbortController();
  const { signal } = over;
  const events = ['drain', 'close', 'end'].map((event) => once(socket, event, { signal }).catch(() => undefined));
  await Promise.race(events);
  over.abort();
};

/** A stream over the socket that loses what is written after a number of bytes. */
export function limited(socket: Socket, mostBytes: number): Duplex {
  let left = mostBytes;
  const duplex = new Duplex({
    read: () => undefined,
    write(bytes: Buffer, _encoding, done) {
      if (left > 0) socket.write(bytes.subarray(0, left));
      left -= bytes.length;
      done();
    },
  });
  socket.on('data', (bytes) => duplex.push(bytes));
  socket.on('close', () => duplex.destroy());
  return duplex;
}
