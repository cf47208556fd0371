// TCP proxies that make a round trip last longer: half of the time on the way there, half on the way back.
//   node scripts/delay-proxy.js MILLISECONDS HOST:PORT...
// prints an address of 127.0.0.1 for each server, and serves until it is stopped.

import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

/**
 * Forwards the connections of a free port of 127.0.0.1 to `host` and `port`. A round trip takes `delayMs` milliseconds
 * more, and so does the opening of a connection. Resolves with the address; `close` ends all connections.
 */
export async function startDelayProxy({ host, port, delayMs }) {
  const sockets = new Set();
  const server = createServer((client) => {
    const upstream = connect({ host, port });
    for (const socket of [client, upstream]) {
      sockets.add(socket.setNoDelay());
      socket.once('close', () => sockets.delete(socket));
    }
    const openAt = Date.now() + delayMs;
    forward(client, upstream, () => Math.max(0, openAt - Date.now()) + delayMs / 2);
    forward(upstream, client, () => delayMs / 2);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const close = async () => {
    const closed = once(server.close(), 'close');
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return { host: '127.0.0.1', port: server.address().port, close };
}

/** Hands on what arrives, in its order, each part after the delay of that moment; then the end of the connection. */
function forward(from, to, delayMs) {
  const queue = [];
  const later = (act) => {
    queue.push(act);
    setTimeout(() => queue.shift()(), delayMs());
  };
  from.on('data', (chunk) => later(() => to.destroyed || to.write(chunk)));
  from.on('end', () => later(() => to.end()));
  from.on('error', () => later(() => to.destroy()));
  from.on('close', () => later(() => to.destroySoon()));
}

async function main([delay, ...targets]) {
  const isSound = /^\d+$/.test(delay ?? '') && targets.length > 0 && targets.every((one) => /^[^:]+:\d+$/.test(one));
  if (!isSound) {
    console.error('usage: node scripts/delay-proxy.js MILLISECONDS HOST:PORT...');
    process.exitCode = 2;
    return;
  }
  for (const target of targets) {
    const [host, port] = target.split(':');
    const proxy = await startDelayProxy({ host, port: Number(port), delayMs: Number(delay) });
    console.log(`${proxy.host}:${proxy.port}`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
