import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { type ConnectionFaults, startProxy } from './proxy.test-kit.ts';
import { createRandom } from './random.test-kit.ts';

/** An echo behind a proxy with these faults, and a client of it. */
async function connected(faults: ConnectionFaults) {
  const accepted: Socket[] = [];
  const server = createServer((socket) => accepted.push(socket.on('error', () => undefined)));
  server.on('connection', (socket) => socket.pipe(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy = await startProxy({ port: (server.address() as AddressInfo).port, faults: () => faults });
  const client = connect({ port: proxy.port, host: '127.0.0.1' });
  onTestFinished(async () => {
    client.destroy();
    await proxy.stop();
    server.close();
  });
  await once(client, 'connect');
  const received: Buffer[] = [];
  client.on('data', (bytes) => received.push(bytes));
  const text = () => Buffer.concat(received).toString();
  return { proxy, client, accepted, pieces: received, text };
}

const events = (socket: Socket) => {
  const seen: string[] = [];
  for (const name of ['end', 'error', 'close']) {
    socket.on(name, (error: unknown) => seen.push(error instanceof Error && 'code' in error ? `${error.code}` : name));
  }
  return seen;
};

test('passes on what it gets, and both ends', async () => {
  const { proxy, client, text } = await connected({});
  client.write('a');
  await once(client, 'data');
  expect([text(), proxy.open, proxy.openToServer]).toEqual(['a', 1, 1]);
  client.end();
  await once(client, 'close');
  await expect.poll(() => [proxy.accepted, proxy.open, proxy.openToServer]).toEqual([1, 0, 0]);
});

test('delays, throttles and splits, and keeps the order', async () => {
  const { client, text, pieces } = await connected({
    toServer: { latencyMs: 20, jitterMs: 20, pieceBytes: 1 },
    toClient: { pieceBytes: 3, bytesPerSecond: 3000 },
  });
  const began = performance.now();
  for (const part of ['abc', 'defgh', 'ij']) client.write(part);
  await expect.poll(text, { interval: 5 }).toBe('abcdefghij');
  expect(pieces.length).toBeGreaterThan(1);
  expect(performance.now() - began).toBeGreaterThan(19);
});

test('cuts after a number of bytes', async () => {
  const { client, text } = await connected({ toClient: { end: { afterBytes: 3, how: 'cut' } } });
  const seen = events(client);
  client.write('abcdef');
  await once(client, 'close');
  expect([text(), seen]).toEqual(['abc', ['end', 'close']]);
});

test('resets after a number of bytes', async () => {
  const { client, accepted } = await connected({ toServer: { end: { afterBytes: 2, how: 'reset' } } });
  const seen = events(client);
  client.write('abcdef');
  await expect.poll(() => seen).toEqual(['ECONNRESET', 'close']);
  expect(accepted.map(({ destroyed }) => destroyed)).toEqual([true]);
});

test('loses what follows in one direction, the end included', async () => {
  const { client, accepted, proxy } = await connected({ toServer: { end: { afterBytes: 1, how: 'black-hole' } } });
  client.write('ab');
  await once(client, 'data');
  client.end('c');
  await expect.poll(() => proxy.open).toBe(0);
  expect([accepted[0]?.bytesRead, accepted[0]?.readableEnded, proxy.openToServer]).toEqual([1, false, 1]);
});

test('keeps the side of the server open when the client leaves', async () => {
  const { client, accepted, proxy } = await connected({ isHalfOpen: true });
  client.write('ab');
  await once(client, 'data');
  client.destroy();
  await expect.poll(() => proxy.open).toBe(0);
  expect([accepted[0]?.readableEnded, accepted[0]?.destroyed, proxy.openToServer]).toEqual([false, false, 1]);
});

test('the same seeds draw the same numbers, others draw others', () => {
  const drawn = (...seeds: readonly number[]) => {
    const random = createRandom(...seeds);
    return Array.from({ length: 8 }, () => random.below(1000));
  };
  expect(drawn(1, 2)).toEqual(drawn(1, 2));
  expect(drawn(1, 2)).not.toEqual(drawn(2, 1));
  expect(drawn(1)).not.toEqual(drawn(2));
  expect(new Set(drawn(0)).size).toBeGreaterThan(4);
});
