import { expect, test } from 'vitest';
import type { Case } from '../model/case.ts';
import { countCatalogues, loadCatalogues } from './catalogues.test-kit.ts';
import { shippedCases } from './shipped-cases.test-kit.ts';

const catalogues = await loadCatalogues();
const entries = [...catalogues.values()].flat();

test('every catalogue is exported', () => {
  expect(catalogues.size).toBe(countCatalogues());
  expect(catalogues.size).toBeGreaterThan(10);
});

test('every text exists in both languages', () => {
  expect(entries.filter(({ en, zh }) => en.trim() === '' || zh.trim() === '')).toEqual([]);
});

test('no Chinese text equals the English one', () => {
  const hasWords = (text: string) => /[a-z]{2,}/i.test(text);
  expect(entries.filter(({ en, zh }) => en === zh && hasWords(en))).toEqual([]);
});

test('no Chinese text contains English sentences', () => {
  const foreign = ({ zh }: { zh: string }) => /[a-z]{2,} [a-z]{2,} [a-z]{2,}/i.test(zh);
  expect(entries.filter(foreign)).toEqual([]);
});

test('every shipped case has a Chinese title, with no English but words of the protocol', () => {
  const { all } = shippedCases;
  const isForeign = ({ titleZh = '' }: Case) => !/\p{Script=Han}/u.test(titleZh) || /[a-z]{2,} [a-z]{2,}/.test(titleZh);
  expect(all.length).toBeGreaterThan(2000);
  expect(all.filter(isForeign).map(({ id, titleZh }) => [id, titleZh])).toEqual([]);
});
