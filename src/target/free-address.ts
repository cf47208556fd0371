import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

/** Two free ports of one loopback address: one for clients, one for a component. */
export interface FreeAddress {
  readonly host: string;
  readonly port: number;
  readonly componentPort: number;
}

/**
 * Free ports on a random loopback address. Outgoing connections leave from 127.0.0.1, so they cannot take a port of
 * this address before the server listens. Ports of 127.0.0.1 do get taken when many sessions connect.
 */
export async function freeAddress(): Promise<FreeAddress> {
  const host = `127.${randomInt(1, 255)}.${randomInt(0, 255)}.${randomInt(1, 255)}`;
  const servers = [createServer(), createServer()] as const;
  const [port, componentPort] = await Promise.all([listen(servers[0], host), listen(servers[1], host)]);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return { host, port, componentPort };
}

async function listen(server: Server, host: string): Promise<number> {
  await once(server.listen(0, host), 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
