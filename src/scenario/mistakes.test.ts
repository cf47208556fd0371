// What the expansion finds: names that stand for nothing, steps in no order, tables with holes.

import { expect, test } from 'vitest';
import { formatMistake, ScenarioError, sortMistakes } from '../yaml/mistakes.ts';
import { LOOK, mistakesIn, play } from './standards.test-kit.ts';

const ID = 'rfc6121-2.3.2-b';
const send = (stanza: string) => `  - send: { from: juliet/balcony, stanza: '${stanza}' }\n${LOOK}`;
const repeat = (inside: string, settings = 'from: 1, to: 8, until: refused') =>
  `  - repeat: { with: size, ${settings}, limit: name, proves: ${ID}, steps: [ ${inside} ] }`;
const refused = `{ expect: { oneOf: { refused: { violates: ${ID} } } } }`;

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
    play(`  - expect: { juliet/balcony: [], oneOf: { gone: { juliet/balcony: [], violates: ${ID} } } }`),
    'x.yaml:4:52 "juliet/balcony" is named beside "oneOf" and in the alternative "gone"; keep one',
  ],
  [
    'no alternatives',
    play(`  - expect: { oneOf: {}, proves: ${ID} }`),
    'x.yaml:4:22 expected at least one alternative, got none',
  ],
  [
    'a send nobody looks at',
    play(`${LOOK}\n  - send: { from: juliet/balcony, stanza: <iq/> }`),
    'x.yaml:5:5 nothing looks at what this send causes; add an expect after it',
  ],
  [
    'a send in a repeat nobody looks at',
    play(repeat(`${refused}, { send: { from: juliet/balcony, stanza: <iq/> } }`)),
    'x.yaml:4:173 nothing looks at what this send causes; add an expect after it',
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
    'x.yaml:2:20 expected fresh, absent, domain or the name of a special account, got "No one"',
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
    'an unknown column in the Chinese title',
    play(LOOK, '\nzh: { title: "${it}" }'),
    'x.yaml:2:14 unknown column ${it} in the title; only columns are filled in there',
  ],
  [
    'a Chinese word for what no row says',
    play(LOOK, '\nzh: { title: "${case}", words: { b: 乙 } }\ncases: [ { case: a } ]'),
    'x.yaml:2:34 no column says "b"; remove it, or write it as the row does',
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
