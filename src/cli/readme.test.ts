// README.md stays one page: what it lists is what the program has, and it pins no figure.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { reporters } from '../report/reporters.ts';
import { COMMANDS } from './commands.ts';
import { privateWords } from './private-words.test-kit.ts';

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
const withoutBlocks = (text: string) => text.replace(/^```.*?^```$/gms, '');

test('README.md has at most 160 lines', () => {
  expect(read('README.md').trimEnd().split('\n').length).toBeLessThanOrEqual(160);
});

test.each(['README.md', 'README.zh-CN.md'])('%s has a line for every command and every reporter', (page) => {
  const named = [...read(page).matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([\w-]+)/g)].map(([, name = '']) => name),
  );
  expect(named).toEqual(expect.arrayContaining(COMMANDS.map(({ name }) => name)));
  expect(named).toEqual(expect.arrayContaining(Object.keys(reporters)));
});

test.each(['README.md', 'README.zh-CN.md'])(
  '%s counts no cases, checks, requirements or mutants in its sentences',
  (page) => {
    const figures = withoutBlocks(read(page)).match(
      /\b\d[\d,]*\s*(cases|checks|requirements|mutants|faults|个用例|项检查|个变异体)/g,
    );
    expect(figures).toBeNull();
  },
);

const PAGES = [
  'README.md',
  ...['targets', 'two-servers', 'ci', 'exit-codes', 'limits', 'interop-event', 'reading-a-report', 'baselines'].map(
    (name) => `docs/${name}.md`,
  ),
];

test.each(PAGES)('%s uses no private word', (page) => {
  expect(privateWords(read(page))).toEqual([]);
});

test.each([...PAGES, 'docs/names.md', 'docs/how-it-judges.md'])(
  '%s names only commands and options that exist',
  (page) => {
    const options = new Set(
      [
        ...read('man/xmppspec.1')
          .replaceAll('\\-', '-')
          .matchAll(/--[a-z][a-z-]+/g),
      ].map(([option]) => option),
    );
    const commands = ['help', '--version', ...COMMANDS.map(({ name }) => name)];
    const inline = [...withoutBlocks(read(page)).matchAll(/`(?:npx )?xmppspec ([^`\n]+)`/g)].map(([, words = '']) =>
      words.split(' '),
    );
    const unknown = inline.filter(
      ([command = '', ...words]) =>
        !commands.includes(command) ||
        words.some((word) => /^--[a-z]/.test(word) && !options.has(word.replace(/=.*/, ''))),
    );
    expect(unknown).toEqual([]);
  },
);
