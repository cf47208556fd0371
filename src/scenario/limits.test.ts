import { afterAll, expect, test } from 'vitest';
import { WorkCounter } from './count-work.test-kit.ts';

// It counts from the first line of the modules under test.
const counter = new WorkCounter();
const { CHECK, mistakesIn, parse, withSteps } = await import('./standards.test-kit.ts');
afterAll(() => counter.close());

const HEAD = 'title: x\nactors: { juliet: { balcony: {} } }\n';
const lines = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => line(1000 + i)).join('');
const rows = (count: number) => `cases:\n${lines(count, (i) => `  - { case: r${i}, a: ${i} }\n`)}`;
const SEND = '  - send: { from: juliet/balcony, stanza: \'<message id="${a}"/>\' }\n';

const FILES: readonly (readonly [what: string, text: (count: number) => string])[] = [
  ['unknown keys', (n) => lines(n, (i) => `k${i}: 1\n`)],
  ['keys in braces', (n) => `title: {${lines(n, (i) => `k${i}: 1, `)}}\n`],
  ['the same key again and again', (n) => lines(n, () => 'k: 1\n')],
  ['stanzas', (n) => `${HEAD}stanzas:\n${lines(n, (i) => `  s${i}: <message/>\n`)}steps:\n${CHECK}\n`],
  ['aliases', (n) => `a: &a 1\nb: [${'*a, '.repeat(n)}]\n`],
  ['tags', (n) => `a: ${'!a '.repeat(n)}\n`],
  ['comments', (n) => `${'# why\n'.repeat(n)}title: x\n`],
  ['actors', (n) => `title: x\nactors:\n${lines(n / 4, (i) => `  a${i}: { b: {} }\n`)}steps:\n${CHECK}\n`],
  ['columns', (n) => `${HEAD}cases:\n  - { case: a, ${lines(n / 10, (i) => `c${i}: 1, `)} }\nsteps:\n${CHECK}\n`],
  ['rows', (n) => `${HEAD.replace('x', 'x ${a}')}${rows(n)}steps:\n${SEND}${CHECK}\n`],
  ['steps', (n) => `${HEAD}steps:\n${lines(n, () => `${CHECK}\n`)}`],
  ['drops', (n) => `${HEAD}steps:\n${lines(n, () => '  - drop: juliet/balcony\n')}${CHECK}\n`],
  ['patterns', (n) => withSteps(`  - expect: { juliet/balcony: [${lines(n, () => '{stanza: <iq/>, proves: x}, ')}] }`)],
  ['placeholders', (n) => withSteps(`  - send: { from: juliet/balcony, stanza: '<iq>${'${a}'.repeat(n)}</iq>' }`)],
];

test.each(FILES)('the work on a file grows in proportion to the number of its %s', (_, text) => {
  expect(counter.quadraticBlocks((size) => parse(text(size)), 250)).toEqual([]);
});

test('rows that together hold too much text are refused before they are filled in', () => {
  const text = `${HEAD}${rows(5000)}steps:\n${CHECK}\n${`${CHECK}\n`.repeat(5000)}`;
  expect(mistakesIn(text)).toContain('all rows together have more than 8388608 characters; split the file');
});

test('a stanza that is used too often is refused', () => {
  const stanza = `stanzas:\n  s: <message>${'x'.repeat(16_000)}</message>\n`;
  const text = `${HEAD}${stanza}steps:\n${'  - send: { from: juliet/balcony, stanza: s }\n'.repeat(600)}${CHECK}\n`;
  expect(mistakesIn(text)).toContain('all rows together have more than 8388608 characters; split the file');
});

test.each([
  [
    'columns',
    `${HEAD}cases: [{ case: a, ${lines(100, (i) => `c${i}: 1, `)} }]\nsteps:\n${CHECK}\n`,
    'at most 100 columns, got 101',
  ],
  [
    'actors',
    `title: x\nactors:\n${lines(501, (i) => `  a${i}: { b: {} }\n`)}steps:\n${CHECK}\n`,
    'at most 1000 actors and sessions, got 1002',
  ],
])('refuses too many %s', (_, text, message) => {
  expect(mistakesIn(text)).toContain(message);
});

test('refuses a title and a name of a row that no report can show in a line', () => {
  const name = 'n'.repeat(501);
  const text = `title: x \${case}\nactors: { juliet: { balcony: {} } }\ncases: [{ case: ${name} }]\nsteps:\n${CHECK}\n`;
  expect(mistakesIn(text)).toContain('x.yaml:1:8 expected a title of at most 500 characters, got 503 (in the row "nnn');
  expect(mistakesIn(text)).toContain('x.yaml:3:17 expected a name of at most 500 characters, got 501');
});

test('the last of very many mistakes counts the others', () => {
  const mistakes = mistakesIn(lines(300, (i) => `k${i}: 1\n`)).split('\n');
  expect(mistakes).toHaveLength(100);
  expect(mistakes.at(-1)).toContain('(and 203 more mistakes in this file)');
});

test('refuses a case that waits for minutes', () => {
  const wait = '  - expect: { within: 60, oneOf: { x: {} }, proves: rfc6121-2.3.2-b }\n';
  expect(mistakesIn(withSteps(wait.repeat(6)))).toContain('a case can wait "within" at most 300 s, got 360 s');
});

test('refuses a stanza with too much generated text', () => {
  const stanza = "'<message><body>${text:1048576}${text:1}</body></message>'";
  expect(mistakesIn(withSteps(`  - send: { from: juliet/balcony, stanza: ${stanza} }\n${CHECK}`))).toContain(
    'expected at most 1048576 characters of ${text:N} in a stanza, got 1048577',
  );
});
