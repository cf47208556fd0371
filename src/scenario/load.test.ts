import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { formatMistake } from '../yaml/mistakes.ts';
import { loadScenarios } from './load.ts';
import { CHECK, mustBeBilingual, standards, withSteps } from './standards.test-kit.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'scenarios-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, content: string | Uint8Array): string {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

const load = (roots: string[] = [root], files: string[] = []) =>
  loadScenarios({ roots, files, standards: () => standards });

async function mistakes(roots?: string[], files?: string[]): Promise<string[]> {
  const loaded = await load(roots, files);
  mustBeBilingual(loaded.mistakes);
  return loaded.mistakes.map((mistake) => formatMistake(mistake).replaceAll(`${root}/`, ''));
}

test('uses paths below the root as ids, and reads a file once', async () => {
  const file = write('rfc6121/2.3/b.yaml', withSteps(CHECK));
  write('rfc6121/2.3/a.yaml', withSteps(CHECK));
  write('schema.json', '{}');
  const { cases } = await load([root], [file]);
  expect(cases.map(({ id, section }) => [id, section])).toEqual([
    ['rfc6121/2.3/a', '2.3'],
    ['rfc6121/2.3/b', '2.3'],
  ]);
});

test('names a file outside the roots after its folder and itself', async () => {
  const { cases } = await load([], [write('mine/2.3/a.yaml', withSteps(CHECK))]);
  expect(cases.map(({ id }) => id)).toEqual(['2.3/a']);
});

test('reports the mistakes of all files in order, and keeps the cases of the other files', async () => {
  write('2.3/b.yaml', withSteps('  - sned: 1\n  - send: 1'));
  write('2.3/a.yaml', 'title: [');
  write('2.3/c.yaml', withSteps(CHECK));
  expect((await mistakes()).map((line) => line.replace(/ .*/, ''))).toEqual([
    '2.3/a.yaml:1:9',
    '2.3/b.yaml:4:5',
    '2.3/b.yaml:5:11',
  ]);
  expect((await load()).cases).toHaveLength(1);
});

test('reports unreadable files', async () => {
  write('2.3/big.yaml', ' '.repeat(1_048_577));
  write('2.3/latin.yaml', Uint8Array.of(0x61, 0xe9));
  write('2.3/named.yml', withSteps(CHECK));
  mkdirSync(join(root, '2.3/folder.yaml'));
  expect(await mistakes([root], [join(root, 'gone.yaml')])).toEqual([
    '2.3/big.yaml:1:1 expected a file of at most 1048576 bytes, got 1048577',
    '2.3/folder.yaml:1:1 expected a file, got something else',
    '2.3/latin.yaml:1:1 not UTF-8; save the file as UTF-8',
    '2.3/named.yml:1:1 expected a file name that ends in .yaml; rename it',
    'gone.yaml:1:1 no such file',
  ]);
});

test('reports a missing root', async () => {
  expect(await mistakes([join(root, 'gone')])).toEqual(['gone:1:1 no such directory']);
});

test('reports a duplicate case id, also across roots', async () => {
  write('one/2.3/a.yaml', withSteps(CHECK));
  write('two/2.3/a.yaml', withSteps(CHECK));
  expect(await mistakes([join(root, 'one'), join(root, 'two')])).toEqual([
    'two/2.3/a.yaml:1:8 duplicate case id 2.3/a; already at one/2.3/a.yaml:1:8',
  ]);
});

test('adds to a need the case that reports its absence', async () => {
  write('2.1/get.yaml', withSteps(CHECK, '\nestablishes: roster-get\ntopologies: [remote, local]'));
  write('2.3/a.yaml', withSteps(CHECK, '\nneeds: roster-version'));
  const { cases } = await load();
  expect(cases.at(-1)?.needs).toEqual([
    { feature: 'roster-version' },
    { feature: 'roster-get', reportedBy: '2.1/get[remote]', isMandatory: true },
  ]);
});

test('reports a second scenario that establishes a feature', async () => {
  write('2.1/a.yaml', withSteps(CHECK, '\nestablishes: roster-get'));
  write('2.1/b.yaml', withSteps(CHECK, '\nestablishes: roster-get'));
  expect(await mistakes()).toEqual([
    '2.1/b.yaml:2:14 "roster-get" is already established at 2.1/a.yaml:2:14; keep one',
  ]);
});

test('reports links that lead to a directory above or to themselves, and follows others', async () => {
  const shared = mkdtempSync(join(tmpdir(), 'scenarios-'));
  onTestFinished(() => rmSync(shared, { recursive: true }));
  writeFileSync(join(shared, 'a.yaml'), withSteps(CHECK));
  mkdirSync(join(root, 'b'));
  symlinkSync(shared, join(root, '2.3'));
  symlinkSync(root, join(root, 'b/above'));
  symlinkSync('self.yaml', join(root, 'self.yaml'));
  expect(await mistakes()).toEqual([
    'b/above:1:1 the link leads to a directory that is read already; remove it',
    'self.yaml:1:1 the link leads to itself; remove it',
  ]);
  expect((await load()).cases.map(({ id }) => id)).toEqual(['2.3/a']);
});

test('reports a directory without scenarios, and a pipe with the name of one', async () => {
  mkdirSync(join(root, '2.3'));
  expect(await mistakes()).toEqual([`${root}:1:1 expected scenario files (.yaml) in this directory, got none`]);
  execFileSync('mkfifo', [join(root, '2.3/pipe.yaml')]);
  expect(await mistakes()).toEqual(['2.3/pipe.yaml:1:1 expected a file, got something else']);
});
