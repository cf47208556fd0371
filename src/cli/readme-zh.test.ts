// README.zh-CN.md is README.md in Chinese, and so are the pages of docs/.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { temporaryFile } from './cli.test-kit.ts';
import { readConfig } from './given/config.ts';

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

/** Each page, and how many blocks it has at least. */
const PAGES = [
  ['README', 7],
  ['docs/targets', 3],
  ['docs/two-servers', 4],
  ['docs/how-it-judges', 1],
  ['docs/ci', 9],
  ['docs/interop-event', 6],
  ['docs/reading-a-report', 6],
  ['docs/baselines', 3],
  ['docs/limits', 2],
  ['scenarios/README', 7],
  ['docs/exit-codes', 0],
  ['docs/names', 0],
  ['docs/html-report', 0],
  ['docs/library', 2],
] as const;

/** Blocks of commands and of configuration, without their comments. */
const blocks = (text: string) =>
  [...text.matchAll(/^```(?:sh|yaml)\n(.*?)^```$/gms)].map(([, block = '']) => block.replace(/ +#.*$/gm, ''));

test.each(PAGES)(
  'the Chinese %s has every command and every configuration of the English one, in the same order',
  (page, least) => {
    const expected = blocks(read(`${page}.md`));
    expect(expected.length).toBeGreaterThanOrEqual(least);
    expect(blocks(read(`${page}.zh-CN.md`)).filter((block) => expected.includes(block))).toEqual(expected);
  },
);

test.each(PAGES)('the Chinese %s has every option of the English one', (page) => {
  const options = (text: string) => new Set(text.match(/(?<![\w-])--[a-z][a-z-]+/g));
  const has = options(read(`${page}.zh-CN.md`));
  expect([...options(read(`${page}.md`))].filter((option) => !has.has(option))).toEqual([]);
});

test('the config file of an interop event is one that the program reads', () => {
  const [config = ''] = blocks(read('docs/interop-event.md')).filter((block) => block.startsWith('targets:'));
  const { targets } = readConfig(temporaryFile('event.yaml', config), { ALPHA_PASSWORD: 'a', GAMMA_PASSWORD: 'g' });
  expect(Object.keys(targets ?? {})).toEqual(['alpha', 'beta', 'gamma']);
});
