// The rooms and the arrows between them, held by machine. `src/README.md` draws the picture.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';

/** What each folder may import in addition to itself, `model/` and the pure rooms of `EVERYWHERE`. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  tags: [],
  model: ['tags'],
  stanza: [],
  wording: [],
  random: [],
  yaml: [],
  prepared: [],
  failures: ['stanza', 'wording'],
  spec: ['prepared'],
  suite: ['spec', 'yaml'],
  'scenario/standard': ['spec', 'yaml'],
  scenario: ['scenario/standard', 'prepared', 'spec', 'suite', 'yaml'],
  xmpp: [],
  lease: ['xmpp'],
  target: ['lease', 'reference'],
  reference: ['spec'],
  client: ['reference', 'xmpp'],
  'client/own': ['client', 'reference'],
  'reference/mutants/*': ['reference', 'spec', 'reference/mutants/kit'],
  'reference/mutants': ['reference', 'spec', 'reference/mutants/*'],
  'run/numbers': [],
  'run/basics': [],
  'run/lint': [],
  'run/limits': ['run/numbers'],
  'run/judge': ['run/numbers'],
  'run/blame': [],
  'run/pair': ['run/numbers'],
  run: ['run/numbers', 'run/blame', 'run/basics', 'run/judge', 'run/lint', 'run/limits', 'run/pair'],
  'run/order': ['run', 'run/numbers'],
  baseline: ['run/lint', 'spec', 'yaml'],
  explore: [],
  'explore/rfc6121': ['explore', 'spec', 'scenario/standard'],
  'results/findings': ['results'],
  results: ['spec', 'tags', 'yaml'],
  'report/text': ['results', 'spec'],
  'report/finding': ['report/text', 'report/failure', 'results', 'results/findings', 'spec'],
  'report/*': ['report/text', 'report/failure', 'report/finding', 'results', 'results/findings', 'spec'],
  'report/html/browser': [],
  'report/html': [
    'report/html/browser',
    'report/text',
    'report/failure',
    'report/finding',
    'results',
    'results/findings',
    'spec',
  ],
  'report/matrix': ['report/html', 'report/text', 'results', 'spec'],
  'report/federation': ['report/html', 'report/text', 'results', 'spec'],
  'report/site': ['report/federation', 'report/html', 'report/matrix', 'report/text', 'results', 'spec'],
  report: ['report/*', 'results', 'spec'],
  doctor: ['lease', 'xmpp', 'target', 'run', 'run/order', 'run/limits', 'report/text'],
  'cli/given': ['results', 'yaml', 'cli/terminal'],
  'cli/ending': ['spec', 'cli/terminal'],
  'cli/command-line': ['cli/ending', 'cli/files', 'explore', 'reference', 'report/text'],
  'cli/server-command': ['cli/ending', 'cli/files', 'cli/given'],
  'cli/federate': ['cli/files', 'doctor', 'report/console', 'report/federation', 'report/text', 'results'],
  'cli/serve': ['reference'],
  'cli/site': ['cli/federate', 'cli/files', 'report', 'report/federation', 'report/site', 'report/text', 'results'],
  'cli/clean': ['cli/command-line', 'cli/ending', 'cli/files', 'cli/terminal', 'lease', 'xmpp'],
  'cli/client': ['cli/command-line', 'cli/ending', 'cli/server-command', 'client', 'client/own', 'target'],
  'cli/*': ['spec', 'scenario', 'suite', 'results', 'results/findings', 'report/text', 'report/failure'],
  'cli/bug': ['spec', 'target', 'cli/terminal', 'report/finding', 'report/issue', 'report/text'],
  cli: ['*'],
  // Tests only.
  faults: [],
};

/** Pure rooms that every other may import. They may import each other as `ARROWS` says, and `model/`. */
const EVERYWHERE = ['model', 'stanza', 'wording', 'random', 'failures'];

const SOURCE = import.meta.dirname;
const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const text = new Map(files.map((file) => [file, readFileSync(join(SOURCE, file), 'utf8')]));
// Tests put rooms together: no arrow holds them, nor what they share (`*.test-kit.ts`).
const production = files.filter((file) => !/\.(test|test-kit)\.ts$/.test(file));

const folderOf = (path: string) => (path.includes('/') ? dirname(path) : '');
const roomOf = (path: string) => path.split('/')[0] ?? '';
const IMPORT = /(?:^(?:import|export)\s[^'"=(]*\bfrom\s+|^import\s+|\bimport\(\s*)['"]([^'"]+)['"]/gm;
const importsOf = (file: string) => [...(text.get(file) ?? '').matchAll(IMPORT)].map((match) => match[1] ?? '');
const targetOf = (file: string, specifier: string) => relative(SOURCE, join(SOURCE, dirname(file), specifier));
const localImportsOf = (file: string) =>
  importsOf(file)
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => targetOf(file, specifier));

const matches = (pattern: string, folder: string) =>
  pattern === '*' || pattern === folder || (pattern.endsWith('/*') && folder.startsWith(pattern.slice(0, -1)));
const arrowsOf = (folder: string) => ARROWS[folder] ?? ARROWS[`${dirname(folder)}/*`];

function isAllowed(file: string, target: string): boolean {
  const [from, to] = [folderOf(file), folderOf(target)];
  if (from === to) return true;
  const isPure = EVERYWHERE.includes(from);
  return (isPure ? to === 'model' : EVERYWHERE.includes(to)) || (arrowsOf(from) ?? []).some((a) => matches(a, to));
}

/** The first circle in a graph, as the names along it; undefined: none. */
function findCircle(graph: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] | undefined {
  const done = new Set<string>();
  const visit = (node: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node];
    if (done.has(node)) return undefined;
    for (const next of graph.get(node) ?? []) {
      const circle = visit(next, [...path, node]);
      if (circle !== undefined) return circle;
    }
    done.add(node);
    return undefined;
  };
  for (const node of graph.keys()) {
    const circle = visit(node, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
}

test('a folder imports only the folders it has an arrow to', () => {
  const local = production.flatMap((file) => localImportsOf(file).map((target) => ({ file, target })));
  expect(local.length).toBeGreaterThan(production.length);
  const forbidden = local.filter(({ file, target }) => !isAllowed(file, target));
  expect(forbidden.map(({ file, target }) => `${file} -> ${target}`)).toEqual([]);
});

test('every folder with source has its arrows listed', () => {
  const folders = [...new Set(files.map(folderOf))].filter(Boolean);
  expect(folders.filter((folder) => arrowsOf(folder) === undefined)).toEqual([]);
});

test('no folders import each other in a circle', () => {
  const graph = new Map<string, Set<string>>();
  for (const file of production) {
    const targets = localImportsOf(file).map(folderOf);
    const folder = folderOf(file);
    graph.set(folder, new Set([...(graph.get(folder) ?? []), ...targets].filter((target) => target !== folder)));
  }
  expect(findCircle(graph)).toBeUndefined();
});

test('no files import each other in a circle', () => {
  expect(findCircle(new Map(production.map((file) => [file, new Set(localImportsOf(file))])))).toBeUndefined();
});

test('a folder holds at most 45 source files, and a file at most 250 lines', () => {
  const folders = [...new Set(production.map(folderOf))];
  const inside = (folder: string) => production.filter((file) => folderOf(file) === folder);
  expect(folders.filter((folder) => inside(folder).length > 45)).toEqual([]);
  const lines = (file: string) => (text.get(file) ?? '').split('\n').length - 1;
  expect(production.filter((file) => lines(file) > 250)).toEqual([]);
});

test('only xmpp knows the XMPP library, and only cli the process and the argument parser', () => {
  const owner = (specifier: string) =>
    ({ '@xmpp': 'xmpp', yargs: 'cli', 'node:process': 'cli', process: 'cli' })[
      specifier.replace(/^(@xmpp|yargs)\/.*/, '$1')
    ];
  const misplaced = production.filter((file) =>
    importsOf(file).some((specifier) => (owner(specifier) ?? roomOf(file)) !== roomOf(file)),
  );
  expect(misplaced).toEqual([]);
  expect(
    production.filter((file) => roomOf(file) !== 'cli' && /(?<![-\w])process\.\w/.test(text.get(file) ?? '')),
  ).toEqual([]);
});

test('the model holds types and nothing else', () => {
  const models = files.filter((file) => roomOf(file) === 'model');
  expect(models.length).toBeGreaterThan(5);
  const statements = models.flatMap((file) => (text.get(file) ?? '').match(/^\w.*$/gm) ?? []);
  expect(statements.filter((line) => !/^(import type|(export )?(interface|type)) /.test(line))).toEqual([]);
});

/** Libraries that take a tenth of a second of CPU time to load: more than everything else that a short command does. */
const SLOW = ['zod', 'yaml'];

test('a command that reads no file of the user loads no library that reads files', () => {
  const STATIC = /^(?:import|export)(?! type)\s[^'"=(]*\bfrom\s+['"]([^'"]+)['"]/gm;
  const importers = new Map<string, string>();
  const roots = ['cli/main', 'cli/load-cases', 'cli/run-pipeline', 'cli/known-errors', 'target/launch-target'];
  const reached = new Set(roots.map((root) => `${root}.ts`));
  for (const file of reached) {
    for (const [, specifier = ''] of (text.get(file) ?? '').matchAll(STATIC)) {
      if (specifier.startsWith('.')) reached.add(targetOf(file, specifier));
      else importers.set(specifier, file);
    }
  }
  expect(importers.has('yargs') && importers.has('chalk')).toBe(true);
  expect(SLOW.flatMap((library) => importers.get(library) ?? [])).toEqual([]);
});

test('the scripts load only what the modules of the build have', () => {
  const scripts = join(SOURCE, '..', 'scripts');
  const names = readdirSync(scripts, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
  const loads = names.flatMap((name) => [
    ...readFileSync(join(scripts, name), 'utf8').matchAll(/\bbuilt\('([\w/-]+)'\)/g),
  ]);
  expect(loads.length).toBeGreaterThan(3);
  expect(loads.map(([, module]) => `${module}.ts`).filter((file) => !text.has(file))).toEqual([]);
});
