import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { ConnectOptions, Session } from '../model/session.ts';
import { problemOf } from '../wording/problems.ts';
import { createConnect, createOpenStream } from './connect.ts';
import { type FakeServer, makeCertificate, PASSWORD, type Rule, startFakeServer } from './fake-server.test-kit.ts';
import { OpenStreams } from './open-streams.ts';
import { connectComponent } from './renewable-domain.ts';

const certificate = makeCertificate('localhost');
const login: ConnectOptions = {
  account: { jid: 'juliet@localhost', password: PASSWORD },
  resource: 'balcony',
  answers: true,
  timeoutMs: 5000,
  record: () => undefined,
};

async function start(options: Parameters<typeof startFakeServer>[0] = {}): Promise<FakeServer> {
  const server = await startFakeServer(options);
  onTestFinished(() => server.stop());
  return server;
}

/** A server that accepts connections and says nothing. `sockets` are its ends of them. */
async function startSilent() {
  const sockets: Socket[] = [];
  const server = createServer((socket) => void sockets.push(socket.on('error', () => undefined)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { address: { host: '127.0.0.1', port, domain: 'localhost', tls: 'plain', insecure: false } as const, sockets };
}

const connectTo = (address: FakeServer['address'], streams: OpenStreams, changes: Partial<ConnectOptions> = {}) =>
  createConnect(address, streams)({ ...login, ...changes });

const called = async (job: Promise<unknown>) => problemOf(await job.catch((error: unknown) => error));

const OFF = { kind: 'called-off' };

/** Whether an error says that this side gave the connection up. */
const isCalledOff = (problem: object) => JSON.stringify(problem).includes(OFF.kind);

test.each([
  ['plain', 'plain', {}],
  ['StartTLS', 'starttls', { certificate }],
  ['direct TLS', 'direct', { certificate, direct: true }],
] as const)('a stream over %s is a member until its last socket has closed', async (_, tls, options) => {
  const server = await start(options);
  const streams = new OpenStreams();
  const session = await connectTo({ ...server.address, tls, insecure: true }, streams);
  expect([streams.count, streams.unended]).toEqual([1, 1]);
  await session.close(5000);
  expect(streams.unended).toBe(0);
  await streams.allClosed();
  expect(streams.count).toBe(0);
});

test.each([
  ['a dropped session', (session: Session) => session.drop()],
  ['a session that the server drops', (_: Session, server: FakeServer) => server.drop()],
] as const)('%s leaves its owner', async (_, end) => {
  const server = await start();
  const streams = new OpenStreams();
  end(await connectTo(server.address, streams), server);
  await streams.allClosed();
  expect(streams.count).toBe(0);
});

const REFUSED: Rule = [/<auth[^>]*>[^<]*<\/auth>/, () => `<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>`];
const FAULTY: Rule = [
  /<auth[^>]*>[^<]*<\/auth>/,
  () =>
    `<stream:error><internal-server-error xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></stream:stream>`,
];

test.each([
  ['a refused login', REFUSED],
  ['a login that is tried again and again', FAULTY],
])('%s leaves nothing open', async (_, rule) => {
  const server = await start({ rules: [rule], mechanisms: ['PLAIN'] });
  const streams = new OpenStreams();
  await expect(connectTo(server.address, streams)).rejects.toThrow();
  await streams.allClosed();
  expect(streams.count).toBe(0);
});

test('a TLS handshake that fails leaves neither of its sockets open', async () => {
  const server = await start({ certificate });
  const streams = new OpenStreams();
  await expect(connectTo({ ...server.address, tls: 'starttls', insecure: false }, streams)).rejects.toThrow();
  await streams.allClosed();
  expect(streams.count).toBe(0);
});

test('a login ends when its signal aborts', async () => {
  const { address } = await startSilent();
  const streams = new OpenStreams();
  const controller = new AbortController();
  const connecting = called(connectTo(address, streams, { signal: controller.signal }));
  expect(streams.count).toBe(1);
  controller.abort();
  expect(await connecting).toEqual(OFF);
  await streams.allClosed();
});

test('a login whose signal has aborted opens no connection', async () => {
  const { address, sockets } = await startSilent();
  const streams = new OpenStreams();
  expect(await called(connectTo(address, streams, { signal: AbortSignal.abort() }))).toEqual(OFF);
  expect([streams.count, sockets.length]).toEqual([0, 0]);
});

test('an open session survives the end of the signal of its login', async () => {
  const server = await start();
  const controller = new AbortController();
  const session = await connectTo(server.address, new OpenStreams(), { signal: controller.signal });
  controller.abort();
  expect(session.ended).toBe(undefined);
  await session.close(5000);
});

test('destroying all rejects what waits: a login, a registration stream, a component, a request', async () => {
  const { address } = await startSilent();
  const server = await start();
  const streams = new OpenStreams();
  const session = await connectTo(server.address, streams);
  const ping = { name: 'iq', ns: 'jabber:client', attrs: { type: 'get', id: 'p' }, children: [] };
  const waiting = [
    connectTo(address, streams),
    createOpenStream(streams)(address, { timeoutMs: 5000 }),
    connectComponent({ ...address, secret: 's' }, { timeoutMs: 5000, streams }),
    session.request(ping, 'step', 5000),
  ].map(called);
  expect(streams.count).toBe(4);
  streams.destroyAll();
  expect((await Promise.all(waiting)).filter((problem) => !isCalledOff(problem))).toEqual([]);
  await streams.allClosed();
  expect(streams.count).toBe(0);
});

test('a stream that opens after all were destroyed ends at once', async () => {
  const { address, sockets } = await startSilent();
  const streams = new OpenStreams();
  streams.destroyAll();
  expect(await called(connectTo(address, streams))).toEqual(OFF);
  expect([streams.count, sockets.length]).toEqual([0, 0]);
});

test('a stream that the server does not close frees its socket after the timeout', async () => {
  const server = await start({ rules: [[/<\/stream:stream>/, () => undefined]] });
  const streams = new OpenStreams();
  const session = await connectTo(server.address, streams);
  await session.close(20);
  await streams.allClosed();
  expect(streams.count).toBe(0);
});
