import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { askForTls, greet, Incomplete, NoStream, openSocket, resolveHost } from './stream-probe.ts';

/** Ends a wait that would never end, in milliseconds. */
const LIMIT_MS = 5000;

const HEADER = `<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' id='1'>`;
const STARTTLS = `<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'`;
const ERROR = `<stream:error><internal-server-error xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></stream:stream>`;
const features = (content: string) => `${HEADER}<stream:features>${content}</stream:features>`;

/** A socket to a server that sends these chunks and closes at `end`. */
async function socketTo(...chunks: readonly (string | 'end')[]) {
  const server = createServer((socket) => {
    socket
      .on('error', () => undefined)
      .once('data', () => {
        for (const chunk of chunks) chunk === 'end' ? socket.end() : socket.write(chunk);
      });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const socket = await openSocket('127.0.0.1', (server.address() as AddressInfo).port, AbortSignal.timeout(LIMIT_MS));
  onTestFinished(() => {
    socket.destroy();
    server.close();
  });
  return socket;
}

const greeted = async (...chunks: readonly string[]) =>
  greet(await socketTo(...chunks), { domain: 'im.example' }, AbortSignal.timeout(LIMIT_MS));

test.each([
  ['nothing', '<mechanisms/>', 'missing'],
  ['StartTLS', `${STARTTLS}/><register/>`, 'offered'],
  ['StartTLS in long form', `${STARTTLS}></starttls>`, 'offered'],
  ['StartTLS that it insists on', `${STARTTLS}><required/></starttls>`, 'required'],
])('recognises a server that offers %s', async (_, content, startTls) => {
  expect(await greeted(features(content))).toEqual({ startTls, hasDialback: false, hasMechanisms: false });
});

test('sees whether authentication can begin', async () => {
  const mechanisms = "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms>";
  expect(await greeted(features(mechanisms))).toMatchObject({ hasMechanisms: true });
});

test('reads features that arrive in pieces and are empty', async () => {
  expect(await greeted(HEADER, '<stream:fea', 'tures/>')).toEqual({
    startTls: 'missing',
    hasDialback: false,
    hasMechanisms: false,
  });
});

test('reports a stream error by its condition', async () => {
  const error = `<stream:error><host-unknown xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></stream:stream>`;
  expect(await greeted(`${HEADER}${error}`, 'end')).toMatchObject({ error: 'host-unknown' });
});

test.each([
  ['speaks another protocol', ['HTTP/1.1 400 Bad Request\r\n', 'end'], 'HTTP/1.1 400 Bad Request\r\n'],
  ['closes at once', ['end'], ''],
])('reports a server that %s as one without a stream', async (_, chunks, received) => {
  const error = await greeted(...chunks).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(NoStream);
  expect((error as NoStream).received).toBe(received);
});

test.each([
  ['consents', [`<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>`], 'proceed'],
  ['refuses', [`<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:stream>`, 'end'], 'failure'],
  ['ends the stream with an error', [ERROR, 'end'], { error: 'internal-server-error' }],
  ['hangs up', ['end'], { error: '' }],
])('recognises a server that %s when asked for TLS', async (_, chunks, answer) => {
  expect(await askForTls(await socketTo(...chunks), AbortSignal.timeout(LIMIT_MS))).toEqual(answer);
});

test.each([
  ['silent', []],
  ['slow', [HEADER, '<stream:fea']],
])('waits for a %s server until the signal aborts, and keeps what has arrived', async (_, chunks) => {
  const socket = await socketTo(...chunks);
  const error = await greet(socket, { domain: 'im.example' }, AbortSignal.timeout(50)).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(Incomplete);
  expect(chunks.join('')).toContain((error as Incomplete).received);
});

test.each([
  ['a greeting and then waits', ['SSH-2.0-OpenSSH_9.2\r\n']],
  ['a page', ['<!DOCTYPE html><html>']],
  ['another XML document', [`<?xml version='1.0'?>\n<feed xmlns='a'>`]],
])('does not wait for a server that sends %s', async (_, chunks) => {
  expect(await greeted(...chunks).catch((thrown: unknown) => thrown)).toBeInstanceOf(NoStream);
});

test('stops reading a server that sends no features without end', async () => {
  const flood = `${HEADER}${'<presence/>'.repeat(10_000)}`;
  expect(await greeted(flood).catch((thrown: unknown) => thrown)).toBeInstanceOf(Incomplete);
});

test('reports a server that closes within its features as incomplete', async () => {
  const error = await greeted(HEADER, '<stream:features><mech', 'end').catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Incomplete);
});

test('resolves an IP address to itself', async () => {
  expect(await resolveHost('127.0.0.1', AbortSignal.timeout(LIMIT_MS))).toEqual(['127.0.0.1']);
});
