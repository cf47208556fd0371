// What the expansion finds: names that stand for nothing, steps in no order, stanzas that are none.

import { expect, test } from 'vitest';
import { formatMistake, ScenarioError, sortMistakes } from './mistakes.ts';
import { LOOK, mistakesIn, play } from './standards.test-kit.ts';

const ID = 'rfc6121-2.3.2-b';
const send = (stanza: string) => `  - send: { from: juliet/balcony, stanza: '${stanza}' }\n${LOOK}`;
const receive = (stanza: string) => `  - expect: { juliet/balcony: [ { stanza: '${stanza}', proves: ${ID} } ] }`;
const error = (inside: string, beside = '') =>
  `  - expect: { juliet/balcony: [ { error: { ${inside} }, proves: ${ID}${beside} } ] }`;
const repeat = (inside: string, settings = 'from: 1, to: 8, until: refused') =>
  `  - repeat: { with: size, ${settings}, limit: name, proves: ${ID}, steps: [ ${inside} ] }`;
const refused = `{ expect: { oneOf: { refused: { departs: ${ID} } } } }`;

test.each([
  [
    'an unknown session',
    play(`  - connect: juliet/balcny\n${LOOK}`),
    'x.yaml:4:14 unknown session "juliet/balcny"; did you mean "juliet/balcony"?',
  ],
  [
    'an actor for a session',
    play(`  - expect: { juliet: [], proves: ${ID} }`),
    'x.yaml:4:15 unknown key "juliet"; did you mean "juliet/balcony"?',
  ],
  [
    'an unknown session in an expect',
    play(`  - expect: { romeo/orchid: [], proves: ${ID} }`),
    'x.yaml:4:15 unknown session "romeo/orchid"; did you mean "romeo/orchard"?',
  ],
  [
    'an unknown actor',
    play(`  - roster: { of: julia, is: [], proves: ${ID} }`),
    'x.yaml:4:19 unknown actor "julia"; did you mean "juliet"?',
  ],
  [
    'an unknown requirement',
    play('  - expect: { proves: rfc6121-2.3.2-bb }'),
    'x.yaml:4:23 unknown requirement "rfc6121-2.3.2-bb"; did you mean "rfc6121-2.3.2-b"?',
  ],
  [
    'an unknown requirement in a list',
    play(`  - expect: { proves: [${ID}, nonsense] }`),
    'x.yaml:4:41 unknown requirement "nonsense"',
  ],
  [
    'an expect that cites nothing',
    play('  - expect: { juliet/balcony: [] }'),
    'x.yaml:4:5 a check without a requirement: nothing in this expect cites one; add "proves" to it, or to what a session receives',
  ],
  [
    'a session beside and inside of oneOf',
    play(`  - expect: { juliet/balcony: [], oneOf: { gone: { juliet/balcony: [], departs: ${ID} } } }`),
    'x.yaml:4:52 "juliet/balcony" is named beside "oneOf" and in the alternative "gone"; keep one',
  ],
  [
    'no alternatives',
    play(`  - expect: { oneOf: {}, proves: ${ID} }`),
    'x.yaml:4:22 expected at least one alternative, got none',
  ],
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
    play(error('condition: bad-request, of: query')),
    'x.yaml:4:72 unknown stanza "query"; expected iq, message or presence',
  ],
  [
    'an error type nothing asks for',
    play(error('condition: conflict, type: cancel')),
    'x.yaml:4:71 "type" needs "type-proves" beside "proves": no requirement of spec names the error type of conflict',
  ],
  [
    'a proof of no single error type',
    play(error('condition: any', `, type-proves: ${ID}`)),
    'x.yaml:4:100 "type-proves" needs "type": RFC 6120 names no single type for any',
  ],
  [
    'a send nobody looks at',
    play(`${LOOK}\n  - send: { from: juliet/balcony, stanza: <iq/> }`),
    'x.yaml:5:5 nothing looks at what this send causes; add an expect after it',
  ],
  [
    'a send in a repeat nobody looks at',
    play(repeat(`${refused}, { send: { from: juliet/balcony, stanza: <iq/> } }`)),
    'x.yaml:4:172 nothing looks at what this send causes; add an expect after it',
  ],
  [
    'a send from a session that left',
    play(`  - disconnect: juliet/balcony\n${send('<iq/>')}`),
    'x.yaml:5:5 cannot send from "juliet/balcony": it is not connected here',
  ],
  [
    'an expect on a session that is not there yet',
    play(`  - expect: { juliet/balcony: [], proves: ${ID} }\n  - connect: juliet/balcony\n${LOOK}`),
    'x.yaml:4:15 cannot expect on "juliet/balcony": it is not connected here',
  ],
  [
    'connecting twice',
    play(`  - disconnect: juliet/balcony\n  - connect: juliet/balcony\n  - connect: juliet/balcony\n${LOOK}`),
    'x.yaml:6:5 cannot connect "juliet/balcony": it is connected already',
  ],
  [
    'a disconnect that the second round repeats',
    play(repeat(`{ disconnect: juliet/balcony }, ${refused}`)),
    'x.yaml:4:106 cannot disconnect "juliet/balcony": it is not connected here',
  ],
  [
    'a repeat without its end',
    play(repeat(refused, 'from: 1, to: 8, until: refusd')),
    'x.yaml:4:50 no expect in this repeat has an alternative "refusd"; did you mean "refused"?',
  ],
  [
    'a repeat backwards',
    play(repeat(refused, 'from: 8, to: 1, until: refused')),
    'x.yaml:4:40 expected a number of at least 8, which "from" says, got 1',
  ],
  [
    'an unknown state',
    play(LOOK, '\ngiven: { user: juliet, contact: romeo, state: None + Pending }'),
    'x.yaml:2:47 unknown state "None + Pending"; did you mean "None + Pending In"?',
  ],
  [
    'an unknown user',
    play(LOOK, '\ngiven: { user: julia, contact: romeo, state: None }'),
    'x.yaml:2:16 unknown actor "julia"; did you mean "juliet"?',
  ],
  [
    'sessions of an absent account',
    play(LOOK, '\naccounts: { romeo: absent }'),
    'x.yaml:2:20 the account of "romeo" is absent, so it can have no sessions; write romeo: {} under "actors"',
  ],
  [
    'an account of no kind',
    play(LOOK, '\naccounts: { romeo: No one }'),
    'x.yaml:2:20 expected fresh, absent or the name of a special account, got "No one"',
  ],
  [
    'a priority without presence',
    `title: A play\nactors: { a: { b: { presence: none, priority: 1 } } }\nsteps:\n${LOOK}`,
    'x.yaml:2:47 "priority" goes with presence available, got presence "none"; remove one of them',
  ],
  [
    'a presence that is none',
    `title: A play\nactors: { a: { b: { presence: <iq/> } } }\nsteps:\n${LOOK}`,
    'x.yaml:2:31 expected <presence>, got <iq>',
  ],
  [
    'an unknown feature',
    play(LOOK, '\nneeds: roster-versoin'),
    'x.yaml:2:8 unknown feature "roster-versoin"; did you mean "roster-version"?',
  ],
  [
    'a section that is none',
    play(LOOK, '\nsection: two'),
    'x.yaml:2:10 expected a section such as 2.3 or A.2.1, got "two"',
  ],
  [
    'a topology that is there twice',
    play(LOOK, '\ntopologies: [local, local]'),
    'x.yaml:2:21 topology "local" is there twice; remove one',
  ],
  [
    'an unknown column in the title',
    play(LOOK, ' of ${it}'),
    'x.yaml:1:8 unknown column ${it} in the title; only columns are filled in there',
  ],
  [
    'an unknown table',
    play(LOOK, '\ncases: { from: appendix-a/state }'),
    'x.yaml:2:16 unknown table "appendix-a/state"; did you mean "appendix-a/states"?',
  ],
  [
    'two rows of one name',
    play(LOOK, '\ncases: [ { case: A b }, { case: a-b } ]'),
    'x.yaml:2:33 duplicate case id [a-b]; the row in line 2 has it already',
  ],
  [
    'a row without a name',
    play(LOOK, "\ncases: [ { case: '' } ]"),
    'x.yaml:2:18 expected a name for the row, got an empty text',
  ],
  [
    'a missing column',
    play(LOOK, ' ${b}\ncases: [ { case: a, b: 1 }, { case: c } ]'),
    'x.yaml:2:29 column "b" is missing in the row "c"; all rows have the same columns',
  ],
  [
    'an unknown column',
    play(LOOK, '\ncases: [ { case: a }, { case: c, d: 1 } ]'),
    'x.yaml:2:34 unknown column "d"; all rows have the columns of the first',
  ],
  [
    'a column that nothing uses',
    play(LOOK, '\ncases: [ { case: a, b: 1 } ]'),
    'x.yaml:2:21 nothing uses the column "b"; use ${b} or remove it',
  ],
  [
    'a column in place of a requirement',
    play('  - expect: { proves: "${rul}" }', '\ncases: [ { case: a } ]'),
    'x.yaml:5:23 unknown column "rul" in "${rul}"',
  ],
  [
    'XML that a column broke',
    play(send('<iq>${b}</iq>'), '\ncases: [ { case: A b, b: "<x>" } ]'),
    'x.yaml:5:43 not XML: unexpected close tag (in the row "A b")',
  ],
])('%s', (_, text, message) => {
  expect(mistakesIn(text)).toBe(message);
});

test('mistakes are put in order of file, line and column, each once', () => {
  const at = (file: string, line: number, col: number) => ({ place: { file, line, col }, message: 'm' });
  const sorted = sortMistakes([at('b', 1, 1), at('a', 10, 1), at('a', 9, 2), at('a', 9, 1), at('a', 9, 1)]);
  expect(sorted.map(formatMistake)).toEqual(['a:9:1 m', 'a:9:2 m', 'a:10:1 m', 'b:1:1 m']);
});

test('the error that is thrown shows every mistake', () => {
  const place = { file: 'x.yaml', line: 17, col: 5 };
  expect(new ScenarioError([{ place, message: 'wrong' }]).message).toBe('x.yaml:17:5 wrong');
});
