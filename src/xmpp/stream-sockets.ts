import { Socket } from 'node:net';
import type { FamilySocket } from '@xmpp/client-core';

/** The sockets of one stream until they have closed: with StartTLS, the plain one and the one over it. */
export class StreamSockets {
  readonly #open = new Set<Socket>();
  readonly #onAllClosed: () => void;
  #current: Socket | undefined;
  #saidGoodbye = false;

  constructor(onAllClosed: () => void) {
    this.#onAllClosed = onAllClosed;
  }

  /** The socket that was added last: the stream is read from it and written to it. */
  get current(): Socket | undefined {
    return this.#current;
  }

  add(socket: Socket | undefined): void {
    if (socket === undefined) return;
    this.#current = socket;
    this.#open.add(socket);
    socket.once('close', () => {
      this.#open.delete(socket);
      if (this.#open.size === 0) this.#onAllClosed();
    });
  }

  /** Closes this side of the stream, once, if it can be written to. */
  sayGoodbye(): void {
    const socket = this.#current;
    if (this.#saidGoodbye || socket === undefined || socket.connecting || !socket.writable) return;
    this.#saidGoodbye = true;
    socket.write('</stream:stream>');
  }

  destroy(): void {
    for (const socket of this.#open) socket.destroy();
  }
}

/** The socket of Node.js behind a socket of the library. */
export function socketOf(socket: FamilySocket | null): Socket | undefined {
  const inner = socket !== null && 'socket' in socket ? socket.socket : socket;
  return inner instanceof Socket ? inner : undefined;
}
