import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import type { Endpoint } from '../model/problem.ts';
import { type Relay, startRelay } from './relay.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server that echoes, or one that never closes a connection, and a relay to it. */
async function relayTo(options: { readonly isStubborn?: boolean } = {}): Promise<Relay> {
  const accepted: Socket[] = [];
  const listener: Server = createServer({ allowHalfOpen: options.isStubborn === true }, (socket) => {
    accepted.push(socket);
    socket.on('error', () => undefined);
    if (options.isStubborn) socket.resume();
    else socket.pipe(socket);
  });
  await once(listener.listen(0, '127.0.0.1'), 'listening');
  const { port } = listener.address() as AddressInfo;
  const relay = await startRelay({ host: '127.0.0.1', port }, { noticeMs: options.isStubborn ? 50 : 10_000 });
  closing.push(
    () => relay.close(),
    () => {
      listener.close();
      for (const socket of accepted) socket.destroy();
    },
  );
  return relay;
}

async function dial(at: Endpoint): Promise<Socket> {
  const socket = connect(at);
  socket.on('error', () => undefined);
  closing.push(() => socket.destroy());
  await once(socket, 'connect');
  return socket;
}

async function echoed(socket: Socket, text: string): Promise<string> {
  socket.write(text);
  const [data] = await once(socket, 'data');
  return String(data);
}

test('carries what both sides send', async () => {
  const relay = await relayTo();
  expect(await echoed(await dial(relay.at), 'ay me')).toBe('ay me');
});

test('a cut closes connections on both sides and resolves when both have closed', async () => {
  const relay = await relayTo();
  const socket = await dial(relay.at);
  await echoed(socket, 'x');
  const closed = once(socket.resume(), 'close');
  expect(await relay.cut()).toBe(true);
  await closed;
});

test('a cut resets a connection that a server does not close', async () => {
  const relay = await relayTo({ isStubborn: true });
  const socket = await dial(relay.at);
  const closed = once(socket.resume(), 'close');
  expect(await relay.cut()).toBe(false);
  await closed;
});

test('after a cut, connections are refused until it is restored, at the same address', async () => {
  const relay = await relayTo();
  await relay.cut();
  await expect(dial(relay.at)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  await relay.restore();
  await relay.restore();
  expect(await echoed(await dial(relay.at), 'again')).toBe('again');
});

test('a mark waits for the connections of its moment, which the servers themselves close', async () => {
  const relay = await relayTo();
  const before = await dial(relay.at);
  await echoed(before, 'x');
  const closed = relay.mark();
  const after = await dial(relay.at);
  await echoed(after, 'x');
  before.end();
  expect(await closed()).toBe(true);
  expect(await echoed(after, 'still here')).toBe('still here');
});

test('accepts connections again once a process that held its address has let it go', async () => {
  const relay = await relayTo();
  expect(await relay.cut()).toBe(true);
  const holder = createServer().listen(relay.at.port, relay.at.host);
  await once(holder, 'listening');
  const restored = relay.restore();
  const first = await Promise.race([restored.then(() => 'restored'), sleep(50, 'held')]);
  holder.close();
  await restored;
  expect([first, await echoed(await dial(relay.at), 'ay me')]).toEqual(['held', 'ay me']);
});
