import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { connect as connectTls } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryDirectory, xmppspec } from '../cli.test-kit.ts';

const program = fileURLToPath(new URL('../../../bin/xmppspec.js', import.meta.url));

type Event = Readonly<Record<string, unknown>>;

/** A served test double: its events in their order, and a way to give commands. */
async function serve(...args: readonly string[]) {
  const server = spawn(process.execPath, [program, 'serve', '--port', '0', '-d', 'localhost', '--json', ...args], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  onTestFinished(() => void server.kill('SIGKILL'));
  const lines = createInterface(server.stdout)[Symbol.asyncIterator]();
  const next = async () => JSON.parse((await lines.next()).value ?? '{}') as Event;
  /** The next event of this kind. */
  const event = async (kind: string): Promise<Event> => {
    for (;;) {
      const one = await next();
      if (one['event'] === kind || one['event'] === undefined) return one;
    }
  };
  const tell = (command: object | string) =>
    server.stdin.write(`${typeof command === 'string' ? command : JSON.stringify(command)}\n`);
  const ready = await event('ready');
  return { server, ready, port: Number(ready['port']), next, event, tell };
}

const HEADER =
  '<stream:stream to="localhost" version="1.0" xmlns="jabber:client" xmlns:stream="http://etherx.jabber.org/streams">';

/** What has arrived at each socket and was not waited for yet. */
const arrived = new Map<Socket, string>();

/** Keeps what arrives from now on. */
function listen(socket: Socket): Socket {
  onTestFinished(() => void socket.destroy());
  arrived.set(socket, '');
  socket.on('data', (chunk: Buffer) => arrived.set(socket, (arrived.get(socket) ?? '') + chunk.toString()));
  return socket;
}

/** What arrives until it holds the text. */
async function until(socket: Socket, text: string): Promise<string> {
  await expect.poll(() => arrived.get(socket), { timeout: 10_000, interval: 10 }).toContain(text);
  const seen = arrived.get(socket) ?? '';
  arrived.set(socket, '');
  return seen;
}

/** Asks for a stream, and resolves with the features. */
async function open(socket: Socket): Promise<string> {
  socket.write(HEADER);
  return until(socket, '</stream:features>');
}

/** Authenticates by PLAIN, without waiting for the result. */
const authenticate = (socket: Socket, user: string, password: string) => {
  const message = Buffer.from(`\0${user}\0${password}`).toString('base64');
  socket.write(`<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="PLAIN">${message}</auth>`);
};

/** Logs in by PLAIN, and binds the resource `orchard`. */
async function logIn(socket: Socket, user: string, password: string): Promise<void> {
  await open(socket);
  authenticate(socket, user, password);
  await until(socket, '<success');
  await open(socket);
  socket.write(
    '<iq type="set" id="b"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"><resource>orchard</resource></bind></iq>',
  );
  await until(socket, 'type="result"');
}

async function plain(port: number): Promise<Socket> {
  const socket = listen(connect(port, '127.0.0.1'));
  await once(socket, 'connect');
  return socket;
}

test('a test sees what its client sends, sends to it from any address, and closes its stream', async () => {
  const { ready, port, event, tell } = await serve('--tls', 'none', '--account', 'romeo:pw');
  expect(ready).toMatchObject({ host: '127.0.0.1', domain: 'localhost', accounts: ['romeo@localhost'] });
  const socket = await plain(port);
  await logIn(socket, 'romeo', 'pw');
  expect(await event('login')).toMatchObject({ jid: 'romeo@localhost/orchard' });
  tell({
    command: 'expect',
    id: 1,
    from: 'romeo@localhost',
    stanza: '<message><body>${capture:said}</body></message>',
  });
  socket.write('<message to="juliet@localhost"><body>Ay me</body></message>');
  expect(await event('expected')).toMatchObject({ id: 1, from: 'romeo@localhost/orchard' });
  const push = '<iq type="set" id="forged" from="mallory@evil.example"><query xmlns="jabber:iq:roster"/></iq>';
  tell({ command: 'send', to: 'romeo@localhost', stanza: push });
  expect(await event('done')).toMatchObject({ command: 'send', clients: ['romeo@localhost/orchard'] });
  expect(await until(socket, 'forged')).toContain('mallory@evil.example');
  tell({ command: 'send', to: 'romeo@localhost', stanza: '<message><body>you said ${said}</body></message>' });
  expect(await until(socket, 'you said')).toContain('you said Ay me');
  tell({ command: 'close', condition: 'system-shutdown' });
  expect(await until(socket, '</stream:stream>')).toContain('<system-shutdown');
  expect(await event('closed')).toEqual({ event: 'closed', jid: 'romeo@localhost/orchard' });
});

test('what does not come is missing, with the nearest that came and where it differs', async () => {
  const { port, event, tell } = await serve('--tls', 'none', '--account', 'romeo:pw');
  const socket = await plain(port);
  await logIn(socket, 'romeo', 'pw');
  socket.write('<message to="juliet@localhost" type="chat"><body>good night</body></message>');
  tell({ command: 'expect', stanza: '<message type="chat"><body>Ay me</body></message>', within: 0.5 });
  expect(await event('missing')).toMatchObject({
    closest: expect.stringContaining('good night'),
    difference: { at: 'the text of <body> of <message>', expected: '"Ay me"', received: '"good night"' },
  });
});

test('a roster is pushed to a client that has asked for it, and reset forgets all but the first accounts', async () => {
  const { port, event, tell } = await serve('--tls', 'none', '--account', 'romeo:pw');
  const socket = await plain(port);
  await logIn(socket, 'romeo', 'pw');
  socket.write('<iq type="get" id="r"><query xmlns="jabber:iq:roster"/></iq>');
  await until(socket, 'id="r"');
  tell({ command: 'roster', name: 'romeo', items: ['<item jid="juliet@${domain}" subscription="both"/>'] });
  expect(await until(socket, 'juliet@localhost')).toContain('subscription="both"');
  tell({ command: 'account', name: 'nurse', password: 'x' });
  tell({ command: 'reset' });
  await until(socket, '</stream:stream>');
  tell({ command: 'account', name: 'nurse', password: 'x', id: 'again' });
  tell({ command: 'account', name: 'romeo', password: 'x', id: 'there' });
  await event('done');
  await event('done');
  await event('done');
  expect(await event('done')).toMatchObject({ id: 'again' });
  expect(await event('error')).toMatchObject({ id: 'there', message: 'the account was not made: conflict' });
});

test('a line that is no command is answered with an error, and the next one is obeyed', async () => {
  const { server, next, tell } = await serve();
  for (const line of ['garbage', '[]', '{"command":"dance"}', '{"command":"send","to":"a@localhost","stanza":"<a>"}']) {
    tell(line);
    expect(await next()).toMatchObject({ event: 'error', message: expect.any(String) });
  }
  tell({ command: 'account', name: 'nurse', password: 'x' });
  expect(await next()).toMatchObject({ event: 'done' });
  server.stdin.end();
  expect(await once(server, 'exit')).toEqual([0, null]);
});

test('a refused login says why, and --open lets anybody in', async () => {
  const closed = await serve('--tls', 'none', '--account', 'romeo:pw');
  for (const [user, why] of [
    ['romeo', 'the password is another one'],
    ['nobody', 'there is no account of this name'],
  ] as const) {
    const socket = await plain(closed.port);
    await open(socket);
    authenticate(socket, user, 'wrong');
    expect(await closed.event('login-failed')).toMatchObject({ user, condition: 'not-authorized', why });
  }
  const opened = await serve('--tls', 'none', '--open');
  await logIn(await plain(opened.port), 'anybody', 'anything');
  expect(await opened.event('login')).toMatchObject({ jid: 'anybody@localhost/orchard' });
});

test('with --tls required nothing but StartTLS is offered, and with --tls direct the port speaks TLS', async () => {
  const required = await serve('--tls', 'required', '--account', 'romeo:pw');
  const socket = await plain(required.port);
  const features = await open(socket);
  expect([features.includes('<required'), features.includes('mechanism')]).toEqual([true, false]);
  authenticate(socket, 'romeo', 'pw');
  expect(await until(socket, '</failure>')).toContain('encryption-required');
  const ca = join(temporaryDirectory(), 'ca.pem');
  const direct = await serve('--tls', 'direct', '--ca', ca, '--account', 'romeo:pw');
  const trusting = { port: direct.port, host: '127.0.0.1', servername: 'localhost', ca: readFileSync(ca) };
  const secure = listen(connectTls(trusting));
  await once(secure, 'secureConnect');
  await logIn(secure, 'romeo', 'pw');
  expect(await direct.event('login')).toMatchObject({ jid: 'romeo@localhost/orchard' });
  // A client that does not trust the certificate breaks off the handshake.
  const wary = connectTls({ port: direct.port, host: '127.0.0.1', servername: 'localhost' });
  await once(wary, 'error');
  expect(await direct.event('login-failed')).toMatchObject({ condition: 'tls', why: expect.any(String) });
});

test.each([
  [['--account', 'romeo'], '--account: expected NAME:PASSWORD'],
  [['--cert', 'x.pem'], '--cert and --key belong together'],
  [['--cert', '/nowhere', '--key', '/nowhere'], '--cert: cannot read "/nowhere"'],
  [['--tls', 'none', '--ca', 'ca.pem'], '--tls none: there is no certificate'],
  [['--tls', 'maybe'], '--tls: expected one of'],
])('%j is a usage error', async (args, words) => {
  const { code, stderr } = await xmppspec(['serve', '--port', '0', ...args]);
  expect([code, stderr]).toEqual([2, expect.stringContaining(words)]);
});

test('for people, --follow shows logins and stanzas as they come', async () => {
  const args = [program, 'serve', '--port', '0', '-d', 'localhost', '--tls', 'none', '--open', '--follow'];
  const server = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => void server.kill('SIGKILL'));
  const lines = createInterface(server.stdout)[Symbol.asyncIterator]();
  const line = async () => String((await lines.next()).value);
  const port = Number(/:(\d+)/.exec(await line())?.[1]);
  expect(await line()).toBe('log in as NAME@localhost with any password: the first login makes the account');
  const socket = await plain(port);
  await logIn(socket, 'romeo', 'pw');
  expect(await line()).toMatch(/^ *\d+ ms {2}romeo@localhost\/orchard {2}logged in$/);
  socket.write('<presence/>');
  expect([await line(), await line()].join('\n')).toContain('romeo@localhost/orchard -> server  <presence/>');
  server.kill('SIGTERM');
  expect(await once(server, 'exit')).toEqual([0, null]);
});
