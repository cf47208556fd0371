// What is wrong inside of stanzas and the short form of errors.

import { expect, test } from 'vitest';
import { LOOK, mistakesIn, play } from './standards.test-kit.ts';

const ID = 'rfc6121-2.3.2-b';
const send = (stanza: string) => `  - send: { from: juliet/balcony, stanza: '${stanza}' }\n${LOOK}`;
const receive = (stanza: string) => `  - expect: { juliet/balcony: [ { stanza: '${stanza}', proves: ${ID} } ] }`;
const error = (inside: string, beside = '') =>
  `  - expect: { juliet/balcony: [ { error: { ${inside} }, proves: ${ID}${beside} } ] }`;

test.each([
  [
    'an unknown stanza',
    play(send('psuh'), '\nstanzas: { push: <iq/> }').replace(
      'proves',
      'juliet/chamber: [ { stanza: push, proves: rfc6121-2.3.2-b } ], proves',
    ),
    `x.yaml:5:43 unknown stanza "psuh"; did you mean "push"?`,
  ],
  [
    'an unknown stanza where none has a name',
    play(send('push')),
    `x.yaml:4:43 unknown stanza "push"; name it under "stanzas", or write XML`,
  ],
  [
    'an attribute with a prefix',
    play(send('<message><x xmlns="x" xmlns:w="w" w:from="there"/></message>')),
    'x.yaml:4:44 expected attributes without a prefix, got "w:from"; its namespace would be lost, so use an element',
  ],
  [
    'a stanza that nothing uses',
    play(LOOK, '\nstanzas: { push: <iq/> }'),
    'x.yaml:2:12 nothing uses the stanza "push"; use it or remove it',
  ],
  [
    'no stanza at all',
    play(send('<mesage/>')),
    'x.yaml:4:43 expected <iq>, <message> or <presence>, got <mesage>; did you mean "message"?',
  ],
  [
    'a stanza of another namespace',
    play(send('<iq xmlns="jabber:server"/>')),
    'x.yaml:4:43 expected <iq>, <message> or <presence> in the namespace jabber:client, got jabber:server',
  ],
  [
    'words instead of XML',
    play(send('Hello there')),
    'x.yaml:4:44 expected a name or an XML element, got "Hello there"',
  ],
  ['words after the XML', play(send('<iq/> there')), 'x.yaml:4:44 not XML: text after the element'],
  ['broken XML on one line', play(send('<iq id=a/>')), 'x.yaml:4:52 not XML: unquoted attribute value'],
  [
    'broken XML in a block',
    play(
      `  - send:\n      from: juliet/balcony\n      stanza: |\n        <iq>\n          <query>\n        </iq>\n${LOOK}`,
    ),
    'x.yaml:9:14 not XML: unexpected close tag',
  ],
  [
    'an unclosed element in a block',
    play(`  - send:\n      from: juliet/balcony\n      stanza: |\n        <iq>\n          <query/>\n${LOOK}`),
    'x.yaml:8:9 not XML: unclosed tag: iq',
  ],
  [
    'an unknown placeholder',
    play(send('<iq to="${julet}"/>')),
    'x.yaml:4:52 unknown placeholder ${julet}; did you mean ${juliet}?',
  ],
  [
    'a placeholder like no other',
    play(send('<iq to="${who}"/>')),
    'x.yaml:4:52 unknown placeholder ${who}; expected an actor, a session, a column or a capture',
  ],
  [
    'a placeholder without an end',
    play(send('<iq to="${juliet"/>')),
    'x.yaml:4:52 expected "}" to close the placeholder "${"',
  ],
  [
    'a placeholder in a namespace',
    play(send('<iq><query xmlns="x:${nonce}"/></iq>')),
    'x.yaml:4:62 a namespace cannot hold a placeholder',
  ],
  [
    'a length that is no number',
    play(send('<iq id="${text:long}"/>')),
    'x.yaml:4:52 expected a number or the name of a repeat in ${text:long}',
  ],
  [
    'a mark in a send',
    play(send('<iq id="${any}"/>')),
    'x.yaml:4:52 the mark ${any} cannot stand in what is sent; marks are for patterns',
  ],
  [
    'a mark with an argument in a send',
    play(send('<iq id="${optional:${juliet}}"/>')),
    'x.yaml:4:52 the mark ${optional} cannot stand in what is sent; marks are for patterns',
  ],
  [
    'an unknown mark',
    play(receive('<iq id="${capure:v}"/>')),
    'x.yaml:4:52 unknown placeholder ${capure:v}; did you mean ${capture:v}?',
  ],
  [
    'a mark without its argument',
    play(receive('<iq id="${capture}"/>')),
    'x.yaml:4:52 ${capture} needs an argument: ${capture:...}',
  ],
  ['a mark with an argument too many', play(receive('<iq id="${any:1}"/>')), 'x.yaml:4:52 ${any} takes no argument'],
  [
    'a mark that is not alone',
    play(receive('<iq id="a${any}"/>')),
    'x.yaml:4:53 the mark ${any} must be the whole value, with nothing beside it',
  ],
  [
    'the mark only in an attribute',
    play(receive('<iq id="${only}"/>')),
    'x.yaml:4:52 ${only} stands alone as the text of an element, not in an attribute',
  ],
  [
    'the mark absent in text',
    play(receive('<iq>${absent}</iq>')),
    'x.yaml:4:48 ${absent} stands in an attribute, not in text',
  ],
  [
    'the mark lang elsewhere',
    play(receive('<iq id="${lang:en}"/>')),
    'x.yaml:4:52 ${lang:...} stands in xml:lang only',
  ],
  [
    'a mark in a roster',
    play(`  - roster: { of: juliet, is: [ '<item jid="\${any}"/>' ], proves: ${ID} }`),
    'x.yaml:4:45 the mark ${any} cannot stand in a value that is compared as it is; marks are for patterns',
  ],
  [
    'a capture before it is set',
    play(`${send('<iq id="${ver}"/>')}\n${receive('<iq id="${capture:ver}"/>')}`),
    'x.yaml:4:52 ${ver} is used before a pattern captures it',
  ],
  [
    'a capture in a named stanza before it is set',
    play(`${send('old')}\n${receive('<iq id="${capture:ver}"/>')}`, '\nstanzas: { old: \'<iq id="${ver}"/>\' }'),
    'x.yaml:5:43 in the stanza "old": ${ver} is used before a pattern captures it',
  ],
  [
    'a capture with the name of an actor',
    play(receive('<iq id="${capture:romeo}"/>')),
    'x.yaml:4:52 the name "romeo" is taken by an actor; choose another',
  ],
  [
    'a capture with a name of the language',
    play(receive('<iq id="${new:domain}"/>')),
    'x.yaml:4:52 the name "domain" is taken by the language; choose another',
  ],
  [
    'an unknown error condition',
    play(error('condition: bad-requests')),
    'x.yaml:4:55 unknown error condition "bad-requests"; did you mean "bad-request"?',
  ],
  [
    'an unknown error type',
    play(error('condition: bad-request, type: modfy')),
    'x.yaml:4:74 unknown error type "modfy"; did you mean "modify"?',
  ],
  [
    'an error of no stanza',
    play(error('condition: bad-request, kind: query')),
    'x.yaml:4:74 unknown stanza "query"; expected iq, message or presence',
  ],
  [
    'an error type nothing asks for',
    play(error('condition: conflict, type: cancel')),
    'x.yaml:4:71 "type" needs "typeProves" beside "proves": no requirement of spec names the error type of conflict',
  ],
  [
    'a proof of no single error type',
    play(error('condition: any', `, typeProves: ${ID}`)),
    'x.yaml:4:99 "typeProves" needs "type": RFC 6120 names no single type for any',
  ],
])('%s', (_, text, message) => {
  expect(mistakesIn(text)).toBe(message);
});

test('a stanza that no one would write is not read', () => {
  expect(mistakesIn(play(send(`<iq>${' '.repeat(20_000)}</iq>`)))).toBe(
    'x.yaml:4:44 expected a stanza of at most 16384 characters, got 20009; use ${text:N} for long text',
  );
});
