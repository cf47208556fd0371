import { expect, test } from 'vitest';
import { formatMistake } from './mistakes.ts';
import { readYaml } from './read.ts';

const mistakesIn = (text: string) => readYaml(text, 'x.yaml').mistakes.map(formatMistake).join('\n');
const nested = ['a', 'b', 'c', 'd'].map((name, i, all) => {
  const inner = i === 0 ? 'x' : `*${all[i - 1]}`;
  return `${name}: &${name} [${Array.from({ length: 12 }, () => inner).join(', ')}]`;
});

test.each([
  ['a duplicate key', 'a: 1\nb: 2\na: 3\n', 'x.yaml:3:1 key "a" appears twice; remove one'],
  [
    'two documents',
    'a: 1\n---\nb: 2\n',
    'x.yaml:2:1 expected one document in a file, got a second; give it its own file',
  ],
  ['a tab', 'a:\n\tb: 1\n', 'x.yaml:2:1 not YAML: tabs are not allowed as indentation'],
  ['a quote that is not closed', 'a: "b\n', 'x.yaml:2:1 not YAML: missing closing "'],
  ['an unknown tag', 'a: !b c\n', 'x.yaml:1:4 not YAML: unresolved tag: !b'],
  ['an unknown alias', 'a: 1\nb: *c\n', 'x.yaml:2:4 unknown alias *c; an anchor &c must come before it'],
  ['an alias of itself', 'a: &a [*a]\n', 'x.yaml:1:8 alias *a is inside the value that it names'],
  ['an alias bomb', nested.join('\n'), 'x.yaml:4:44 aliases stand for more than 20000 values; write fewer'],
  ['endless nesting', '['.repeat(50_000), 'x.yaml:1:65 expected YAML nested at most 64 levels deep, got more'],
])('reports %s', (_, text, message) => {
  expect(mistakesIn(text)).toEqual(message);
});

test('gives merge keys no special meaning', () => {
  expect(readYaml('%YAML 1.1\n---\na: &a { b: 1 }\nc: { <<: *a }\n', 'x.yaml').source?.data).toEqual({
    a: { b: 1 },
    c: { '<<': { b: 1 } },
  });
});

test('finds the places of keys and values, through aliases too', () => {
  const { source } = readYaml('a: &x\n  - b: 1\nc: *x\n', 'x.yaml');
  expect(source?.place(['a', 0, 'b'])).toEqual({ file: 'x.yaml', line: 2, col: 8 });
  expect(source?.keyPlace(['c', 0, 'b'])).toEqual({ file: 'x.yaml', line: 2, col: 5 });
  expect(source?.place(['a', 7, 'z'])).toEqual({ file: 'x.yaml', line: 2, col: 3 });
});

test.each([
  ['a literal block', 'a: | # why\n   one\n     two\n', [2, 3], [3, 6]],
  ['a literal block with an indentation of its own', 'a: |2\n     one\n', [1, 4], [2, 6]],
  ['a literal block with other line ends', 'a: |\r\n  one\r\n  two\r\n', [2, 2], [3, 4]],
  ['quotes', "a: 'one'\n", [1, 2], [1, 6]],
  ['plain text', 'a: one\n', [1, 2], [1, 5]],
  ['a folded block, which starts elsewhere', 'a: >\n  one\n  two\n', [1, 6], [1, 4]],
  ['quotes with an escape', 'a: "o\\u006ee"\n', [1, 3], [1, 4]],
])('finds a place inside %s', (_, text, [line, col], [fileLine, fileCol]) => {
  const place = readYaml(text, 'x.yaml').source?.placeInText(['a'], line ?? 0, col ?? 0);
  expect([place?.line, place?.col]).toEqual([fileLine, fileCol]);
});
