import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

/** Free ports of one loopback address: for clients, for a component, and for other servers. */
export interface FreeAddress {
  readonly host: string;
  readonly port: number;
  readonly componentPort: number;
  readonly s2sPort: number;
}

/**
 * Free ports on a random loopback address. Outgoing connections leave from 127.0.0.1, so they cannot take a port of
 * this address before the server listens. Ports of 127.0.0.1 do get taken when many sessions connect.
 */
export async function freeAddress(): Promise<FreeAddress> {
  const host = `127.${randomInt(1, 255)}.${randomInt(0, 255)}.${randomInt(1, 255)}`;
  const servers = [createServer(), createServer(), createServer()] as const;
  const [client, component, server] = servers;
  const ports = [listen(client, host), listen(component, host), listen(server, host)] as const;
  const [port, componentPort, s2sPort] = await Promise.all(ports);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return { host, port, componentPort, s2sPort };
}

async function listen(server: Server, host: string): Promise<number> {
  await once(server.listen(0, host), 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
