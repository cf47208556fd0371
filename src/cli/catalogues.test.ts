import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Case } from '../model/case.ts';
import { problemText } from '../wording/problems.ts';
import { reasonText } from '../wording/reasons.ts';
import { PROBLEM_SAMPLES, REASON_SAMPLES } from '../wording/samples.test-kit.ts';
import { countCatalogues, loadCatalogues } from './catalogues.test-kit.ts';
import { privateWords } from './private-words.test-kit.ts';
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

/** Texts for those who write scenarios: scenarios/README.md explains its words. */
const FOR_AUTHORS = /scenario-mistakes|scenario-names/;

test('no English text that is printed has a private word', () => {
  const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
  const texts = [
    ...entries.filter(({ name }) => !FOR_AUTHORS.test(name)).map(({ name, en }) => [name, en] as const),
    ...REASON_SAMPLES.map((reason) => [reason.kind, reasonText(reason, 'en')] as const),
    ...PROBLEM_SAMPLES.map((problem) => [problem.kind, problemText(problem, 'en')] as const),
    ...['man/xmppspec.1', 'schema/config.json', 'action.yml'].map((file) => [file, read(file)] as const),
  ];
  expect(texts.flatMap(([name, text]) => privateWords(text).map((word) => `${name}: ${word}`))).toEqual([]);
});
