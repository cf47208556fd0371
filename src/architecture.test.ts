// The rooms and the arrows between them, held by machine. `src/README.md` draws the picture.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';

/** What each room may import besides itself and `model.ts`. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  cli: ['spec', 'scenario', 'stanza', 'xmpp', 'target', 'accounts', 'run', 'report', 'reference'],
  scenario: ['stanza', 'spec'],
  run: ['stanza'],
  accounts: ['xmpp'],
  target: ['reference', 'accounts'],
  reference: ['stanza', 'spec'],
  xmpp: ['stanza'],
  report: ['spec'],
  spec: [],
  stanza: [],
};

const SOURCE = import.meta.dirname;
const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const text = new Map(files.map((file) => [file, readFileSync(join(SOURCE, file), 'utf8')]));
// Integration tests put rooms together, and what they share (`*.test-kit.ts`) is made for them: no arrow holds them.
const bound = files.filter((file) => !/\.(integration\.test|test-kit)\.ts$/.test(file));
const production = bound.filter((file) => !file.endsWith('.test.ts'));

const roomOf = (path: string) => (path.includes('/') ? path.slice(0, path.indexOf('/')) : '');
const IMPORT = /(?:^(?:import|export)\s[^'"=(]*\bfrom\s+|^import\s+|\bimport\(\s*)['"]([^'"]+)['"]/gm;
const importsOf = (file: string) => [...(text.get(file) ?? '').matchAll(IMPORT)].map((match) => match[1] ?? '');
const targetOf = (file: string, specifier: string) => relative(SOURCE, join(SOURCE, dirname(file), specifier));

function isAllowed(file: string, target: string): boolean {
  const [from, to] = [roomOf(file), roomOf(target)];
  return target === 'model.ts' || from === to || (ARROWS[from]?.includes(to) ?? false);
}

test('a room imports only the rooms it has an arrow to', () => {
  const local = bound.flatMap((file) =>
    importsOf(file)
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => ({ file, target: targetOf(file, specifier) })),
  );
  expect(local.length).toBeGreaterThan(bound.length);
  expect(local.filter(({ file, target }) => !isAllowed(file, target))).toEqual([]);
});

test('every folder of the source is a room', () => {
  expect(Object.keys(ARROWS)).toEqual(expect.arrayContaining([...new Set(files.map(roomOf))].filter(Boolean)));
});

test('only xmpp knows the XMPP library, and only cli the process and the argument parser', () => {
  const owner = (specifier: string) =>
    ({ '@xmpp': 'xmpp', yargs: 'cli', 'node:process': 'cli', process: 'cli' })[
      specifier.replace(/^(@xmpp|yargs)\/.*/, '$1')
    ];
  const strays = production.filter((file) =>
    importsOf(file).some((specifier) => (owner(specifier) ?? roomOf(file)) !== roomOf(file)),
  );
  expect(strays).toEqual([]);
  expect(
    production.filter((file) => roomOf(file) !== 'cli' && /(?<![-\w])process\.\w/.test(text.get(file) ?? '')),
  ).toEqual([]);
});

test('the model holds types and nothing else', () => {
  const statements = (text.get('model.ts') ?? '').match(/^\w.*$/gm) ?? [];
  expect(statements.filter((line) => !/^(export )?(interface|type) /.test(line))).toEqual([]);
});
