// A relay in front of the port where a server listens for other servers: the connections that it carries can be cut.

import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Endpoint } from '../model/problem.ts';
import type { Companion } from './name-server.ts';

/** A server closes a connection that the other side has closed within milliseconds; a busy machine needs more. */
const NOTICE_MS = 10_000;

/** Milliseconds between two attempts to listen at an address that is held. */
const HELD_MS = 20;

/** Carries the connections of other servers to one server. */
export interface Relay extends Companion {
  /** Where it listens, always the same. */
  readonly at: Endpoint;
  /**
   * Refuses new connections and closes all on both sides. Resolves with true when the servers at both ends have closed them, too,
   * and therefore know of it; with false where one has not done so within 10 s, and is reset.
   */
  cut(): Promise<boolean>;
  /**
   * Accepts connections again. A process that begins meanwhile may hold the address for a moment. Rejects when the relay cannot
   * listen at it within 10 s.
   */
  restore(): Promise<void>;
  /** Notes the connections of this moment. The function that it returns waits, as `cut` does, until servers have closed them. */
  mark(): () => Promise<boolean>;
}

/**
 * Starts a relay at the address of the server that it leads to. It keeps no process from ending. Servers get `noticeMs`
 * milliseconds to close what was cut. Rejects when it cannot listen.
 */
export async function startRelay(to: Endpoint, { noticeMs = NOTICE_MS } = {}): Promise<Relay> {
  const sockets = new Set<Socket>();
  const accept = (from: Socket) => join(from, connect(to), sockets);
  let listener = await listen(accept, { host: to.host, port: 0 });
  const { address: host, port } = listener.address() as AddressInfo;
  return {
    at: { host, port },
    cut() {
      listener.close();
      for (const socket of sockets) part(socket);
      return closedWithin(noticeMs, [...sockets]);
    },
    async restore() {
      const until = performance.now() + noticeMs;
      while (!listener.listening) {
        await listen(accept, { host, port }).then(
          (again) => {
            listener = again;
          },
          (error) => retryHeld(error, until),
        );
      }
    },
    mark() {
      const open = [...sockets];
      return () => closedWithin(noticeMs, open);
    },
    close() {
      listener.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

async function listen(accept: (from: Socket) => void, { host, port }: Endpoint): Promise<Server> {
  const listener = createServer(accept).listen(port, host).unref();
  await once(listener, 'listening');
  return listener;
}

/** Waits a moment where the address is held; rejects with the error where it is another one, or too late. */
async function retryHeld(error: unknown, until: number): Promise<void> {
  const isHeld = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  if (!isHeld || performance.now() > until) throw error;
  await sleep(HELD_MS);
}

/** What one side sends goes to the other, and so does its end. */
function join(from: Socket, to: Socket, sockets: Set<Socket>): void {
  for (const [socket, other] of [
    [from, to],
    [to, from],
  ] as const) {
    sockets.add(socket.setNoDelay().unref());
    socket.pipe(other);
    socket.on('error', () => other.destroy());
    socket.on('close', () => {
      sockets.delete(socket);
      part(other);
    });
  }
}

/** Closes this side of a connection, and reads on until the other side has closed, too. */
function part(socket: Socket): void {
  socket.unpipe();
  socket.resume().end();
}

async function closedWithin(limitMs: number, sockets: readonly Socket[]): Promise<boolean> {
  const timer = new AbortController();
  const expired = sleep(limitMs, false, { signal: timer.signal, ref: false }).catch(() => false);
  const closing = sockets.map((socket) => socket.closed || new Promise((resolve) => socket.once('close', resolve)));
  const isDone = await Promise.race([Promise.all(closing).then(() => true), expired]);
  timer.abort();
  for (const socket of sockets) socket.resetAndDestroy();
  return isDone;
}
