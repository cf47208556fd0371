import { expect, test } from 'vitest';
import { digestOf, openStore, readStore, storeText } from './store.ts';

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
