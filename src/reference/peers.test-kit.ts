// Two servers that reach each other, and a connection between them that can be cut.

import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll } from 'vitest';
import type { Endpoint } from '../model/problem.ts';
import type { Mode } from './mode.ts';
import { type ReferenceServer, startReference } from './server.ts';

export const VERONA = 'verona.localhost';
export const MANTUA = 'mantua.localhost';

/** Two servers with accounts, and what each knows of the other. */
export interface Peers {
  readonly verona: ReferenceServer;
  readonly mantua: ReferenceServer;
  /** Where the server of each domain listens. Both servers read it. */
  readonly servers: Map<string, Endpoint>;
  /** Cuts all connections between the two servers. */
  cut(): void;
}

/** Starts two servers for the tests of a file, and stops them after the tests. */
export async function usePeers(mode?: Mode): Promise<Peers> {
  const servers = new Map<string, Endpoint>();
  const start = async (domain: string) => {
    const server = await startReference({ domain, mode, s2s: { servers } });
    const relay = await startRelay({ host: server.host, port: server.s2sPort ?? 0 });
    servers.set(domain, relay.address);
    afterAll(() => Promise.all([server.stop(), relay.stop()]));
    return { server, relay };
  };
  const [verona, mantua] = [await start(VERONA), await start(MANTUA)];
  const cut = () => {
    verona.relay.cut();
    mantua.relay.cut();
  };
  return { verona: verona.server, mantua: mantua.server, servers, cut };
}

interface Relay {
  readonly address: Endpoint;
  cut(): void;
  stop(): Promise<void>;
}

async function startRelay(target: Endpoint): Promise<Relay> {
  const sockets = new Set<Socket>();
  const listener = createServer((from) => join(from, connect(target), sockets));
  const address = { host: '127.0.0.1', port: await portOf(listener) };
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  const stop = async () => {
    cut();
    await once(listener.close(), 'close');
  };
  return { address, cut, stop };
}

function join(from: Socket, to: Socket, sockets: Set<Socket>): void {
  from.pipe(to).pipe(from);
  for (const socket of [from, to]) {
    sockets.add(socket.setNoDelay(true));
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  }
}

/** Listens on a free port of 127.0.0.1. */
export async function portOf(listener: Server): Promise<number> {
  await once(listener.listen(0, '127.0.0.1'), 'listening');
  return (listener.address() as AddressInfo).port;
}
