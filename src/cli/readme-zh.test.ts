// README.zh-CN.md tells the same as README.md, in Chinese.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
const [english, chinese] = [read('README.md'), read('README.zh-CN.md')];

/** Blocks of commands and of configuration, without their comments. */
const blocks = (text: string) =>
  [...text.matchAll(/^```(?:sh|yaml)\n(.*?)^```$/gms)].map(([, block = '']) => block.replace(/ +#.*$/gm, ''));

test('every command and every configuration of the README stands in the Chinese one, in the same order', () => {
  const told = blocks(english);
  expect(told.length).toBeGreaterThan(5);
  expect(blocks(chinese).filter((block) => told.includes(block))).toEqual(told);
});

test('every option of the README stands in the Chinese one', () => {
  const options = (text: string) => new Set(text.match(/(?<![\w-])--[a-z][a-z-]+/g));
  const has = options(chinese);
  expect([...options(english)].filter((option) => !has.has(option))).toEqual([]);
});
