// Mistakes that the expansion finds: unknown names, wrong order of steps, incomplete tables.

import { expect, test } from 'vitest';
import { formatMistake, ScenarioError, sortMistakes } from '../yaml/mistakes.ts';
import { CHECK, mistakesIn, withSteps } from './standards.test-kit.ts';

const ID = 'rfc6121-2.3.2-b';
const MAY = 'rfc6121-2.1.2.5-e';
const OPTIONAL = `no server can break "${MAY}", a MAY; cite a MUST or SHOULD as well, or write an outcome of "oneOf"`;
const waits = (stanza: string) => `{ juliet/balcony: [{ stanza: ${stanza}, proves: ${MAY} }] }`;
const send = (stanza: string) => `  - send: { from: juliet/balcony, stanza: '${stanza}' }\n${CHECK}`;

test.each([
  [
    'an unknown session',
    withSteps(`  - connect: juliet/balcny\n${CHECK}`),
    'x.yaml:4:14 unknown session "juliet/balcny"; did you mean "juliet/balcony"?',
  ],
  [
    'an actor for a session',
    withSteps(`  - expect: { juliet: [], proves: ${ID} }`),
    'x.yaml:4:15 unknown key "juliet"; did you mean "juliet/balcony"?',
  ],
  [
    'an unknown session in an expect',
    withSteps(`  - expect: { romeo/orchid: [], proves: ${ID} }`),
    'x.yaml:4:15 unknown session "romeo/orchid"; did you mean "romeo/orchard"?',
  ],
  [
    'an unknown actor',
    withSteps(`  - roster: { of: julia, is: [], proves: ${ID} }`),
    'x.yaml:4:19 unknown actor "julia"; did you mean "juliet"?',
  ],
  [
    'an unknown requirement',
    withSteps('  - expect: { proves: rfc6121-2.3.2-bb }'),
    'x.yaml:4:23 unknown requirement "rfc6121-2.3.2-bb"; did you mean "rfc6121-2.3.2-b"?',
  ],
  [
    'an unknown requirement in a list',
    withSteps(`  - expect: { proves: [${ID}, nonsense] }`),
    'x.yaml:4:41 unknown requirement "nonsense"; if another file has it under "requirements", name that file or its directory, too',
  ],
  [
    'a requirement that binds clients',
    withSteps(`  - expect: { proves: [${ID}, rfc6121-2.1.5-a] }`),
    'x.yaml:4:41 "rfc6121-2.1.5-a" binds clients, so no server meets or breaks it; cite what the server must do',
  ],
  [
    'a check that cites a MAY alone',
    withSteps(`  - expect: { juliet/balcony: [{ stanza: <iq/>, proves: ${MAY} }] }`),
    `x.yaml:4:57 ${OPTIONAL}`,
  ],
  [
    'a rule of silence that is a MAY, beside a check that is none',
    withSteps(`  - expect: { juliet/balcony: [{ stanza: <iq/>, proves: ${ID} }], proves: [${MAY}] }`),
    `x.yaml:4:85 ${OPTIONAL}`,
  ],
  [
    'a roster that cites a MAY alone',
    withSteps(`  - roster: { of: juliet, is: [], proves: ${MAY} }`),
    `x.yaml:4:43 ${OPTIONAL}`,
  ],
  [
    'an outcome that violates a MAY',
    withSteps(`  - expect: { oneOf: { gone: { violates: ${MAY} }, kept: { juliet/balcony: [] } } }`),
    `x.yaml:4:42 ${OPTIONAL}`,
  ],
  [
    'outcomes that all wait for a MAY',
    withSteps(`  - expect: { oneOf: { one: ${waits('<iq/>')}, other: ${waits('<message/>')} }, proves: ${ID} }`),
    'x.yaml:4:15 every permitted outcome requires a stanza that is only a MAY; give one outcome that a server without this option can have',
  ],
  [
    'an expect without a requirement',
    withSteps('  - expect: { juliet/balcony: [] }'),
    'x.yaml:4:5 a check without a requirement: this expect cites none; add "proves" to it or to a session',
  ],
  [
    'a session beside and inside of oneOf',
    withSteps(`  - expect: { juliet/balcony: [], oneOf: { gone: { juliet/balcony: [], violates: ${ID} } } }`),
    'x.yaml:4:52 "juliet/balcony" is named beside "oneOf" and in the alternative "gone"; keep one',
  ],
  [
    'no alternatives',
    withSteps(`  - expect: { oneOf: {}, proves: ${ID} }`),
    'x.yaml:4:22 expected at least one alternative, got none',
  ],
  [
    'a send without an expect',
    withSteps(`${CHECK}\n  - send: { from: juliet/balcony, stanza: <iq/> }`),
    'x.yaml:5:5 no expect checks the effects of this send; add one after it',
  ],
  [
    'a send from a disconnected session',
    withSteps(`  - disconnect: juliet/balcony\n${send('<iq/>')}`),
    'x.yaml:5:5 cannot send from "juliet/balcony": it is not connected here',
  ],
  [
    'an expect on a session that is not connected yet',
    withSteps(`  - expect: { juliet/balcony: [], proves: ${ID} }\n  - connect: juliet/balcony\n${CHECK}`),
    'x.yaml:4:15 cannot expect on "juliet/balcony": it is not connected here',
  ],
  [
    'connecting twice',
    withSteps(`  - disconnect: juliet/balcony\n  - connect: juliet/balcony\n  - connect: juliet/balcony\n${CHECK}`),
    'x.yaml:6:5 cannot connect "juliet/balcony": it is already connected',
  ],
  [
    'an unknown state',
    withSteps(CHECK, '\ngiven: { user: juliet, contact: romeo, state: None + Pending }'),
    'x.yaml:2:47 unknown state "None + Pending"; did you mean "None + Pending In"?',
  ],
  [
    'an unknown user',
    withSteps(CHECK, '\ngiven: { user: julia, contact: romeo, state: None }'),
    'x.yaml:2:16 unknown actor "julia"; did you mean "juliet"?',
  ],
  [
    'sessions of an absent account',
    withSteps(CHECK, '\naccounts: { romeo: absent }'),
    'x.yaml:2:20 the account of "romeo" is absent, so it can have no sessions; write romeo: {} under "actors"',
  ],
  [
    'an account with a wrong name',
    withSteps(CHECK, '\naccounts: { romeo: No one }'),
    'x.yaml:2:20 expected fresh, unused, absent, domain or the name of a special account, got "No one"',
  ],
  [
    'a priority without presence',
    `title: A scenario\nactors: { a: { b: { presence: none, priority: 1 } } }\nsteps:\n${CHECK}`,
    'x.yaml:2:47 "priority" needs presence available, got presence "none"; remove one of them',
  ],
  [
    'a presence that is not XML',
    `title: A scenario\nactors: { a: { b: { presence: <iq/> } } }\nsteps:\n${CHECK}`,
    'x.yaml:2:31 expected <presence>, got <iq>',
  ],
  [
    'an unknown feature',
    withSteps(CHECK, '\nneeds: roster-versoin'),
    'x.yaml:2:8 unknown feature "roster-versoin"; did you mean "roster-version"?',
  ],
  [
    'a wrong section',
    withSteps(CHECK, '\nsection: two'),
    'x.yaml:2:10 expected a section such as 2.3, A.2.1 or XEP-0280 9, got "two"',
  ],
  [
    'a duplicate topology',
    withSteps(CHECK, '\ntopologies: [local, local]'),
    'x.yaml:2:21 duplicate topology "local"; remove one',
  ],
  [
    'an unknown column in the title',
    withSteps(CHECK, ' of ${it}'),
    'x.yaml:1:8 unknown column ${it} in the title; a title can hold columns only',
  ],
  [
    'an unknown column in the Chinese title',
    withSteps(CHECK, '\nzh: { title: "${it}" }'),
    'x.yaml:2:14 unknown column ${it} in the title; a title can hold columns only',
  ],
  [
    'a Chinese word that no column has',
    withSteps(CHECK, '\nzh: { title: "${case}", words: { b: 乙 } }\ncases: [ { case: a } ]'),
    'x.yaml:2:34 no column has the value "b"; remove it, or write it as the row does',
  ],
  [
    'an unknown table',
    withSteps(CHECK, '\ncases: { from: appendix-a/state }'),
    'x.yaml:2:16 unknown table "appendix-a/state"; did you mean "appendix-a/states"?',
  ],
  [
    'two rows with the same name',
    withSteps(CHECK, '\ncases: [ { case: A b }, { case: a-b } ]'),
    'x.yaml:2:33 duplicate case id [a-b]; the row in line 2 has the same id',
  ],
  [
    'a row without a name',
    withSteps(CHECK, "\ncases: [ { case: '' } ]"),
    'x.yaml:2:18 expected a name for the row, got an empty text',
  ],
  [
    'a missing column',
    withSteps(CHECK, ' ${b}\ncases: [ { case: a, b: 1 }, { case: c } ]'),
    'x.yaml:2:29 column "b" is missing in the row "c"; all rows have the same columns',
  ],
  [
    'an unknown column',
    withSteps(CHECK, '\ncases: [ { case: a }, { case: c, d: 1 } ]'),
    'x.yaml:2:34 unknown column "d"; all rows have the columns of the first row',
  ],
  [
    'an unused column',
    withSteps(CHECK, '\ncases: [ { case: a, b: 1 } ]'),
    'x.yaml:2:21 the column "b" is not used; write ${b} or remove it',
  ],
  [
    'a column in place of a requirement',
    withSteps('  - expect: { proves: "${rul}" }', '\ncases: [ { case: a } ]'),
    'x.yaml:5:23 unknown column "rul" in "${rul}"',
  ],
  [
    'XML that a column makes ill-formed',
    withSteps(send('<iq>${b}</iq>'), '\ncases: [ { case: A b, b: "<x>" } ]'),
    'x.yaml:5:43 not XML: unexpected close tag (in the row "A b")',
  ],
])('reports %s', (_, text, message) => {
  expect(mistakesIn(text)).toBe(message);
});

test('an outcome may cite a MAY alone, beside one that binds every server', () => {
  const silent = `silent: { juliet/balcony: { receives: [], proves: ${MAY} } }`;
  expect(mistakesIn(withSteps(`  - expect: { oneOf: { taken: ${waits('<iq/>')}, ${silent} } }`))).toBe('');
});

test('a MAY may stand beside a rule that a server can break', () => {
  expect(mistakesIn(withSteps(`  - roster: { of: juliet, is: [], proves: [${MAY}, ${ID}] }`))).toBe('');
});

test('sorts mistakes by file, line and column and removes duplicates', () => {
  const at = (file: string, line: number, col: number) => ({
    place: { file, line, col },
    message: { en: 'm', zh: '错' },
  });
  const sorted = sortMistakes([at('b', 1, 1), at('a', 10, 1), at('a', 9, 2), at('a', 9, 1), at('a', 9, 1)]);
  expect(sorted.map(formatMistake)).toEqual(['a:9:1 m', 'a:9:2 m', 'a:10:1 m', 'b:1:1 m']);
});

test('shows every mistake in the error', () => {
  const place = { file: 'x.yaml', line: 17, col: 5 };
  expect(new ScenarioError([{ place, message: { en: 'wrong', zh: '有误' } }]).message).toBe('x.yaml:17:5 wrong');
});
