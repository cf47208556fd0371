import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { describe, expect, test, vi } from 'vitest';
import { type ConnectionFaults, startProxy } from '../faults/proxy.test-kit.ts';
import { startReference } from '../reference/server.ts';
import { freeAddress } from '../target/this-machine.ts';
import { temporaryFile, xmppspec } from './cli.test-kit.ts';
import {
  type Answer,
  features,
  HEADER,
  MECHANISMS,
  REGISTER,
  STARTTLS,
  startBlackHole,
  startDoor,
  startServer,
} from './door.test-kit.ts';

/** A connection that is cut is tried again so often before the look counts as failed. */
const CONNECTIONS_OF_ONE_LOOK = 5;

const onHeader = (answer: string): Answer => [/<stream:stream/, answer];
const refusedTls: Answer = [/<starttls/, `<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:stream>`];
const refusedForm: Answer = [
  /<iq[^>]* id=["']([^"']+)/,
  `<iq type='error' id='$1'><error type='cancel'><not-allowed xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>`,
];

async function closedPort(): Promise<string> {
  const { host, port } = await freeAddress();
  return `xmpp://${host}:${port}`;
}

interface Unreachable {
  readonly title: string;
  readonly start: () => Promise<string>;
  readonly says: RegExp;
  readonly args?: readonly string[];
}

const UNREACHABLE: readonly Unreachable[] = [
  { title: 'a closed port', start: closedPort, says: /refused the connection; check that the server runs there/ },
  {
    title: 'an unknown host',
    start: async () => 'xmpp://nosuch.invalid',
    says: /the host name "nosuch.invalid" was not found; check its spelling|the look-up of nosuch.invalid was not/,
  },
  {
    title: 'a host that swallows packets',
    start: startBlackHole,
    says: /did not answer within \d+ ms; check host and port, and whether a firewall drops the packets/,
  },
  {
    title: 'another protocol',
    start: () => startDoor([], 'SSH-2.0-OpenSSH_9.2\r\n'),
    says: /does not speak XMPP, it sent "SSH-2.0-OpenSSH_9.2\\r\\n"; give the port for XMPP clients/,
  },
  {
    title: 'a server that says nothing',
    start: () => startDoor([]),
    args: ['--timeout', '3000'],
    says: /accepts connections, but sent nothing within 3000 ms/,
  },
  {
    title: 'a server that closes every connection',
    start: () => startServer((socket) => socket.end()),
    says: /the server closed the connection without opening an XMPP stream/,
  },
  {
    title: 'a server that closes within its features',
    start: () => startServer((socket) => socket.end(`${HEADER}<stream:features>`)),
    says: /closed the connection before its stream features were complete; \d+ characters arrived/,
  },
  {
    title: 'a server without StartTLS',
    start: () => startDoor([onHeader(features(MECHANISMS))]),
    says: /does not offer StartTLS; set up TLS on the server, or use --plaintext/,
  },
  {
    title: 'a server that refuses StartTLS',
    start: () => startDoor([onHeader(features(STARTTLS)), refusedTls]),
    says: /offers StartTLS, but refused it; set up TLS/,
  },
  {
    title: 'a server that requires TLS',
    start: () => startDoor([onHeader(features(STARTTLS))]),
    args: ['--plaintext'],
    says: /the server requires TLS: it offers no mechanism without it; leave out --plaintext/,
  },
  {
    title: 'a server without registration',
    start: () => startDoor([onHeader(features(MECHANISMS))]),
    args: ['--plaintext'],
    says: /does not offer in-band registration; use --provision admin/,
  },
  {
    title: 'a server that refuses registration',
    start: () => startDoor([onHeader(features(MECHANISMS + REGISTER)), refusedForm]),
    args: ['--plaintext'],
    says: /refused in-band registration \(not-allowed\); use --provision admin/,
  },
  {
    title: 'a refused login of an existing account',
    start: () => startDoor([onHeader(features(MECHANISMS)), [/<auth/, NOT_AUTHORIZED]]),
    args: ['--plaintext', '--account', 'juliet@127.0.0.1:secret-1', '--account', 'romeo@127.0.0.1:secret-2'],
    says: /the password is wrong, or there is no such account; check the password: --account juliet@127.0.0.1:PASSWORD/,
  },
];

const NOT_AUTHORIZED = `<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><not-authorized/></failure></stream:stream>`;

describe.each(UNREACHABLE)('$title', ({ start, says, args = [] }) => {
  test('ends a run in one line with 3, and no report is written', async () => {
    const url = await start();
    const report = temporaryFile('report.json', 'the report of an earlier run');
    const reporters = ['-r', 'console', '-r', `json=${report}`];
    const { code, stdout, stderr } = await xmppspec(['run', '2.3.2', '-t', url, ...args, ...reporters]);
    expect([code, stdout, readFileSync(report, 'utf8')]).toEqual([3, '', 'the report of an earlier run']);
    expect(stderr).toMatch(/^the server cannot be tested: .* \(step by step: xmppspec doctor -t xmpp:.*\)\n$/);
    expect(stderr).toMatch(says);
    expect(stderr).not.toContain('secret-');
  });
});

test('a remote domain that cannot join ends a run in one line with 3', async () => {
  const server = await startReference();
  const where = ['-t', `xmpp://${server.host}:${server.port}`, '-d', server.domain, '--plaintext'];
  const remote = ['--remote', `component://127.0.0.1:${new URL(await closedPort()).port}/remote.localhost`];
  const env = { XMPPSPEC_REMOTE_SECRET: 'secret-1' };
  const { code, stdout, stderr } = await xmppspec(['run', '3.1.2', ...where, ...remote], env).finally(() =>
    server.stop(),
  );
  expect([code, stdout]).toEqual([3, '']);
  expect(stderr).toMatch(/^the remote domain cannot join: 127.0.0.1:\d+ refused the connection; .*\n$/);
  expect(stderr).not.toContain('secret-1');
});

test('the line is Chinese with --lang zh', async () => {
  const { code, stderr } = await xmppspec(['run', '-t', await closedPort(), '--lang', 'zh']);
  expect(code).toBe(3);
  expect(stderr).toMatch(/^无法测试服务器：.* 拒绝连接；确认服务器在该处运行（逐步检查：xmppspec doctor -t .*）\n$/);
});

test('a problem of the address is worded in the language of the reports', async () => {
  const { code, stderr } = await xmppspec(['doctor', '-t', 'xmpp://198.51.100.1', '--plaintext', '--lang', 'zh']);
  expect([code, stderr]).toEqual([2, '“xmpp://198.51.100.1”不是回环地址，而明文只能用于回环地址；使用 TLS\n']);
});

test('a network that cuts some of the first connections ends no run', async () => {
  const server = await startReference();
  // The first look, the first registration and the first login.
  const isCut = (connection: number) => [0, 2, 4].includes(connection);
  const faults = (_: unknown, connection: number): ConnectionFaults =>
    isCut(connection) ? { toClient: { end: { afterBytes: 100, how: 'cut' } } } : {};
  const proxy = await startProxy({ port: server.port, faults });
  const target = ['-t', `xmpp://127.0.0.1:${proxy.port}`, '-d', server.domain, '--plaintext'];
  const { code, stdout, stderr } = await xmppspec(['run', 'rfc6121/2.3.2/add', ...target]).finally(async () => {
    await proxy.stop();
    await server.stop();
  });
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('1 passed');
});

test('--wait waits for a server that starts later, and says once that it waits', async () => {
  const { host, port } = await freeAddress();
  // At first, connections end without a stream.
  const starting = createServer((socket) =>
    socket
      .on('error', () => undefined)
      .resume()
      .end(),
  );
  await once(starting.listen(port, host), 'listening');
  const target = ['-t', `xmpp://${host}:${port}`, '-d', 'xmppspec.localhost', '--plaintext'];
  const running = xmppspec(['run', 'rfc6121/2.3.2/add', ...target, '--wait', '60']);
  for (let count = 0; count < CONNECTIONS_OF_ONE_LOOK; count += 1) await once(starting, 'connection');
  await new Promise((resolve) => starting.close(resolve));
  // A process that is being started elsewhere may hold the port for a moment.
  const server = await vi.waitFor(() => startReference({ host, port }), { timeout: 5000 });
  const { code, stdout, stderr } = await running.finally(() => server.stop());
  expect([code, stdout]).toEqual([0, expect.stringContaining('1 passed')]);
  expect(stderr).toMatch(/^waiting up to 60 s for the server: .*\n$/);
});

test('--wait ends with the same line when its time is over', async () => {
  const { code, stdout, stderr } = await xmppspec([
    'run',
    'rfc6121/2.3.2/add',
    '-t',
    await closedPort(),
    '--wait',
    '1',
  ]);
  expect([code, stdout]).toEqual([3, '']);
  expect(stderr).toMatch(/^waiting up to 1 s .*\nthe server cannot be tested: .* refused the connection; .*\n$/);
});

test('--wait does not wait for what no time changes', async () => {
  const url = await startDoor([onHeader(features(MECHANISMS))]);
  const { code, stderr } = await xmppspec(['run', '-t', url, '--wait', '3600']);
  expect([code, stderr]).toEqual([3, expect.stringMatching(/^the server cannot be tested: .* StartTLS; .*\n$/)]);
});
