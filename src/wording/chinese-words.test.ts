// One Chinese word for one thing, that of YD/T 2936-2015 where it has one: README.zh-CN.md lists the terms.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');

/** What is not written, and the word instead. */
const WORDS: Readonly<Record<string, string>> = {
  订阅请求: '请求订阅',
  待处理: '待定',
  预先批准: '预批准',
  呈现: '表示',
  出席: '表示',
  花名册: '名册',
  投递: '递送',
  脱机: '离线',
  围栏: '栅栏',
  网格: '结果表',
  关卡: '门禁',
  总分表: '记分板',
  徽章: '徽标',
  联合用例: '联邦用例',
};

const filesIn = (folder: string, ending: RegExp) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name) && !/\.(test|test-kit)\.ts$/.test(name))
    .map((name) => join(folder, name));
const files = [
  'README.zh-CN.md',
  ...filesIn('docs', /\.zh-CN\.md$/),
  ...filesIn('spec', /\.zh-CN\.md$/),
  ...filesIn('src', /\.ts$/),
];
const chinese = files
  .map((file) => ({ file, text: readFileSync(join(ROOT, file), 'utf8') }))
  .filter(({ text }) => /\p{Script=Han}/u.test(text));

test('Chinese texts use the terms of the standard', () => {
  expect(chinese.length).toBeGreaterThan(40);
  const wrong = chinese.flatMap(({ file, text }) =>
    Object.keys(WORDS)
      .filter((word) => text.includes(word))
      .map((word) => `${file}: ${word}, write ${WORDS[word]}`),
  );
  expect(wrong).toEqual([]);
});

test('Chinese texts have full-width punctuation, and one space at most between words', () => {
  const han = '\\p{Script=Han}';
  const half = new RegExp(
    `${han}[,;:?!](?=\\s*${han})|${han} {2,}${han}|[，。；：、] (?=${han})|（ | ）|） (?=${han})`,
    'gu',
  );
  const wrong = chinese.flatMap(({ file, text }) =>
    [...text.replace(/^```.*?^```$/gms, '').matchAll(half)].map(
      ({ 0: found, index }) => `${file}: ${text.slice(index - 10, index + 10)} (${found})`,
    ),
  );
  expect(wrong).toEqual([]);
});
