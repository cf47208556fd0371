import { expect, test } from 'vitest';
import { isSameList, without } from './listings.ts';

test('removes each entry as often as it is taken', () => {
  expect(without(['a', 'b', 'a', 'a'], ['a', 'c', 'a'])).toEqual(['b', 'a']);
});

test('compares lists without their order', () => {
  expect([
    isSameList(['a', 'b'], ['b', 'a']),
    isSameList(['a', 'a'], ['a']),
    isSameList(['a', 'a'], ['a', 'b']),
  ]).toEqual([true, false, false]);
});
