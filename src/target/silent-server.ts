// A server that accepts connections and never answers.

import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { Endpoint } from '../model/problem.ts';
import type { Companion } from './name-server.ts';

/** Starts one on loopback. It keeps no process from ending. Rejects when it cannot listen. */
export async function startSilentServer(): Promise<Companion & Endpoint> {
  const sockets = new Set<Socket>();
  const listener = createServer((socket) => {
    sockets.add(socket.unref());
    // Without a reader, the end of the connection would not show.
    socket.resume().on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  listener.listen(0, '127.0.0.1').unref();
  await once(listener, 'listening');
  const { address: host, port } = listener.address() as AddressInfo;
  return {
    host,
    port,
    close() {
      listener.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
