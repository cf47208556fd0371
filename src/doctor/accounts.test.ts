import { expect, test } from 'vitest';
import { parseXml } from '../stanza/xml.ts';
import { judgeMechanisms, otherDomain } from './accounts.ts';
import { observationParts } from './words.ts';

const features = (content: string) =>
  parseXml(`<stream:features xmlns:stream="http://etherx.jabber.org/streams">${content}</stream:features>`);
const STARTTLS = '<starttls xmlns="urn:ietf:params:xml:ns:xmpp-tls"><required/></starttls>';
const mechanisms = (...names: readonly string[]) =>
  `<mechanisms xmlns="urn:ietf:params:xml:ns:xmpp-sasl">${names.map((name) => `<mechanism>${name}</mechanism>`).join('')}</mechanisms>`;

test('plaintext is the cause where the server offers StartTLS and no mechanism', () => {
  const { status, seen } = judgeMechanisms(features(STARTTLS), { tls: 'plain' });
  expect(status).toBe('failed');
  expect(observationParts(seen, 'en')).toEqual({
    what: 'the server requires TLS: it offers no mechanism without it',
    remedy: 'leave out --plaintext',
  });
});

test.each([
  ['under TLS', STARTTLS, 'starttls'],
  ['where StartTLS is not offered', '', 'plain'],
  ['where mechanisms are offered that xmppspec lacks', STARTTLS + mechanisms('EXTERNAL'), 'plain'],
] as const)('the mechanisms of the server are the cause %s', (_, content, tls) => {
  expect(judgeMechanisms(features(content), { tls }).seen.kind).toBe('no-usable-mechanism');
});

test('a server that offers a mechanism in plaintext can be used, also where it requires TLS', () => {
  const { status } = judgeMechanisms(features(STARTTLS + mechanisms('PLAIN')), { tls: 'plain' });
  expect(status).toBe('ok');
});

test('a JID of another domain shows the domain that the server serves', () => {
  const seen = otherDomain('u1@verona.localhost/doctor', { domain: 'mantua.localhost' });
  expect(seen && observationParts(seen, 'en')).toEqual({
    what: 'the login for mantua.localhost gave u1@verona.localhost: the server serves verona.localhost',
    remedy: 'give the domain that it serves with -d DOMAIN',
  });
});

test.each([
  ['u1@Verona.localhost/doctor', 'verona.LOCALHOST'],
  ['u1@xn--mnchen-3ya.example/doctor', 'münchen.example'],
  ['u1@[::1]/doctor', '[::1]'],
  ['', 'verona.localhost'],
])('the JID "%s" is no evidence against the domain %s', (jid, domain) => {
  expect(otherDomain(jid, { domain })).toBeUndefined();
});
