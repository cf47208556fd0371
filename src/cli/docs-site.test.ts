// The documentation site: the pages that `npm run docs` makes from the files of the repository.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sidebars } from '../../docs/site/sidebar.ts';
import { pageFiles, pageOf, pageText, writePages } from '../../docs/site/sources.ts';
import { temporaryDirectory } from './cli.test-kit.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const linked = (lang: 'en' | 'zh') => sidebars[lang].flatMap(({ items }) => items.map(({ link }) => link.slice(1)));

test.each([
  ['docs/ci.zh-CN.md', 'zh/ci'],
  ['docs/decisions/README.md', 'decisions/index'],
  ['README.md', 'readme'],
  ['docs/site/own/tour.md', undefined],
  ['ci/github.yml', undefined],
])('%s becomes the page %s', (file, page) => {
  expect(pageOf(file)).toBe(page);
});

test('a link leads to the page in the same language, and one to a file that is no page becomes its text', () => {
  const text =
    'See [CI](ci.zh-CN.md#x), [how](../scenarios/README.md), [it](../ci/github.yml), [a](https://a.example), [b](#b).';
  expect(pageText(text, 'docs/limits.zh-CN.md')).toBe(
    'See [CI](./ci.md#x), [how](../scenarios.md), it, [a](https://a.example), [b](#b).',
  );
});

test('code is left as it is', () => {
  const code = '```sh\nrun [x](y.md)\n```';
  expect(pageText(code, 'README.md')).toBe(code);
});

test('every page has an entry in the sidebar, in its language', () => {
  const pages = pageFiles(ROOT).map((file) => pageOf(file) ?? '');
  const lost = pages.filter((page) => {
    const link = page.replace(/index$/, '');
    return !(page.startsWith('zh/') ? linked('zh') : linked('en')).includes(link) && !page.startsWith('decisions/');
  });
  expect(lost).toEqual([]);
  expect(pages.length).toBeGreaterThan(30);
});

test('every entry of the sidebar and every link of a page leads to a page', () => {
  const directory = temporaryDirectory();
  writePages(ROOT, directory);
  const written = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'));
  const entries = [...linked('en'), ...linked('zh')].map(
    (link) => `${link === 'decisions/' ? 'decisions/index' : link}.md`,
  );
  expect(entries.filter((entry) => !written.includes(entry))).toEqual([]);
  const links = written.flatMap((page) => {
    const text = readFileSync(join(directory, page), 'utf8').replace(/^```.*?^```$/gms, '');
    const targets = [...text.matchAll(/\]\(([^)\s#]+\.md)/g)].map(([, link = '']) => join(page, '..', link));
    return targets.filter((target) => !written.includes(target)).map((target) => `${page}: ${target}`);
  });
  expect(links).toEqual([]);
});
