// Mistakes inside stanzas and in the short form of errors.

import { expect, test } from 'vitest';
import { CHECK, mistakesIn, withSteps } from './standards.test-kit.ts';

const ID = 'rfc6121-2.3.2-b';
const send = (stanza: string) => `  - send: { from: juliet/balcony, stanza: '${stanza}' }\n${CHECK}`;
const receive = (stanza: string) => `  - expect: { juliet/balcony: [ { stanza: '${stanza}', proves: ${ID} } ] }`;
const error = (inside: string, beside = '') =>
  `  - expect: { juliet/balcony: [ { error: { ${inside} }, proves: ${ID}${beside} } ] }`;

test.each([
  [
    'an unknown stanza',
    withSteps(send('psuh'), '\nstanzas: { push: <iq/> }').replace(
      'proves',
      'juliet/chamber: [ { stanza: push, proves: rfc6121-2.3.2-b } ], proves',
    ),
    `x.yaml:5:43 unknown stanza "psuh"; did you mean "push"?`,
  ],
  [
    'an unknown stanza in a file without named stanzas',
    withSteps(send('push')),
    `x.yaml:4:43 unknown stanza "push"; define it under "stanzas", or write XML`,
  ],
  [
    'an attribute with a prefix',
    withSteps(send('<message><x xmlns="x" xmlns:w="w" w:from="there"/></message>')),
    'x.yaml:4:44 expected attributes without a prefix, got "w:from"; its namespace would be lost, so use an element',
  ],
  [
    'an unused stanza',
    withSteps(CHECK, '\nstanzas: { push: <iq/> }'),
    'x.yaml:2:12 the stanza "push" is not used; use it or remove it',
  ],
  [
    'an element that is not a stanza',
    withSteps(send('<mesage/>')),
    'x.yaml:4:43 expected <iq>, <message> or <presence>, got <mesage>; did you mean "message"?',
  ],
  [
    'a stanza of another namespace',
    withSteps(send('<iq xmlns="jabber:server"/>')),
    'x.yaml:4:43 expected <iq>, <message> or <presence> in the namespace jabber:client, got jabber:server',
  ],
  [
    'text instead of XML',
    withSteps(send('Hello there')),
    'x.yaml:4:44 expected a name or an XML element, got "Hello there"',
  ],
  ['text after the XML', withSteps(send('<iq/> there')), 'x.yaml:4:44 not XML: text after the element'],
  ['broken XML on one line', withSteps(send('<iq id=a/>')), 'x.yaml:4:52 not XML: unquoted attribute value'],
  [
    'broken XML in a block',
    withSteps(
      `  - send:\n      from: juliet/balcony\n      stanza: |\n        <iq>\n          <query>\n        </iq>\n${CHECK}`,
    ),
    'x.yaml:9:14 not XML: unexpected close tag',
  ],
  [
    'an unclosed element in a block',
    withSteps(`  - send:\n      from: juliet/balcony\n      stanza: |\n        <iq>\n          <query/>\n${CHECK}`),
    'x.yaml:8:9 not XML: unclosed tag: iq',
  ],
  [
    'an unknown placeholder',
    withSteps(send('<iq to="${julet}"/>')),
    'x.yaml:4:52 unknown placeholder ${julet}; did you mean ${juliet}?',
  ],
  [
    'a placeholder without a similar one',
    withSteps(send('<iq to="${who}"/>')),
    'x.yaml:4:52 unknown placeholder ${who}; expected an actor, a session, a column or a capture',
  ],
  [
    'a placeholder without an end',
    withSteps(send('<iq to="${juliet"/>')),
    'x.yaml:4:52 expected "}" to close the placeholder "${"',
  ],
  [
    'a placeholder in a namespace',
    withSteps(send('<iq><query xmlns="x:${nonce}"/></iq>')),
    'x.yaml:4:62 a namespace cannot hold a placeholder',
  ],
  [
    'a length that is not a number',
    withSteps(send('<iq id="${text:long}"/>')),
    'x.yaml:4:52 expected a number, limits.name or limits.group in ${text:long}',
  ],
  [
    'a mark in a send',
    withSteps(send('<iq id="${any}"/>')),
    'x.yaml:4:52 the mark ${any} is not allowed in a stanza that is sent; use marks in patterns',
  ],
  [
    'a mark with an argument in a send',
    withSteps(send('<iq id="${optional:${juliet}}"/>')),
    'x.yaml:4:52 the mark ${optional} is not allowed in a stanza that is sent; use marks in patterns',
  ],
  [
    'an unknown mark',
    withSteps(receive('<iq id="${capure:v}"/>')),
    'x.yaml:4:52 unknown placeholder ${capure:v}; did you mean ${capture:v}?',
  ],
  [
    'a mark without its argument',
    withSteps(receive('<iq id="${capture}"/>')),
    'x.yaml:4:52 ${capture} needs an argument: ${capture:...}',
  ],
  [
    'a mark with an unexpected argument',
    withSteps(receive('<iq id="${any:1}"/>')),
    'x.yaml:4:52 ${any} takes no argument',
  ],
  [
    'a mark that is not the whole value',
    withSteps(receive('<iq id="a${absent}"/>')),
    'x.yaml:4:53 the mark ${absent} must be the whole value',
  ],
  [
    'two marks without a text between them',
    withSteps(receive('<iq id="a${any}${int}"/>')),
    'x.yaml:4:59 write a text between ${int} and the mark before it, or one ${re:...} for both',
  ],
  [
    'a part with a mark in a send',
    withSteps(send('<iq id="a${re:[a-z]{2}}"/>')),
    'x.yaml:4:53 the mark ${re} is not allowed in a stanza that is sent; use marks in patterns',
  ],
  [
    'a misspelt mark in a value',
    withSteps(receive('<iq id="a-${itn}"/>')),
    'x.yaml:4:54 unknown placeholder ${itn}; did you mean ${int}?',
  ],
  [
    'a part that is captured with a name of the language',
    withSteps(receive('<iq id="a-${capture:uuid}"/>')),
    'x.yaml:4:54 the name "uuid" is taken by the language; choose another',
  ],
  [
    'a range of integers with another sign',
    withSteps(receive('<iq id="${int:1-9}"/>')),
    'x.yaml:4:52 expected a range such as 1.., ..5 or 1..9 in ${int:1-9}; did you mean ${int:1..9}?',
  ],
  [
    'a range of integers that is empty',
    withSteps(receive('<iq id="${int:9..-1}"/>')),
    'x.yaml:4:52 expected a range such as 1.., ..5 or 1..9 in ${int:9..-1}; did you mean ${int:-1..9}?',
  ],
  [
    'an integer for a range',
    withSteps(receive('<iq id="${int:3}"/>')),
    'x.yaml:4:52 expected a range such as 1.., ..5 or 1..9 in ${int:3}; did you mean ${int:3..}?',
  ],
  [
    'a word for a range',
    withSteps(receive('<iq id="${int:many}"/>')),
    'x.yaml:4:52 expected a range such as 1.., ..5 or 1..9 in ${int:many}',
  ],
  [
    'a distance of a date in minutes',
    withSteps(receive('<iq><q stamp="${date:5m}"/></iq>')),
    'x.yaml:4:58 expected seconds such as 5s in ${date:5m}; did you mean ${date:300s}?',
  ],
  [
    'a distance of a date that is none',
    withSteps(receive('<iq><q stamp="${date:soon}"/></iq>')),
    'x.yaml:4:58 expected seconds such as 5s in ${date:soon}',
  ],
  ['a UUID with an argument', withSteps(receive('<iq id="${uuid:4}"/>')), 'x.yaml:4:52 ${uuid} takes no argument'],
  [
    'a regular expression that is none',
    withSteps(receive('<iq id="x-${re:[a-z}"/>')),
    'x.yaml:4:54 not a regular expression: Unterminated character class',
  ],
  [
    'an empty regular expression',
    withSteps(receive('<iq id="${re:}"/>')),
    'x.yaml:4:52 ${re} needs an argument: ${re:...}',
  ],
  [
    'a regular expression with an anchor, after one with a bracket that XML writes otherwise',
    withSteps(receive('<iq id="${re:&lt;+}" to="${re:a&lt;$}"/>')),
    'x.yaml:4:69 remove "$" from the regular expression: it always applies to the whole value',
  ],
  [
    'a regular expression that looks ahead',
    withSteps(receive('<iq id="${re:(?=a)}"/>')),
    'x.yaml:4:52 "(?=" is not supported in a regular expression: it can take very long; use groups "(...)", classes "[...]", "|", "*", "+", "?" and "{n,m}"',
  ],
  [
    'a regular expression with a placeholder',
    withSteps(receive('<iq id="${re:${domain}/.*}"/>')),
    'x.yaml:4:52 a regular expression cannot hold a placeholder; write it beside the mark: ${domain}${re:...}',
  ],
  [
    'a regular expression that is too large',
    withSteps(receive('<iq id="${re:(a{99}){99}}"/>')),
    'x.yaml:4:52 expected a regular expression of at most 2000 characters with all its repetitions written out; use smaller numbers in "{n,m}"',
  ],
  [
    'the mark only in an attribute',
    withSteps(receive('<iq id="${only}"/>')),
    'x.yaml:4:52 write ${only} as the text of an element, not in an attribute',
  ],
  [
    'the mark absent in text',
    withSteps(receive('<iq>${absent}</iq>')),
    'x.yaml:4:48 write ${absent} in an attribute, not in text',
  ],
  [
    'the mark lang outside xml:lang',
    withSteps(receive('<iq id="${lang:en}"/>')),
    'x.yaml:4:52 write ${lang:...} in xml:lang only',
  ],
  [
    'a set of children in an attribute',
    withSteps(receive('<iq><q id="${every}"/></iq>')),
    'x.yaml:4:55 write ${every} as the text of an element, not in an attribute',
  ],
  [
    'a set of children at the stanza itself',
    withSteps(receive('<iq id="a">${none}</iq>')),
    'x.yaml:4:55 ${none} is about children: write it in an element inside another one',
  ],
  [
    'two sets in one element',
    withSteps(receive('<iq><q id="a">${every}${none}</q></iq>')),
    'x.yaml:4:66 an element has ${every} or ${none}, not both; write it twice',
  ],
  [
    'children that are unique by nothing',
    withSteps(receive('<iq><q>${unique}</q></iq>')),
    'x.yaml:4:51 ${unique} needs an attribute whose values must differ, such as jid="${any}"',
  ],
  [
    'a set of children that checks nothing',
    withSteps(receive('<iq><q>${every}</q></iq>')),
    'x.yaml:4:51 ${every} needs something that every such element must have: an attribute, a text or a child',
  ],
  [
    'a capture in a set of children',
    withSteps(receive('<iq><q id="${any}">${every}<r a="x-${capture:v}"/></q></iq>')),
    'x.yaml:4:79 ${capture:v} cannot keep anything inside ${every}: it is about several elements',
  ],
  [
    'a set of children in a send',
    withSteps(send('<iq><q id="a">${none}</q></iq>')),
    'x.yaml:4:58 the mark ${none} is not allowed in a stanza that is sent; use marks in patterns',
  ],
  [
    'an element that nothing keeps',
    withSteps(receive('<iq><q>${same:sent}</q></iq>')),
    'x.yaml:4:51 ${same:sent} compares with an element that nothing keeps; write ${element:sent} in an earlier pattern',
  ],
  [
    'a misspelt name of an element',
    withSteps(receive('<iq><q>${element:sent}</q><r>${same:snet}</r></iq>')),
    'x.yaml:4:73 ${same:snet} compares with an element that nothing keeps; did you mean ${same:sent}?',
  ],
  [
    'an element before it is kept',
    withSteps(receive('<iq><q>${same:sent}</q><r>${element:sent}</r></iq>')),
    'x.yaml:4:51 ${same:sent} is used before a pattern captures it',
  ],
  [
    'a mark in a roster',
    withSteps(`  - roster: { of: juliet, is: [ '<item jid="\${any}"/>' ], proves: ${ID} }`),
    'x.yaml:4:45 the mark ${any} is not allowed in a literal value; use marks in patterns',
  ],
  [
    'a capture before it is set',
    withSteps(`${send('<iq id="${ver}"/>')}\n${receive('<iq id="${capture:ver}"/>')}`),
    'x.yaml:4:52 ${ver} is used before a pattern captures it',
  ],
  [
    'a capture in a named stanza before it is set',
    withSteps(`${send('old')}\n${receive('<iq id="${capture:ver}"/>')}`, '\nstanzas: { old: \'<iq id="${ver}"/>\' }'),
    'x.yaml:5:43 in the stanza "old": ${ver} is used before a pattern captures it',
  ],
  [
    'a capture with the name of an actor',
    withSteps(receive('<iq id="${capture:romeo}"/>')),
    'x.yaml:4:52 the name "romeo" is taken by an actor; choose another',
  ],
  [
    'a capture with a name of the language',
    withSteps(receive('<iq id="${new:domain}"/>')),
    'x.yaml:4:52 the name "domain" is taken by the language; choose another',
  ],
  [
    'an unknown error condition',
    withSteps(error('condition: bad-requests')),
    'x.yaml:4:55 unknown error condition "bad-requests"; did you mean "bad-request"?',
  ],
  [
    'a captured condition with a name of the language',
    withSteps(error('condition: "${capture:domain}"')),
    'x.yaml:4:55 the name "domain" is taken by the language; choose another',
  ],
  [
    'an unknown error type',
    withSteps(error('condition: bad-request, type: modfy')),
    'x.yaml:4:74 unknown error type "modfy"; did you mean "modify"?',
  ],
  [
    'an error of an unknown stanza',
    withSteps(error('condition: bad-request, kind: query')),
    'x.yaml:4:74 unknown stanza "query"; expected iq, message or presence',
  ],
  [
    'an error type without a requirement',
    withSteps(error('condition: conflict, type: cancel')),
    'x.yaml:4:71 "type" needs "typeProves": no requirement in spec/ covers the error type of conflict',
  ],
  [
    'a requirement on an unknown error type',
    withSteps(error('condition: any', `, typeProves: ${ID}`)),
    'x.yaml:4:99 "typeProves" needs "type": RFC 6120 names no single type for any',
  ],
])('reports %s', (_, text, message) => {
  expect(mistakesIn(text)).toBe(message);
});

test('refuses an oversized stanza', () => {
  expect(mistakesIn(withSteps(send(`<iq>${' '.repeat(20_000)}</iq>`)))).toBe(
    'x.yaml:4:44 expected a stanza of at most 16384 characters, got 20009; use ${text:N} for long text',
  );
});

test.each([
  ['a capture that an earlier pattern set', '<iq id="${capture:ver}"><q v="${ver}"/></iq>'],
  ['a mark with a placeholder in it', '<iq from="${optional:${juliet}}" to="${oneof:${juliet/balcony}|${domain}}"/>'],
  ['the language in force', '<message xml:lang="${lang:en}"><body>${any}</body></message>'],
  ['nothing but what is named', '<iq><query xmlns="q">${only}<item/></query></iq>'],
  ['a mark as a part of a value', '<iq id="a-${int}" to="${juliet}/x-${capture:rest}-${rest}"/>'],
  ['kinds of values', '<iq id="${int:1..}"><q a="${date:5s}" b="${uuid}" c="${re:[a-z]{2,3}\\d}" d="${date}"/></iq>'],
  [
    'sets of children',
    '<iq><q><r a="${any}">${every}</r><r a="b">${none}</r><r a="${any}">${unique}${only}</r></q></iq>',
  ],
  ['an element that comes again', '<iq><q>${element:sent}</q><r>${same:sent}${only}x</r></iq>'],
  ['text of a length', '<iq id="${text:1024}"/>'],
])('accepts a pattern with %s', (_, stanza) => {
  expect(mistakesIn(withSteps(receive(stanza)))).toBe('');
});
