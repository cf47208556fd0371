import { expect, test } from 'vitest';
import { inShard, partsOf, shareOf } from './shard.ts';

const items = Array.from({ length: 23 }, (_, at) => at);

test('splits a shard into parts that together are the shard, without a shared item', () => {
  const shard = { index: 2, count: 3 };
  const parts = partsOf(shard, 4).map((part) => inShard(items, part));
  expect(parts.flat().sort((a, b) => a - b)).toEqual(inShard(items, shard));
});

test('refuses an empty share', () => {
  expect(() => shareOf([1, 2], { index: 3, count: 3 }, 'cases')).toThrow(
    '--shard: expected at least 3 cases to share, got 2',
  );
});
