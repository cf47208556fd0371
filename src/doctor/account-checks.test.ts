import { expect, test } from 'vitest';
import { parseXml } from '../stanza/xml.ts';
import { judgeMechanisms, otherDomain } from './account-checks.ts';
import { observationParts } from './doctor-words.ts';

const features = (content: string) =>
  parseXml(`<stream:features xmlns:stream="http://etherx.jabber.org/streams">${content}</stream:features>`);
const mechanisms = (...names: readonly string[]) =>
  `<mechanisms xmlns="urn:ietf:params:xml:ns:xmpp-sasl">${names.map((name) => `<mechanism>${name}</mechanism>`).join('')}</mechanisms>`;

test.each([
  ['offers none', ''],
  ['offers others', mechanisms('EXTERNAL')],
])('the mechanisms are the cause where the server %s', (_, content) => {
  expect(judgeMechanisms(features(content)).seen.kind).toBe('no-usable-mechanism');
});

test('a server that offers a mechanism can be used', () => {
  expect(judgeMechanisms(features(mechanisms('PLAIN'))).status).toBe('ok');
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
