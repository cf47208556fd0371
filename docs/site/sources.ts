// The pages of the site from the files of the repository: which file becomes which page, and where its links lead.

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

/** Files outside of docs/ by the page that they become, without the suffix. */
const OTHERS: Readonly<Record<string, string>> = {
  'README.md': 'readme',
  'README.zh-CN.md': 'zh/readme',
  'scenarios/README.md': 'scenarios',
  'scenarios/README.zh-CN.md': 'zh/scenarios',
  'src/README.md': 'source',
  'spec/RULINGS.md': 'rulings',
  'spec/RULINGS.zh-CN.md': 'zh/rulings',
  'CONTRIBUTING.md': 'contributing',
  'SECURITY.md': 'security',
  'CHANGELOG.md': 'changes',
};

/** The page of a file, or undefined: `docs/ci.zh-CN.md` is `zh/ci`, `docs/decisions/README.md` is `decisions/index`. */
export function pageOf(file: string): string | undefined {
  const other = OTHERS[file];
  if (other !== undefined) return other;
  const name = /^docs\/(?!site\/)(.*)\.md$/.exec(file)?.[1];
  if (name === undefined) return undefined;
  const english = name.replace(/README$/, 'index');
  return english.endsWith('.zh-CN') ? `zh/${english.replace(/\.zh-CN$/, '')}` : english;
}

/** The text of a page. A link to another page leads there; one to any other file of the repository becomes its text. */
export function pageText(text: string, file: string): string {
  const folder = posix.dirname(pageOf(file) ?? file);
  const within = (part: string) =>
    part.replace(/\[((?:[^\][]|\[[^\]]*\])*)\]\(([^)\s]+)\)/g, (whole, label: string, link: string) => {
      if (/^[a-z]+:/.test(link) || link.startsWith('#')) return whole;
      const [path = '', anchor] = link.split('#');
      const target = pageOf(posix.join(posix.dirname(file), path));
      if (target === undefined) return label;
      const way = posix.relative(folder, target);
      return `[${label}](${way.startsWith('.') ? way : `./${way}`}.md${anchor === undefined ? '' : `#${anchor}`})`;
    });
  // Code is left alone: a stanza or a command may hold brackets.
  return text
    .split(/(^```.*?^```$)/gms)
    .map((part) => (part.startsWith('```') ? part : within(part)))
    .join('')
    .replace(/^<a id="[^"]*"><\/a>\n?/gm, '');
}

/** Files of the repository that are pages. */
export function pageFiles(root: string): readonly string[] {
  const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).map((name) => `docs/${name}`);
  return [...Object.keys(OTHERS), ...docs].filter((file) => pageOf(file) !== undefined);
}

/** Pages that the site alone has. */
const OWN = ['index', 'tour', 'zh/index', 'zh/tour'];

/** Replaces all that is below `to` by the pages. */
export function writePages(root: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  const write = (page: string, text: string) => {
    const path = join(to, `${page}.md`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  };
  for (const file of pageFiles(root))
    write(pageOf(file) ?? file, pageText(readFileSync(join(root, file), 'utf8'), file));
  for (const page of OWN) {
    write(page, readFileSync(join(root, 'docs/site/own', `${page}.md`), 'utf8'));
  }
}
