import { randomBytes } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBothLanguages, createPacks, inLanguage, type Pair } from './packs.ts';

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

const EN = '<p lang="en">one <b>stanza</b></p><i>two</i>';
const ZH = '<p lang="zh">one <b>节</b></p><i>two</i>';

test('texts that differ in a few pieces become one text with marks, from which both come back', () => {
  const both = createBothLanguages();
  const merged = both.merge([EN, ZH]);
  expect(both.pairs).toEqual([
    ['<p lang="en">', '<p lang="zh">'],
    ['stanza', '节'],
  ]);
  expect(merged).toContain('one <b>');
  expect([0, 1].map((language) => inLanguage(merged, both.pairs, language as 0 | 1))).toEqual([EN, ZH]);
});

test('equal pairs are kept once', () => {
  const both = createBothLanguages();
  both.merge([EN, ZH]);
  both.merge([`${EN}${EN}`, `${ZH}${ZH}`]);
  expect(both.pairs).toHaveLength(2);
});

test('both texts of any pair come back, also where their elements differ', () => {
  const markup = fc.array(
    fc.oneof(
      fc.constantFrom('<p>', '</p>', '<i>', '节', '0', '1z'),
      fc.string({ unit: fc.constantFrom('a', ' ', '9', 'é') }),
    ),
  );
  const text = markup.map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text)), (pairs: readonly Pair[]) => {
      const both = createBothLanguages();
      const merged = pairs.map((pair) => both.merge(pair));
      for (const language of [0, 1] as const)
        expect(merged.map((each) => inLanguage(each, both.pairs, language))).toEqual(
          pairs.map((pair) => pair[language]),
        );
    }),
  );
});
