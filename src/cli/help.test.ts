// The help of every command, in both languages, on narrow and wide terminals.

import stringWidth from 'string-width';
import { afterEach, expect, test, vi } from 'vitest';
import { CHINESE } from './command-line/chinese.ts';
import { parse } from './command-line/parser.ts';
import { COMMANDS } from './commands.ts';

afterEach(() => vi.restoreAllMocks());

/** What `xmppspec` prints with these arguments, line by line. */
async function printed(argv: readonly string[], lang: 'en' | 'zh', columns: number): Promise<readonly string[]> {
  const lines: string[] = [];
  const take = (text: unknown) => void lines.push(...String(text).split('\n'));
  vi.spyOn(console, 'log').mockImplementation(take);
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    take(text);
    return true;
  });
  const translation = lang === 'zh' ? CHINESE : undefined;
  await parse(argv, { commands: COMMANDS, version: '', lang, translation, columns });
  return lines;
}

const PAGES = [[], ...COMMANDS.map(({ name }) => [name])].map((command) => [...command, '--help']);

test.each([60, 80, 100])(
  'no line of any help is wider than a terminal of %i columns, in both languages',
  async (columns) => {
    const wide: string[] = [];
    for (const lang of ['en', 'zh'] as const) {
      for (const page of PAGES) {
        const lines = await printed(page, lang, columns);
        expect(lines.join('\n')).toContain(['xmppspec', ...page.slice(0, -1)].join(' '));
        wide.push(...lines.filter((line) => stringWidth(line) > columns).map((line) => `${page[0]} ${lang}: ${line}`));
      }
    }
    expect(wide).toEqual([]);
  },
);

test('every argument has a text, and the options of a run stand in groups with the names of their values', async () => {
  const silent = COMMANDS.flatMap(({ name, positionals }) =>
    Object.entries(positionals).flatMap(([word, { describe }]) => (describe === undefined ? [`${name} ${word}`] : [])),
  );
  expect(silent).toEqual([]);
  const lines = await printed(['run', '--help'], 'en', 100);
  const heads = ['The server:', 'Accounts on it:', 'A second server, whose accounts are the contacts:', 'How to run:'];
  expect(lines.filter((line) => /^[A-Z].*:$/.test(line))).toEqual([
    'Arguments:',
    ...heads,
    'What to report:',
    'Options:',
    'Examples:',
  ]);
  expect(lines.join('\n')).toMatch(/^ {2}-t, --target TARGET {2,}server under test: reference/m);
  expect(lines.join('\n')).not.toMatch(/\[array\]|\[string\]|\[default: \[\]\]/);
});
