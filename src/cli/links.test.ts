import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');
const pagesIn = (folder: string) =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
const pages = ['.', 'docs', 'docs/decisions', 'spec', 'src', 'scenarios'].flatMap(pagesIn);

const read = (page: string) => readFileSync(join(ROOT, page), 'utf8').replace(/^(`{3,}).*?^\1$/gms, '');

/** The anchors of the headings of a page, as GitHub and GitLab make them. */
function anchorsOf(page: string): readonly string[] {
  const headings = [...read(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => heading);
  const ids = [...read(page).matchAll(/<a id="([^"]+)"/g)].map(([, id = '']) => id);
  return [
    ...ids,
    ...headings.map((heading) =>
      plain(heading)
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\-_ ]/gu, '')
        .replaceAll(' ', '-'),
    ),
  ];
}

const plain = (heading: string) => heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');

interface Link {
  readonly page: string;
  readonly link: string;
}

const links: readonly Link[] = pages.flatMap((page) =>
  [...read(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => ({ page, link }))
    .filter(({ link }) => !/^[a-z]+:/.test(link)),
);

/** The file of a link, from the root of the repository. */
const fileOf = ({ page, link }: Link) => {
  const [path = ''] = link.split('#');
  return path === '' ? page : relative(ROOT, join(ROOT, dirname(page), path));
};

test('every link of a page leads to a file of the repository', () => {
  expect(links.length).toBeGreaterThan(150);
  expect(links.filter((link) => !existsSync(join(ROOT, fileOf(link))))).toEqual([]);
});

test('every link into a page leads to one of its headings', () => {
  const inside = links.filter((one) => one.link.includes('#') && fileOf(one).endsWith('.md'));
  expect(inside.length).toBeGreaterThan(10);
  const lost = inside.filter((one) => !anchorsOf(fileOf(one)).includes(decodeURI(one.link.split('#')[1] ?? '')));
  expect(lost).toEqual([]);
});
