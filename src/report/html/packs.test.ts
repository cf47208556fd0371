import { randomBytes } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { createPacks } from './packs.ts';

test('a pack is found by its number', () => {
  const packs = createPacks(1000);
  expect(packs.add(() => ['one', 'two'])).toBe(0);
  expect(packs.add(() => ['<three>'])).toBe(1);
  const unpacked = packs.all.map((pack) => JSON.parse(inflateSync(Buffer.from(pack, 'base64')).toString()));
  expect(unpacked).toEqual([['one', 'two'], ['<three>']]);
});

test('makes no texts once a pack had no room', () => {
  const packs = createPacks(1000);
  expect(packs.add(() => [randomBytes(2000).toString('hex')])).toBeUndefined();
  expect(
    packs.add(() => {
      throw new Error('made');
    }),
  ).toBeUndefined();
  expect(packs.all).toEqual([]);
});
