// Files that are made from the source: `npm run schema` writes them.

import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { reportJsonSchema } from '../results/report-json-schema.test-kit.ts';
import { requirementsJsonSchema, suiteJsonSchema } from '../suite/suite-schema.ts';
import { CHINESE } from './command-line/chinese.ts';
import { manPage } from './command-line/man-page.test-kit.ts';
import { COMMANDS } from './commands.ts';
import { configJsonSchema } from './given/config.ts';
import { toolVersion } from './version.ts';

const GENERATED = [
  ['man/xmppspec.1', () => manPage(COMMANDS, toolVersion())],
  ['schema/config.json', () => `${JSON.stringify(configJsonSchema(), null, 2)}\n`],
  ['schema/report.json', () => `${JSON.stringify(reportJsonSchema(), null, 2)}\n`],
  ['schema/suite.json', () => `${JSON.stringify(suiteJsonSchema(), null, 2)}\n`],
  ['schema/requirements.json', () => `${JSON.stringify(requirementsJsonSchema(), null, 2)}\n`],
] as const;

test.each(GENERATED)('%s is as the source makes it', (name, make) => {
  const file = new URL(`../../${name}`, import.meta.url);
  if (process.env['UPDATE_SCHEMA']) writeFileSync(file, make());
  expect(readFileSync(file, 'utf8')).toBe(make());
});

test('every line of the manual page is broken where the terminal ends, and none is stretched or hyphenated', () => {
  const page = manPage(COMMANDS, toolVersion());
  expect(page.match(/^\.(nf|EX|in|ll|hy).*$/gm) ?? []).toEqual([]);
  expect(page.split('\n').slice(1, 3)).toEqual(['.ad l', '.nh']);
});

test('the manual page has the sections that its readers look for, and the package installs it', () => {
  const titles = [...manPage(COMMANDS, toolVersion()).matchAll(/^\.SH ([A-Z ]+)$/gm)].map(([, title]) => title);
  expect(titles).toEqual([
    'NAME',
    'SYNOPSIS',
    'DESCRIPTION',
    'COMMANDS',
    'EXAMPLES',
    'EXIT STATUS',
    'ENVIRONMENT',
    'FILES',
  ]);
  const { man } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  // npm links the pages of a list only.
  expect(man).toEqual(['./man/xmppspec.1']);
});

test('every command and every option of the help is in the manual page', () => {
  const page = manPage(COMMANDS, toolVersion());
  const sections = page.split('.SH "xmppspec ').slice(1);
  expect(sections.map((section) => section.split(/[ "]/)[0])).toEqual(COMMANDS.map(({ name }) => name));
  const missing = COMMANDS.flatMap(({ name, options }, at) =>
    Object.entries(options)
      .filter(([option, { hidden }]) => !hidden && !sections[at]?.includes(`\\-\\-${option.replaceAll('-', '\\-')}`))
      .map(([option]) => `${name} --${option}`),
  );
  expect(missing).toEqual([]);
});

test('every key of a config file is described for editors', () => {
  const properties = (value: unknown): readonly [string, object][] => {
    if (typeof value !== 'object' || value === null) return [];
    const own = 'properties' in value ? Object.entries(value.properties as Readonly<Record<string, object>>) : [];
    return [...own, ...Object.values(value).flatMap(properties)];
  };
  const all = properties(configJsonSchema());
  expect(all.length).toBeGreaterThan(20);
  expect(all.filter(([, schema]) => !('description' in schema)).map(([key]) => key)).toEqual([]);
});

test('every command, option, example and note of the help has a Chinese text, and there is none for anything else', () => {
  expect(Object.keys(CHINESE.commands)).toEqual(COMMANDS.map(({ name }) => name));
  for (const { name, options, epilogs, examples, positionals } of COMMANDS) {
    const words = CHINESE.commands[name];
    const shown = Object.entries({ ...options }).filter(([, { hidden }]) => !hidden);
    expect(shown.filter(([option]) => CHINESE.optionText(name, option) === undefined)).toEqual([]);
    expect([words?.epilogs?.length ?? 0, words?.examples?.length ?? 0], name).toEqual([
      epilogs.length,
      examples.length,
    ]);
    expect(Object.keys(words?.positionals ?? {}), name).toEqual(Object.keys(positionals));
  }
});
