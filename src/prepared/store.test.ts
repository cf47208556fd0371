import { expect, test } from 'vitest';
import { digestOf, lazily, openStore, readStore, storeText } from './store.ts';

test('finds each value under its digest, and nothing under another', () => {
  const store = readStore(
    Buffer.from(
      storeText([
        [digestOf('a'), { text: '三\n' }],
        [digestOf('b'), [1]],
      ]),
    ),
  );
  expect([store(digestOf('a')), store(digestOf('b')), store(digestOf('c'))]).toEqual([
    { text: '三\n' },
    [1],
    undefined,
  ]);
});

test('digests differ where only the borders between the texts differ', () => {
  expect(digestOf('ab', 'c')).not.toBe(digestOf('a', 'bc'));
});

test('a store that the build did not make is empty', () => {
  expect(openStore('cases')(digestOf('a'))).toBeUndefined();
});

test('makes a value once, when it is first read, also where the value is undefined', () => {
  let calls = 0;
  const read = lazily(() => {
    calls += 1;
    return undefined;
  });
  expect(calls).toBe(0);
  expect([read(), read(), calls]).toEqual([undefined, undefined, 1]);
});
