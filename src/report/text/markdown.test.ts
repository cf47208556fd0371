import { expect, test } from 'vitest';
import { code, plain, table } from './markdown.ts';

test('text that looks like markup stays text on its line', () => {
  expect(plain('<b>a|b</b> [x](y) *z* `c`\n# d')).toBe('\\<b\\>a\\|b\\</b\\> \\[x\\](y) \\*z\\* \\`c\\`\\\\n\\# d');
});

test('what would end a code span or a cell is no code', () => {
  expect([code('rfc6121/2.3/a[b]'), code('a`b'), code('a|b'), code('')]).toEqual([
    '`rfc6121/2.3/a[b]`',
    'a\\`b',
    'a\\|b',
    '',
  ]);
});

test('a table has a line for its head, one below, and one for each row', () => {
  expect(table(['a', 'b'], [['1', '2']])).toBe('| a | b |\n| --- | --- |\n| 1 | 2 |\n');
  expect(table(['a'], [])).toBe('');
});
