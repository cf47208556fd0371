import { once } from 'node:events';
import type { TLSSocket } from 'node:tls';
import { connect as connectTls } from 'node:tls';
import { expect, test } from 'vitest';
import { serialize } from '../stanza/serialize.ts';
import { elements, NS, text } from '../stanza/xml.ts';
import { TEST_CERTIFICATE } from './certificate.test-kit.ts';
import { bind, connectRaw, login, register, TestClient } from './client.test-kit.ts';
import { useServer } from './server.test-kit.ts';
import { startReference } from './server.ts';

const server = await useServer({ tls: async () => TEST_CERTIFICATE, directTls: 0 });

const HEADER = (to: string, more = "version='1.0'") =>
  `<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='${to}' ${more}>`;

test('the features are StartTLS, mechanisms and registration before login, and bind, versioning and pre-approval after it', async () => {
  const client = await connectRaw(server);
  const before = await client.open();
  expect(elements(before).map((e) => e.name)).toEqual(['starttls', 'mechanisms', 'register']);
  expect(elements(elements(before)[1]!).map(text)).toEqual(['SCRAM-SHA-256', 'SCRAM-SHA-1', 'PLAIN']);
  await register(server, 'features');
  client.send(
    `<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="PLAIN">${btoa('\0features\0pw-features')}</auth>`,
  );
  expect((await client.next()).name).toBe('success');
  expect(elements(await client.open()).map((e) => e.name)).toEqual(['bind', 'ver', 'sub']);
});

test.each([
  ['a document type declaration', '<!DOCTYPE x [<!ENTITY a "b">]>', 'restricted-xml'],
  ['a comment', `${HEADER('xmppspec.localhost')}<!-- -->`, 'restricted-xml'],
  ['a processing instruction', `${HEADER('xmppspec.localhost')}<?php?>`, 'restricted-xml'],
  ['a foreign host', HEADER('elsewhere.invalid'), 'host-unknown'],
  ['no version', HEADER('xmppspec.localhost', ''), 'unsupported-version'],
  ['a wrong namespace', '<stream xmlns="urn:x">', 'invalid-namespace'],
  ['ill-formed XML', '<<<', 'not-well-formed'],
  ['an unbound prefix', `${HEADER('xmppspec.localhost')}<a:b/>`, 'not-well-formed'],
  ['a message before login', `${HEADER('xmppspec.localhost')}<message/>`, 'not-authorized'],
  ['too many nested elements', `${HEADER('xmppspec.localhost')}${'<a>'.repeat(70)}`, 'policy-violation'],
  ['a stanza that is too large', `${HEADER('xmppspec.localhost')}<a>${'x'.repeat(1_100_000)}`, 'policy-violation'],
])('%s ends the stream', async (_what, sent, condition) => {
  const client = await connectRaw(server);
  client.send(sent);
  let received = await client.next();
  if (received.name === 'features') received = await client.next();
  expect(received.name).toBe('error');
  expect(elements(received).map((e) => e.name)).toEqual([condition]);
  client.socket.end();
  await client.closed();
});

test.each([
  ['a stanza before binding', '<presence/>', 'not-authorized'],
  ['registration before binding', '<iq type="get" id="r"><query xmlns="jabber:iq:register"/></iq>', 'not-authorized'],
])('%s ends the stream', async (_what, sent, condition) => {
  await register(server, 'unbound');
  const client = await connectRaw(server);
  await client.open();
  client.send(
    `<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="PLAIN">${btoa('\0unbound\0pw-unbound')}</auth>`,
  );
  await client.next();
  await client.open();
  client.send(sent);
  expect(await client.streamError()).toBe(condition);
});

test.each([
  ['an element that is no stanza', '<hello xmlns="urn:x"/>', 'unsupported-stanza-type'],
  ['a from of another account', '<message from="other@xmppspec.localhost"/>', 'invalid-from'],
])('%s ends a bound stream', async (_what, sent, condition) => {
  const client = await login(server, 'bound/r');
  client.send(sent);
  expect(await client.streamError()).toBe(condition);
});

const auth = (mechanism: string, data: string) =>
  `<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="${mechanism}">${data}</auth>`;

test.each([
  ['an unknown mechanism', auth('ANONYMOUS', ''), 'invalid-mechanism'],
  ['a name of Object.prototype', auth('constructor', ''), 'invalid-mechanism'],
  ['bad base64', auth('PLAIN', '***'), 'incorrect-encoding'],
  ['a wrong password', auth('PLAIN', btoa('\0sasl\0wrong')), 'not-authorized'],
  ['an unknown user', auth('PLAIN', btoa('\0nobody\0x')), 'not-authorized'],
  ['the authzid of another account', auth('PLAIN', btoa('other@xmppspec.localhost\0sasl\0pw-sasl')), 'invalid-authzid'],
  ['a message without its parts', auth('PLAIN', btoa('sasl')), 'malformed-request'],
  ['a SCRAM message without its parts', auth('SCRAM-SHA-1', btoa('hello')), 'malformed-request'],
  ['channel binding', auth('SCRAM-SHA-1', btoa('p=tls-unique,,n=sasl,r=x')), 'malformed-request'],
  ['a response without an auth', '<response xmlns="urn:ietf:params:xml:ns:xmpp-sasl"/>', 'malformed-request'],
  ['an abort', '<abort xmlns="urn:ietf:params:xml:ns:xmpp-sasl"/>', 'aborted'],
])('%s fails authentication, and the client can try again', async (_what, sent, condition) => {
  await register(server, 'sasl');
  const client = await connectRaw(server);
  await client.open();
  client.send(sent);
  const failure = await client.next();
  expect([failure.name, ...elements(failure).map((e) => e.name)]).toEqual(['failure', condition]);
  client.send(auth('PLAIN', btoa('\0sasl\0pw-sasl')));
  expect((await client.next()).name).toBe('success');
});

test('too many failures end the stream', async () => {
  const client = await connectRaw(server);
  await client.open();
  client.send(auth('PLAIN', btoa('\0nobody\0x')).repeat(6));
  for (let i = 0; i < 6; i++) expect((await client.next()).name).toBe('failure');
  expect(await client.streamError()).toBe('policy-violation');
});

test('binding a resource again ends the old stream', async () => {
  const first = await login(server, 'twice/r');
  const second = await login(server, 'twice/r');
  expect(await first.streamError()).toBe('conflict');
  await first.closed();
  expect(await second.fence()).toEqual([]);
});

test('a character that is split between two packets is read correctly', async () => {
  const client = await login(server, 'cut/r');
  const bytes = Buffer.from(`<message to="cut@${server.domain}" id="m"><body>名</body></message>`);
  const middle = bytes.indexOf('名') + 1;
  client.send(bytes.subarray(0, middle));
  await new Promise(setImmediate);
  client.send(bytes.subarray(middle));
  expect((await client.fence()).join()).toContain('<body>名</body>');
});

test("stanzas are delivered with the language of the sender's stream", async () => {
  const receiver = await login(server, 'reader/r');
  const sender = await connectRaw(server);
  sender.send(HEADER(server.domain, "version='1.0' xml:lang='fr'"));
  await sender.next();
  sender.send(auth('PLAIN', btoa('\0reader\0pw-reader')));
  await sender.next();
  sender.send(`<?xml version='1.0'?>${HEADER(server.domain, "version='1.0' xml:lang='fr'")}`);
  await sender.next();
  sender.send('<iq type="set" id="b"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/></iq>');
  await sender.next();
  sender.send(`<message to="reader@${server.domain}/r" id="m"><body>b</body></message>`);
  await sender.fence();
  expect((await receiver.fence())[0]).toContain('xml:lang="fr"');
});

async function secure(socket: TLSSocket): Promise<TLSSocket> {
  await once(socket, 'secureConnect');
  return socket;
}

test('the stream after StartTLS does not offer StartTLS again', async () => {
  const client = await connectRaw(server);
  await client.open();
  client.send('<starttls xmlns="urn:ietf:params:xml:ns:xmpp-tls"/>');
  expect((await client.next()).name).toBe('proceed');
  client.socket.removeAllListeners('data');
  client.attach(await secure(connectTls({ socket: client.socket, rejectUnauthorized: false })));
  expect(elements(await client.open()).map((e) => e.name)).toEqual(['mechanisms', 'register']);
});

test('StartTLS without a certificate ends with a failure', async () => {
  const own = await startReference({ tls: () => Promise.reject(new Error('no openssl')) });
  const client = await connectRaw(own);
  await client.open();
  client.send('<starttls xmlns="urn:ietf:params:xml:ns:xmpp-tls"/>');
  expect(await client.next()).toMatchObject({ name: 'failure', ns: NS.tls });
  await client.closed();
  await own.stop();
});

test('the certificate is made at the first StartTLS and only once', async () => {
  let made = 0;
  const tls = async () => {
    made += 1;
    return TEST_CERTIFICATE;
  };
  const own = await startReference({ tls });
  expect(made).toBe(0);
  for (const _ of [1, 2]) {
    const client = await connectRaw(own);
    await client.open();
    client.send('<starttls xmlns="urn:ietf:params:xml:ns:xmpp-tls"/>');
    expect((await client.next()).name).toBe('proceed');
  }
  expect(made).toBe(1);
  await own.stop();
});

test('elements sent together with starttls are not read', async () => {
  const client = await connectRaw(server);
  await client.open();
  client.send('<starttls xmlns="urn:ietf:params:xml:ns:xmpp-tls"/><not-xmpp/>');
  expect((await client.next()).name).toBe('proceed');
  client.socket.removeAllListeners('data');
  client.attach(await secure(connectTls({ socket: client.socket, rejectUnauthorized: false })));
  expect(elements(await client.open()).map((e) => e.name)).toEqual(['mechanisms', 'register']);
});

test('a direct TLS port accepts XMPP streams', async () => {
  const port = server.directTlsPort ?? 0;
  const socket = connectTls({ port, host: server.host, rejectUnauthorized: false, ALPNProtocols: ['xmpp-client'] });
  const client = new TestClient(await secure(socket), server.domain);
  expect(elements(await client.open()).map((e) => e.name)).toEqual(['mechanisms', 'register']);
});

test('stop closes every connection', async () => {
  const own = await startReference();
  const client = await login(own, 'last/r');
  await own.stop();
  await client.closed();
  await expect(connectRaw(own)).rejects.toThrow('ECONNREFUSED');
});

test.each([
  ['ping', '<ping xmlns="urn:xmpp:ping"/>', '"result"'],
  ['the old session', '<session xmlns="urn:ietf:params:xml:ns:xmpp-session"/>', '"result"'],
  ['version', '<query xmlns="jabber:iq:version"/>', '<name>xmppspec reference</name>'],
  ['features', '<query xmlns="http://jabber.org/protocol/disco#info"/>', '<feature var="jabber:iq:version"/>'],
  ['anything else', '<query xmlns="urn:x"/>', '<service-unavailable'],
  ['two children', '<a xmlns="urn:x"/><b xmlns="urn:x"/>', '<bad-request'],
])('the server answers %s', async (what, payload, expected) => {
  const client = await login(server, 'services/r');
  const type = what === 'the old session' ? 'set' : 'get';
  expect((await client.ask(`<iq type="${type}" to="${server.domain}">${payload}</iq>`)).join()).toContain(expected);
});

test('an IQ without an id is refused with bad-request', async () => {
  const client = await bind(server, 'services/other');
  client.send('<iq type="get"><ping xmlns="urn:xmpp:ping"/></iq>');
  expect(serialize(await client.next())).toContain('<bad-request');
});

test('a stanza with a malformed to is refused, an error with one is ignored', async () => {
  const client = await login(server, 'malformed/r');
  client.send('<message to="@@" id="m"/><message to="@@" type="error"/>');
  const seen = await client.fence();
  expect(seen).toHaveLength(1);
  expect(seen[0]).toContain('<jid-malformed');
});
