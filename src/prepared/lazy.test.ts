import { expect, test } from 'vitest';
import { lazily } from './lazy.ts';

test('makes a value once, when it is first read, also where the value is undefined', () => {
  let calls = 0;
  const read = lazily(() => {
    calls += 1;
    return undefined;
  });
  expect(calls).toBe(0);
  expect([read(), read(), calls]).toEqual([undefined, undefined, 1]);
});
