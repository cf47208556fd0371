import { expect, test } from 'vitest';
import { exactPatterns, matchIds } from './case-globs.ts';

const ids = [
  'a/plain',
  'a/plain[remote]',
  'a/plainer',
  'a/rows[one,get]',
  'a/rows[one,get,remote]',
  'a/rows[one,set]',
  'a/rows[two,get]',
  'a/rows[two,set]',
  'b/rows[one,get]',
];

test.each([
  ['a/plain', ['a/plain']],
  ['a/plain*', ['a/plain', 'a/plain[remote]', 'a/plainer']],
  ['a/rows[*,get*]', ['a/rows[one,get]', 'a/rows[one,get,remote]', 'a/rows[two,get]']],
  ['*/rows[one,get]', ['a/rows[one,get]', 'b/rows[one,get]']],
  ['a/nothing', []],
])('matches %s', (pattern, matched) => {
  expect(matchIds(pattern, ids)).toEqual(matched);
});

test.each([
  ['one case', ['a/rows[one,get]'], ['a/rows[one,get]']],
  ['rows that begin alike', ['a/rows[one,get]', 'a/rows[one,get,remote]'], ['a/rows[one,get*]']],
  ['rows alike in one column', ['a/rows[one,set]', 'a/rows[two,set]'], ['a/rows[*,set]']],
  ['all rows but one', ids.slice(3, 7), ['a/rows[one,*]', 'a/rows[two,get]']],
  ['a scenario whose name begins another name', ['a/plain', 'a/plain[remote]'], ['a/plain', 'a/plain[remote]']],
  ['all rows of two scenarios', ids.slice(3), ['a/rows[*]', 'b/rows[one,get]']],
])('writes exact patterns for %s', (_, wanted, patterns) => {
  expect(exactPatterns({ ids: wanted }, ids)).toEqual(patterns);
});

test('matches what is wanted and nothing else, for every subset of the cases', () => {
  for (let bits = 1; bits < 2 ** ids.length; bits += 1) {
    const wanted = ids.filter((_, at) => (bits >> at) % 2 === 1);
    const matched = new Set(exactPatterns({ ids: wanted }, ids).flatMap((pattern) => matchIds(pattern, ids)));
    expect(ids.filter((id) => matched.has(id))).toEqual(wanted);
  }
});

test('a glob may match what is allowed', () => {
  const allowed = ['a/rows[one,get]'];
  const wanted = ['a/rows[one,get,remote]', 'a/rows[one,set]'];
  expect(exactPatterns({ ids: wanted, allowed }, ids)).toEqual(['a/rows[one,*]']);
});

test('does not try every selection of columns of a very wide row', () => {
  const wide = [1, 2].map((end) => `a/wide[${Array.from({ length: 30 }, () => 'x').join(',')},${end}]`);
  const [pattern = '', ...others] = exactPatterns({ ids: wide }, wide);
  expect([pattern.endsWith(',x,*]'), others]).toEqual([true, []]);
});
