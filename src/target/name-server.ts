// A name server for launched servers that may connect to others. Without it a server would ask the one of this machine.

import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { answerTo, type Names } from './dns-answer.ts';

/** A name that is not known takes as long as with a resolver that has to ask others: longer than any fence. */
const DELAY_MS = 2000;

/** Where a server under test finds other servers. */
export interface NameServerOptions extends Names {
  /** A loopback address. */
  readonly host: string;
  /** UDP port. */
  readonly port: number;
}

/** Something that runs as long as a launched server. */
export interface Companion {
  /** Ends it. Does nothing the second time. */
  close(): void;
}

/** Starts a name server. It keeps no process from ending. Rejects when it cannot listen. */
export async function startNameServer({ host, port, ...names }: NameServerOptions): Promise<Companion> {
  const socket = createSocket('udp4').bind(port, host);
  await once(socket, 'listening');
  socket.unref().on('error', () => undefined);
  const timers = new Set<NodeJS.Timeout>();
  let isClosed = false;
  socket.on('message', (query, from) => {
    const answer = answerTo(query, names);
    if (answer === undefined) return;
    if (answer.isKnown) {
      send(socket, answer.message, from);
      return;
    }
    const timer = setTimeout(() => {
      timers.delete(timer);
      send(socket, answer.message, from);
    }, DELAY_MS).unref();
    timers.add(timer);
  });
  return {
    close() {
      if (isClosed) return;
      isClosed = true;
      for (const timer of timers) clearTimeout(timer);
      socket.close();
    },
  };
}

function send(socket: Socket, answer: Buffer, { port, address }: RemoteInfo): void {
  socket.send(answer, port, address, () => undefined);
}
