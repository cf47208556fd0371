import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * A free port on a loopback address of its own. Outgoing connections leave from 127.0.0.1, so none of them can take
 * the port between this look and the launch, as happens with ports of 127.0.0.1 when many sessions connect.
 */
export async function freeAddress(): Promise<{ host: string; port: number }> {
  const host = `127.${randomInt(1, 255)}.${randomInt(0, 255)}.${randomInt(1, 255)}`;
  const server = createServer();
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  await new Promise((resolve) => server.close(resolve));
  return { host, port };
}
