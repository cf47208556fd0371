// README.zh-CN.md is README.md in Chinese.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
const [english, chinese] = [read('README.md'), read('README.zh-CN.md')];

/** Blocks of commands and of configuration, without their comments. */
const blocks = (text: string) =>
  [...text.matchAll(/^```(?:sh|yaml)\n(.*?)^```$/gms)].map(([, block = '']) => block.replace(/ +#.*$/gm, ''));

test('the Chinese README has every command and every configuration of the English one, in the same order', () => {
  const expected = blocks(english);
  expect(expected.length).toBeGreaterThan(5);
  expect(blocks(chinese).filter((block) => expected.includes(block))).toEqual(expected);
});

test('the Chinese README has every option of the English one', () => {
  const options = (text: string) => new Set(text.match(/(?<![\w-])--[a-z][a-z-]+/g));
  const has = options(chinese);
  expect([...options(english)].filter((option) => !has.has(option))).toEqual([]);
});
