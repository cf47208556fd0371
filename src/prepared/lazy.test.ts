import { expect, test } from 'vitest';
import { copyWith, lazily } from './lazy.ts';

test('makes a value once, when it is first read, also where the value is undefined', () => {
  let calls = 0;
  const read = lazily(() => {
    calls += 1;
    return undefined;
  });
  expect(calls).toBe(0);
  expect([read(), read(), calls]).toEqual([undefined, undefined, 1]);
});

test('copies an object without calling its getters', () => {
  let calls = 0;
  const original = {
    id: 'a',
    get steps() {
      calls += 1;
      return [1];
    },
  };
  const copy = copyWith(original, { id: 'b' });
  expect(calls).toBe(0);
  expect(copy).toEqual({ id: 'b', steps: [1] });
  expect(original.id).toBe('a');
});
