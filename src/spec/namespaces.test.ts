import { expect, test } from 'vitest';
import { NS } from '../stanza/xml.ts';
import { isOwnNamespace, NAMESPACES } from './namespaces.ts';

test('names the standard of each namespace that the tester itself uses', () => {
  expect(Object.values(NS).filter((ns) => !NAMESPACES.has(ns) && !isOwnNamespace(ns))).toEqual([]);
  expect([...NAMESPACES.values()].filter((name) => !/^(RFC \d{4}|XEP-\d{4}|XML 1\.0|XHTML 1\.0)$/.test(name))).toEqual(
    [],
  );
  expect([NAMESPACES.get('jabber:iq:roster'), NAMESPACES.get('urn:xmpp:mam:2')]).toEqual(['RFC 6121', 'XEP-0313']);
});

test.each([
  'urn:example:letters',
  'urn:xmppspec:x',
  'urn:x.invalid:a',
  'http://wind.invalid/',
  'https://a.example/b',
  'http://x.example.org',
])('authors may use %s', (ns) => expect(isOwnNamespace(ns)).toBe(true));

test.each([
  'jabber:iq:rostr',
  'urn:examples:a',
  'http://example.com.evil/',
  'http://jabber.org/protocol/nik',
  'urn:xmpp:invalid',
])('%s is no name for authors', (ns) => expect(isOwnNamespace(ns)).toBe(false));
