import { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import type { ConnectOptions } from '../model/session.ts';
import type { Address } from '../model/target.ts';
import { child, NS } from '../stanza/xml.ts';
import { noteText } from '../wording/notes.ts';
import { isExpired } from '../wording/problems.ts';
import { createConnect, createOpenStream } from './connect.ts';
import { expiring, makeCertificate, PASSWORD, type Rule, silentAt, startFakeServer } from './fake-server.test-kit.ts';
import { HeldAnswers } from './held-answers.ts';
import { OpenStreams } from './open-streams.ts';

const certificate = makeCertificate('localhost');
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function serve(options: Parameters<typeof startFakeServer>[0] = {}) {
  const server = await startFakeServer(options);
  stops.push(server.stop);
  return server;
}

const unseen: ConnectOptions['record'] = () => undefined;

async function logIn(address: Address, { password = PASSWORD, timeoutMs = 5000, record = unseen } = {}) {
  const account = { jid: 'juliet@localhost', password };
  const session = await createConnect(
    address,
    new OpenStreams(),
  )({
    account,
    resource: 'balcony',
    answers: true,
    timeoutMs,
    record,
  });
  stops.push(() => session.close(0));
  return session;
}

test.each([
  ['SCRAM-SHA-256', ['PLAIN', 'SCRAM-SHA-1', 'SCRAM-SHA-256']],
  ['SCRAM-SHA-1', ['PLAIN', 'X-OTHER', 'SCRAM-SHA-1']],
  ['PLAIN', ['X-OTHER', 'PLAIN']],
])('chooses %s from the mechanisms %j', async (name, mechanisms) => {
  const server = await serve({ mechanisms });
  const session = await logIn(server.address);
  expect(session.jid).toBe('juliet@localhost/balcony');
  expect(server.received()).toContain(`mechanism="${name}"`);
});

test('accepts the proof of the server in a challenge', async () => {
  const server = await serve({ proofAsChallenge: true });
  expect((await logIn(server.address)).jid).toBe('juliet@localhost/balcony');
});

test.each([
  ['wrong', false],
  ['wrong', true],
  ['none', false],
] as const)('refuses a server whose proof is %s (in a challenge: %s)', async (proof, proofAsChallenge) => {
  const server = await serve({ proof, proofAsChallenge });
  await expect(logIn(server.address)).rejects.toThrow(
    'authentication failed for juliet@localhost: the server did not prove that it knows the password',
  );
});

test.each(['PLAIN', 'SCRAM-SHA-1'])('reports a wrong password with %s and does not show it', async (name) => {
  const server = await serve({ mechanisms: [name] });
  const login = logIn(server.address, { password: 'banishèd' });
  await expect(login).rejects.toThrow(/^authentication failed for juliet@localhost: not-authorized$/);
});

test('reports a refusal even if the server closes the stream in the same packet', async () => {
  const failure = `<failure xmlns='${NS.sasl}'><temporary-auth-failure/></failure></stream:stream>`;
  const server = await serve({ rules: [[/<auth .*<\/auth>/, () => failure]] });
  await expect(logIn(server.address)).rejects.toThrow(
    'authentication failed for juliet@localhost: temporary-auth-failure',
  );
});

test.each([
  ['a nonce that does not begin with that of the client', 'r=somebody-elses-nonce-which-is-quite-long,s=c2FsdA==,i=64'],
  ['no iteration count', 'r=other,s=c2FsdA=='],
])('refuses a SCRAM challenge with %s', async (_, challenge) => {
  const text = Buffer.from(challenge).toString('base64');
  const rule: Rule = [/<auth .*<\/auth>/, () => `<challenge xmlns='${NS.sasl}'>${text}</challenge>`];
  const server = await serve({ rules: [rule] });
  await expect(logIn(server.address)).rejects.toThrow('the SCRAM challenge of the server does not conform to RFC 5802');
});

test('names the mechanisms offered if it supports none of them', async () => {
  const server = await serve({ mechanisms: ['GSSAPI', 'EXTERNAL'] });
  await expect(logIn(server.address)).rejects.toThrow(
    'offers no SASL mechanism of SCRAM-SHA-256, SCRAM-SHA-1, PLAIN; it offers: GSSAPI, EXTERNAL',
  );
});

test('knows the features sent after authentication, and uses none of them but binding', async () => {
  const server = await serve();
  const session = await logIn(server.address);
  expect(child(session.features, 'ver', NS.rosterver)).toBeDefined();
  await session.close(1000);
  expect(server.received()).not.toContain('urn:xmpp:sm:3');
  expect(server.received()).toMatch(/<\/bind><\/iq><\/stream:stream>$/);
});

test('reports why binding was refused', async () => {
  const refusal = `<error type='cancel'><conflict xmlns='${NS.stanzas}'/></error>`;
  const rule: Rule = [/<iq [^>]*id="([^"]*)".*<\/iq>/, ([, id]) => `<iq type='error' id='${id}'>${refusal}</iq>`];
  const server = await serve({ rules: [rule] });
  await expect(logIn(server.address)).rejects.toThrow('resource binding refused: conflict');
});

test('uses TLS and checks the certificate against the given authority', async () => {
  const server = await serve({ certificate });
  const session = await logIn({ ...server.address, tls: 'starttls', ca: certificate.cert });
  expect(session.jid).toBe('juliet@localhost/balcony');
  expect(server.received()).toMatch(/^<\?xml[^>]*><stream:stream [^>]*><starttls [^>]*\/><\?xml/);
});

test('acknowledges the tickets of TLS behind which a server holds the header', async () => {
  const known = vi.spyOn(HeldAnswers.prototype, 'isKnown', 'get').mockReturnValue(true);
  onTestFinished(() => known.mockRestore());
  const server = await serve({ certificate, holdsHeader: true });
  const session = await logIn({ ...server.address, tls: 'starttls', ca: certificate.cert });
  expect(session.jid).toBe('juliet@localhost/balcony');
  expect(server.received()).toMatch(/<stream:stream [^>]*>\s+<auth/);
});

test('does so for a stream without a login, too', async () => {
  const known = vi.spyOn(HeldAnswers.prototype, 'isKnown', 'get').mockReturnValue(true);
  onTestFinished(() => known.mockRestore());
  const server = await serve({ certificate, holdsHeader: true });
  const address = { ...server.address, tls: 'starttls', ca: certificate.cert } as const;
  const stream = await createOpenStream(new OpenStreams())(address, { timeoutMs: 5000 });
  expect(child(stream.features, 'mechanisms', NS.sasl)).toBeDefined();
  await stream.close();
});

test('uses direct TLS if the address asks for it', async () => {
  const server = await serve({ certificate, direct: true });
  const session = await logIn({ ...server.address, tls: 'direct', ca: certificate.cert });
  expect(session.jid).toBe('juliet@localhost/balcony');
});

test.each(['starttls', 'direct'] as const)('with %s, refuses a certificate of an unknown authority', async (tls) => {
  const server = await serve({ certificate, direct: tls === 'direct' });
  const place = `127.0.0.1:${server.address.port}`;
  await expect(logIn({ ...server.address, tls })).rejects.toThrow(
    `the certificate of ${place} for "localhost" was refused: self-signed certificate; trust its authority with --ca FILE, or accept any certificate with --insecure`,
  );
  expect(server.received()).not.toContain('<auth');
});

test.each(['starttls', 'direct'] as const)('with %s and insecure, accepts any certificate', async (tls) => {
  const server = await serve({ certificate, direct: tls === 'direct' });
  const session = await logIn({ ...server.address, tls, insecure: true, domain: 'elsewhere' });
  expect(session.jid).toBe('juliet@localhost/balcony');
});

test('does not describe a chain of certificates for each login, and checks the certificate of each server', async () => {
  const describing = vi.spyOn(TLSSocket.prototype, 'getPeerCertificate');
  const server = await serve({ certificate });
  const address = { ...server.address, tls: 'starttls', ca: certificate.cert } as const;
  await logIn(address);
  await logIn(address);
  expect(describing).not.toHaveBeenCalled();
  describing.mockRestore();
  const other = makeCertificate('elsewhere');
  const impostor = await serve({ certificate: other });
  const login = logIn({ ...impostor.address, tls: 'starttls', ca: other.cert });
  await expect(login).rejects.toThrow(/for "localhost" was refused/);
});

test('refuses a certificate for another domain', async () => {
  const server = await serve({ certificate });
  const login = logIn({ ...server.address, tls: 'starttls', ca: certificate.cert, domain: 'capulet.localhost' });
  await expect(login).rejects.toThrow(/for "capulet.localhost" was refused: .*--ca FILE/);
});

test('reports authorities that cannot be read', async () => {
  const server = await serve({ certificate });
  const ca = '-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n';
  const login = logIn({ ...server.address, tls: 'starttls', ca });
  await expect(login).rejects.toThrow('the certificates of --ca cannot be read');
});

test('refuses a server without StartTLS before it sends a password', async () => {
  const server = await serve();
  const login = logIn({ ...server.address, tls: 'starttls' });
  await expect(login).rejects.toThrow('offers no StartTLS; ask for plaintext with --plaintext');
  expect(server.received()).not.toContain('<auth');
});

test('reports that the server refused StartTLS', async () => {
  const rule: Rule = [/<starttls [^>]*>/, () => `<failure xmlns='${NS.tls}'/></stream:stream>`];
  const server = await serve({ certificate, rules: [rule] });
  const login = logIn({ ...server.address, tls: 'starttls' });
  await expect(login).rejects.toThrow('offers StartTLS, but refused it');
});

test('ignores what the server sends unencrypted after <proceed/>', async () => {
  const injected = `<stream:features><mechanisms xmlns='${NS.sasl}'><mechanism>PLAIN</mechanism></mechanisms></stream:features>`;
  const rule: Rule = [/<starttls [^>]*>/, () => `<proceed xmlns='${NS.tls}'/>${injected}`];
  const server = await serve({ certificate, mechanisms: ['SCRAM-SHA-1'], rules: [rule] });
  await logIn({ ...server.address, tls: 'starttls', ca: certificate.cert });
  expect(server.received()).not.toContain('mechanism="PLAIN"');
});

test('names host and port if the connection is refused', async () => {
  const server = await startFakeServer();
  await server.stop();
  const place = `127.0.0.1:${server.address.port}`;
  await expect(logIn(server.address)).rejects.toThrow(
    `${place} refused the connection; check that the server runs there`,
  );
});

test('reports a host name that does not exist', async () => {
  const server = await serve();
  const login = logIn({ ...server.address, host: 'verona.invalid' });
  await expect(login).rejects.toThrow('the host name "verona.invalid" was not found');
});

test.each([
  ['no stream features from', /<stream:stream [^>]*>/],
  ['no answer to authentication from', /<auth .*<\/auth>/],
  ['no answer to resource binding from', /<iq .*<\/iq>/],
])('reports "%s" if the server does not answer in time', async (words, pattern) => {
  const { rule, asked } = silentAt(pattern);
  const server = await serve({ rules: [rule] });
  const login = expiring(asked, () => logIn(server.address, { timeoutMs: 50 }));
  await expect(login).rejects.toThrow(`${words} 127.0.0.1:${server.address.port} within 50 ms`);
  await expect(login).rejects.toSatisfy(isExpired);
});

test('ends a TLS handshake that takes too long', async () => {
  const { rule, asked } = silentAt(/<starttls [^>]*>/);
  const server = await serve({ certificate, rules: [rule] });
  const login = expiring(asked, () => logIn({ ...server.address, tls: 'starttls' }, { timeoutMs: 50 }));
  await expect(login).rejects.toThrow(/^no TLS handshake with 127.0.0.1:\d+ within 50 ms$/);
});

test('reports a stream error during login, and does not follow <see-other-host/>', async () => {
  const error = `<stream:error><see-other-host xmlns='${NS.streamErrors}'>127.0.0.1:1</see-other-host></stream:error>`;
  const header = `<stream:stream xmlns='jabber:client' xmlns:stream='${NS.streams}' version='1.0'>`;
  const server = await serve({ rules: [[/<stream:stream [^>]*>/, () => `${header}${error}`]] });
  await expect(logIn(server.address)).rejects.toThrow(
    /^no stream features from 127.0.0.1:\d+: stream error: see-other-host$/,
  );
});

/** Gives one stream up where `pattern` comes; the streams after it meet the standard rules. */
function faultOnce(pattern: RegExp, condition: string): Rule[] {
  const error = `<stream:error><${condition} xmlns='${NS.streamErrors}'/></stream:error></stream:stream>`;
  const rules: Rule[] = [];
  const fault = () => {
    rules.pop();
    return error;
  };
  rules.push([pattern, fault]);
  return rules;
}

test('retries a login that ends with internal-server-error, and notes it in the transcript', async () => {
  const server = await serve({ rules: faultOnce(/<auth .*<\/auth>/, 'internal-server-error') });
  const notes: string[] = [];
  const record: typeof unseen = ({ kind, note }) =>
    note !== undefined && note.kind !== 'connected' && notes.push(`${kind}: ${noteText(note, 'en')}`);
  expect((await logIn(server.address, { record })).jid).toBe('juliet@localhost/balcony');
  expect(notes).toEqual([
    expect.stringMatching(
      /^setup: no answer to authentication from 127.0.0.1:\d+: stream error: internal-server-error; tried again$/,
    ),
  ]);
});

test('does not retry a login that ends with another stream error', async () => {
  const server = await serve({ rules: faultOnce(/<auth .*<\/auth>/, 'policy-violation') });
  await expect(logIn(server.address)).rejects.toThrow('stream error: policy-violation');
});

test('retries a stream without a login that ends with internal-server-error', async () => {
  const server = await serve({ certificate, rules: faultOnce(/<starttls [^>]*>/, 'internal-server-error') });
  const stream = await createOpenStream(new OpenStreams())(
    { ...server.address, tls: 'starttls', insecure: true },
    { timeoutMs: 5000 },
  );
  expect(child(stream.features, 'mechanisms', NS.sasl)).toBeDefined();
  await stream.close();
});

test('reports in which phase of a login the connection ended', async () => {
  const rule: Rule = [/<auth .*<\/auth>/, (_, { socket }) => void socket.end()];
  const server = await serve({ rules: [rule] });
  await expect(logIn(server.address)).rejects.toThrow(
    /^no answer to authentication from 127.0.0.1:\d+: connection closed by the server$/,
  );
});

test.each(['plain', 'starttls', 'direct'] as const)("switches Nagle's algorithm off with %s", async (tls) => {
  const spy = vi.spyOn(Socket.prototype, 'setNoDelay');
  const server = await serve({ certificate, direct: tls === 'direct' });
  await logIn({ ...server.address, tls, insecure: true });
  expect(spy).toHaveBeenCalledWith(true);
  spy.mockRestore();
});

test('sends several requests over one unauthenticated stream', async () => {
  const answer: Rule = [/<iq [^>]*id="([^"]*)".*?<\/iq>/, ([, id]) => `<iq type='result' id='${id}'/>`];
  const server = await serve({ certificate, rules: [answer] });
  const stream = await createOpenStream(new OpenStreams())(
    { ...server.address, tls: 'starttls', insecure: true },
    { timeoutMs: 5000 },
  );
  expect(child(stream.features, 'mechanisms', NS.sasl)).toBeDefined();
  const ask = (id: string) => ({ name: 'iq', ns: NS.client, attrs: { id, type: 'get' }, children: ['?'] });
  const answers = await Promise.all([stream.request(ask('a'), 1000), stream.request(ask('b'), 1000)]);
  expect(answers.map(({ attrs }) => attrs['id'])).toEqual(['a', 'b']);
  await stream.close();
  expect(server.received()).toMatch(/<\/stream:stream>$/);
});

test.each([
  ['elements', `<x xmlns='urn:x'/>`.repeat(200), 'more than 100 elements in one login'],
  ['stanzas', '<message/>'.repeat(2000), 'more than 1,000 stanzas in one step'],
  ['white space', ' '.repeat(5_000_000), 'an element of more than 4,194,304 characters'],
  ['text', `<a>${'x'.repeat(5_000_000)}`, 'an element of more than 4,194,304 characters'],
  ['attributes', `<a ${`b='' `.repeat(500_000)}`, 'a tag of more than 1,048,576 characters'],
])('a flood of %s before the login is complete ends it with the limit', async (_, flood, limit) => {
  const header = `<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='${NS.streams}' id='s' version='1.0'>`;
  const { address } = await serve({ rules: [[/<stream:stream [^>]*>/, () => `${header}${flood}`]] });
  await expect(logIn(address)).rejects.toThrow(`the server sent ${limit}`);
});

test('a stream header without an end ends the login with the limit', async () => {
  const { address } = await serve({ rules: [[/<stream:stream [^>]*>/, () => `<stream:stream a='${'x'.repeat(2e6)}`]] });
  await expect(logIn(address)).rejects.toThrow('the server sent a tag of more than 1,048,576 characters');
});
