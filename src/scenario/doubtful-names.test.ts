import { expect, test } from 'vitest';
import { formatMistake } from '../yaml/mistakes.ts';
import { CHECK, mustBeBilingual, parse, withSteps } from './standards.test-kit.ts';

const send = (stanza: string) => withSteps(`  - send: { from: juliet/balcony, stanza: '${stanza}' }\n${CHECK}`);
function warningsIn(text: string): readonly string[] {
  const { warnings } = parse(text);
  mustBeBilingual(warnings);
  return warnings.map(formatMistake);
}

test.each([
  [
    'a misspelt namespace',
    '<iq type="get"><query xmlns="jabber:iq:rostr"/></iq>',
    'x.yaml:4:73 no known standard defines the namespace "jabber:iq:rostr"; did you mean "jabber:iq:roster"?',
  ],
  [
    'a namespace with a Cyrillic letter',
    '<iq type="get"><query xmlns="jabber:iq:r\u043ester"/></iq>',
    'x.yaml:4:73 no known standard defines the namespace "jabber:iq:r\u043ester" with "\u043e" (U+043E); did you mean "jabber:iq:roster"?',
  ],
  [
    'a namespace of which nothing is known',
    '<message><a xmlns="http://acme.com/ns"/></message>',
    'x.yaml:4:63 no known standard defines the namespace "http://acme.com/ns"; names that begin with urn:example: are free for use',
  ],
  [
    'an element with a Cyrillic letter',
    '<message><b\u043edy>x</b\u043edy></message>',
    'x.yaml:4:54 no standard defines the name "b\u043edy" with "\u043e" (U+043E); write it in ASCII',
  ],
  [
    'an attribute with a full-width letter',
    '<message \uff54ype="chat"/>',
    'x.yaml:4:53 no standard defines the name "\uff54ype" with "\uff54" (U+FF54); write it in ASCII',
  ],
  [
    'a payload without a namespace, and not of what is inside it',
    '<iq type="get"><query><item jid="a@b"/></query></iq>',
    'x.yaml:4:59 <query> has no xmlns, so it is in "jabber:client", which does not define it; add its namespace, such as xmlns="jabber:iq:roster"',
  ],
  [
    'the condition of an error without a namespace',
    '<message type="error"><error type="cancel"><gone/></error></message>',
    'x.yaml:4:87 <gone> has no xmlns, so it is in "jabber:client", which does not define it; add its namespace, such as xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"',
  ],
])('warns of %s, and accepts the scenario', (_, stanza, warning) => {
  const { cases, mistakes } = parse(send(stanza));
  expect([cases.length, mistakes]).toEqual([1, []]);
  expect(warningsIn(send(stanza))).toEqual([warning]);
});

test('warns once of an element and of those inside it in the same namespace', () => {
  expect(warningsIn(send('<message><a xmlns="urn:acme"><b/><c/></a></message>'))).toHaveLength(1);
});

test('warns at the place in a named stanza, once for all rows that use it', () => {
  const text = `title: A \${case}
actors: { juliet: { balcony: {} } }
stanzas:
  odd: |
    <message>
      <a xmlns="urn:acme"/>
    </message>
cases: [{ case: a }, { case: b }]
steps:
  - send: { from: juliet/balcony, stanza: odd }
${CHECK}
`;
  expect(warningsIn(text).map((line) => line.replace(/ .*/, ''))).toEqual(['x.yaml:6:17']);
});

test('warns of no namespace that a standard defines or that is free for authors', () => {
  const spaces = ['vcard-temp', 'urn:xmpp:carbons:2', 'urn:example:\u4e2d', 'http://wind.invalid/x'];
  const children = spaces.map((ns) =>
    `<a xmlns="${ns}"><\u4e2d/></a>`.replace(ns.includes('example') ? '' : '<\u4e2d/>', ''),
  );
  expect(warningsIn(send(`<message>${children.join('')}</message>`))).toEqual([]);
});
