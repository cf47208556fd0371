// What a server must never send (RFC 6120 11), on the wire.

import { afterEach, describe, expect, test } from 'vitest';
import type { Problem } from '../model/problem.ts';
import type { Session } from '../model/session.ts';
import type { Address } from '../model/target.ts';
import { NS, parseXml } from '../stanza/xml.ts';
import { findProblem, problemOf, problemText } from '../wording/problems.ts';
import { createConnect, createOpenStream } from './connect.ts';
import { type FakeServer, makeCertificate, PASSWORD, type Rule, startFakeServer } from './fake-server.test-kit.ts';
import { OpenStreams } from './open-streams.ts';
import { connectComponent } from './renewable-domain.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function serve(options: Parameters<typeof startFakeServer>[0] = {}): Promise<FakeServer> {
  const server = await startFakeServer({ mechanisms: ['PLAIN'], ...options });
  stops.push(server.stop);
  return server;
}

async function logIn(address: Address): Promise<Session> {
  const account = { jid: 'juliet@localhost', password: PASSWORD };
  const options = { account, resource: 'balcony', answers: false, timeoutMs: 5000, record: () => undefined };
  const session = await createConnect(address, new OpenStreams())(options);
  stops.unshift(() => session.close(0));
  return session;
}

const HEADER = Buffer.from(`<stream:stream xmlns='jabber:client' xmlns:stream='${NS.streams}' id='s1' version='1.0'>`);

const COMPONENT_HEADER = `<stream:stream xmlns='jabber:component:accept' xmlns:stream='${NS.streams}' id='s1'>`;
const COMPONENT_RULES: readonly Rule[] = [
  [/<stream:stream [^>]*>/, () => COMPONENT_HEADER],
  [/<handshake>[^<]*<\/handshake>/, () => '<handshake/>'],
];

async function joinAsComponent(): Promise<{ server: FakeServer; session: Session }> {
  const server = await serve({ rules: COMPONENT_RULES });
  const { host, port } = server.address;
  const remote = await connectComponent(
    { host, port, domain: 'remote', secret: 's' },
    { timeoutMs: 5000, streams: new OpenStreams() },
  );
  stops.unshift(() => remote.close());
  const account = { jid: 'romeo@remote', password: '' };
  const options = { account, resource: 'orchard', answers: false, timeoutMs: 5000, record: () => undefined };
  return { server, session: await remote.connect(options) };
}

/** Resolves once the stream of a session has ended. */
async function ending(session: Session): Promise<Problem> {
  await session.arrival(() => session.ended !== undefined, 5000).catch(() => undefined);
  if (session.ended === undefined) throw new Error('the stream is open');
  return session.ended;
}

const message = (id: string) => `<message to="romeo@remote/orchard" id="${id}"/>`;

/** The nine inputs that the library's own parser accepts or loses, and what else RFC 6120 11 forbids. */
const FORBIDDEN: readonly [what: string, fault: string, bytes: string | Buffer][] = [
  ['a duplicate attribute', 'ill-formed', `<message id='1' id='2'/>`],
  ['an attribute without quotes', 'ill-formed', '<message id=1/>'],
  ['a bare ampersand', 'ill-formed', '<message><body>a & b</body></message>'],
  ['a comment', 'comment', '<message><!-- hm --></message>'],
  ['a processing instruction', 'processing-instruction', '<message><?php hm ?></message>'],
  ['a control character', 'ill-formed', '<message><body>\u0001</body></message>'],
  ['"<" in an attribute', 'ill-formed', `<message id='<'/>`],
  ['"]]>" in text', 'ill-formed', '<message><body>]]></body></message>'],
  ['a document type', 'document-type', '<!DOCTYPE message><message/>'],
  ['an entity that XML does not define', 'ill-formed', '<message><body>&auml;</body></message>'],
  ['an element that is not closed', 'ill-formed', '<iq><query></iq>'],
  ['a prefix that is not declared', 'ill-formed', '<x:message/>'],
  ['bytes that are not UTF-8', 'invalid-utf-8', Buffer.from('<message><body>\u00e4</body></message>', 'latin1')],
];

/** Sends each byte in a packet of its own. */
async function trickle(server: FakeServer, bytes: string | Buffer): Promise<void> {
  for (const byte of Buffer.from(bytes)) {
    server.send(Buffer.of(byte));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe.each(FORBIDDEN)('%s', (_, fault, bytes) => {
  const expected = expect.objectContaining({ kind: 'ill-formed-xml', fault });

  test('ends a session, after the stanzas before it have arrived', async () => {
    const server = await serve();
    const session = await logIn(server.address);
    server.send(message('before'));
    await session.arrival(() => session.inbox.length > 0, 5000);
    server.send(bytes);
    server.send(message('after'));
    expect(session.drain()).toEqual([parseXml(message('before'))]);
    expect(await ending(session)).toEqual(expected);
    expect(session.drain()).toEqual([]);
  });

  test('ends a session when it comes byte by byte', async () => {
    const server = await serve();
    const session = await logIn(server.address);
    await trickle(server, bytes);
    expect(await ending(session)).toEqual(expected);
  });

  test('ends the stream of a component', async () => {
    const { server, session } = await joinAsComponent();
    server.send(bytes);
    expect(await ending(session)).toEqual(expected);
  });

  test('ends a stream for registration, and names the cause in the request under way', async () => {
    const server = await serve({ rules: [[/<iq [^>]*>/, () => void server.send(bytes)]] });
    const stream = await createOpenStream(new OpenStreams())(server.address, { timeoutMs: 5000 });
    const error = await stream.request(parseXml('<iq type="get" id="1"/>'), 5000).catch((caught: unknown) => caught);
    expect(findProblem(problemOf(error), 'ill-formed-xml')).toEqual(expected);
  });

  test('ends a login at the stream features', async () => {
    const rule: Rule = [/<stream:stream [^>]*>/, () => void server.send(Buffer.concat([HEADER, Buffer.from(bytes)]))];
    const server = await serve({ rules: [rule] });
    const error = await logIn(server.address).catch((caught: unknown) => caught);
    expect(findProblem(problemOf(error), 'ill-formed-xml')).toEqual(expected);
  });
});

test('ill-formed XML inside TLS ends a session', async () => {
  const server = await serve({ certificate: makeCertificate('localhost') });
  const session = await logIn({ ...server.address, tls: 'starttls', insecure: true });
  await trickle(server, '<message><body>a & b</body></message>');
  expect(await ending(session)).toMatchObject({ kind: 'ill-formed-xml', excerpt: '<message><body>a &' });
});

test.each([
  ['a byte order mark', 'byte-order-mark', `\uFEFF${HEADER}`],
  ['a declaration of another encoding', 'other-encoding', `<?xml version='1.0' encoding='UTF-16'?>${HEADER}`],
  ['another protocol', 'ill-formed', '220 mail.example ESMTP'],
])('%s at the start ends a login', async (_, fault, bytes) => {
  const server = await serve({ rules: [[/<stream:stream [^>]*>/, () => bytes]] });
  const error = await logIn(server.address).catch((caught: unknown) => caught);
  expect(problemOf(error)).toMatchObject({ kind: 'phase-ended', phase: 'features', cause: { fault } });
});

test('well-formed XML of the same shapes passes, byte by byte, with characters of several bytes', async () => {
  const server = await serve();
  const session = await logIn(server.address);
  const stanza = `<message id='1' xml:lang='zh'><body>a &amp; b ]] &gt; &#x540D;册🌹<![CDATA[& <!-- <? ]]></body><x xmlns='urn:x'/></message>`;
  await trickle(server, `${stanza} \n${message('end')}`);
  await session.arrival(() => session.inbox.length === 2, 5000);
  expect(session.drain()).toEqual([parseXml(stanza), parseXml(message('end'))]);
  expect(session.ended).toBeUndefined();
});

test('a message about ill-formed XML shows the place with control characters escaped', async () => {
  const server = await serve();
  const session = await logIn(server.address);
  server.send('<message><body>\u001b[31m</body></message>');
  expect(problemText(await ending(session), 'en')).toBe(
    'the server sent ill-formed XML (disallowed character.): <message><body>\\u{1b}[31m</body></message>',
  );
});

test('a message about ill-formed XML in a SASL exchange shows nothing of it', async () => {
  const challenge = `<challenge xmlns='${NS.sasl}'>c2VjcmV0&</challenge>`;
  const server = await serve({ rules: [[/<auth .*<\/auth>/, () => challenge]] });
  const error = await logIn(server.address).catch((caught: unknown) => caught);
  expect(problemOf(error)).toMatchObject({ phase: 'authenticate', cause: { kind: 'ill-formed-xml', excerpt: '' } });
  expect(String(error)).not.toContain('c2VjcmV0');
});

test('a stanza beyond the limits of the reader ends a session, and is not called ill-formed', async () => {
  const server = await serve();
  const session = await logIn(server.address);
  server.send('<a>'.repeat(1000));
  expect(await ending(session)).toMatchObject({ kind: 'oversized-xml' });
});
