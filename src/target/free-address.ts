import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Free ports of one loopback address: for clients, for a component, and for other servers. */
export interface FreeAddress {
  readonly host: string;
  readonly port: number;
  readonly componentPort: number;
  readonly s2sPort: number;
}

/**
 * Free ports on a random loopback address. Outgoing connections leave from 127.0.0.1, so they cannot take a port of
 * this address before the server listens. Ports of 127.0.0.1 do get taken when many sessions connect. The ports lie below
 * those that systems give out: another process that listens on all addresses would take one of these here, too.
 */
export async function freeAddress(): Promise<FreeAddress> {
  const host = `127.${randomInt(1, 255)}.${randomInt(0, 255)}.${randomInt(1, 255)}`;
  const ports = new Set<number>();
  while (ports.size < 3) {
    const port = randomInt(10_000, 32_000);
    if (await isFree(host, port)) ports.add(port);
  }
  const [port = 0, componentPort = 0, s2sPort = 0] = ports;
  return { host, port, componentPort, s2sPort };
}

async function isFree(host: string, port: number): Promise<boolean> {
  const server = createServer().listen(port, host);
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  await once(server.close(), 'close');
  return true;
}
