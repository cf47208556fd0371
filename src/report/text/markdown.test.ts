import { expect, test } from 'vitest';
import { code, plain, table } from './markdown.ts';

test('escapes markup and line breaks in text', () => {
  expect(plain('<b>a|b</b> [x](y) *z* `c`\n# d')).toBe('\\<b\\>a\\|b\\</b\\> \\[x\\](y) \\*z\\* \\`c\\`\\\\n\\# d');
});

test('writes text that would end a code span or a cell as plain text', () => {
  expect([code('rfc6121/2.3/a[b]'), code('a`b'), code('a|b'), code('')]).toEqual([
    '`rfc6121/2.3/a[b]`',
    'a\\`b',
    'a\\|b',
    '',
  ]);
});

test('writes a table with a head, a rule and a line for each row', () => {
  expect(table(['a', 'b'], [['1', '2']])).toBe('| a | b |\n| --- | --- |\n| 1 | 2 |\n');
  expect(table(['a'], [])).toBe('');
});
