import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { formatMistake } from '../yaml/mistakes.ts';
import { loadScenarios } from './load.ts';
import { LOOK, play, standards } from './standards.test-kit.ts';

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

const load = (roots: string[] = [root], files: string[] = []) => loadScenarios({ roots, files, ...standards });

async function mistakes(roots?: string[], files?: string[]): Promise<string[]> {
  const loaded = await load(roots, files);
  return loaded.mistakes.map((mistake) => formatMistake(mistake).replaceAll(`${root}/`, ''));
}

test('ids are paths below the root, and a file named twice is read once', async () => {
  const file = write('rfc6121/2.3/b.yaml', play(LOOK));
  write('rfc6121/2.3/a.yaml', play(LOOK));
  write('schema.json', '{}');
  const { cases } = await load([root], [file]);
  expect(cases.map(({ id, section }) => [id, section])).toEqual([
    ['rfc6121/2.3/a', '2.3'],
    ['rfc6121/2.3/b', '2.3'],
  ]);
});

test('a file in no root is called after its folder and itself', async () => {
  const { cases } = await load([], [write('mine/2.3/a.yaml', play(LOOK))]);
  expect(cases.map(({ id }) => id)).toEqual(['2.3/a']);
});

test('all mistakes of all files are told in order, and files without any are still there', async () => {
  write('2.3/b.yaml', play('  - sned: 1\n  - send: 1'));
  write('2.3/a.yaml', 'title: [');
  write('2.3/c.yaml', play(LOOK));
  expect((await mistakes()).map((line) => line.replace(/ .*/, ''))).toEqual([
    '2.3/a.yaml:1:9',
    '2.3/b.yaml:4:5',
    '2.3/b.yaml:5:11',
  ]);
  expect((await load()).cases).toHaveLength(1);
});

test('files that cannot be read are mistakes', async () => {
  write('2.3/big.yaml', ' '.repeat(1_048_577));
  write('2.3/latin.yaml', Uint8Array.of(0x61, 0xe9));
  write('2.3/named.yml', play(LOOK));
  mkdirSync(join(root, '2.3/folder.yaml'));
  expect(await mistakes([root], [join(root, 'gone.yaml')])).toEqual([
    '2.3/big.yaml:1:1 expected a file of at most 1048576 bytes, got 1048577',
    '2.3/folder.yaml:1:1 expected a file, got something else',
    '2.3/latin.yaml:1:1 not UTF-8; save the file as UTF-8',
    '2.3/named.yml:1:1 expected a file name that ends in .yaml; rename it',
    'gone.yaml:1:1 there is no such file',
  ]);
});

test('a root that is not there is a mistake', async () => {
  expect(await mistakes([join(root, 'gone')])).toEqual(['gone:1:1 there is no such directory']);
});

test('two cases of one id are a mistake, also across roots', async () => {
  write('one/2.3/a.yaml', play(LOOK));
  write('two/2.3/a.yaml', play(LOOK));
  expect(await mistakes([join(root, 'one'), join(root, 'two')])).toEqual([
    'two/2.3/a.yaml:1:8 duplicate case id 2.3/a; one/2.3/a.yaml:1:8 has it already',
  ]);
});

test('a need names the case that reports it missing', async () => {
  write('2.1/get.yaml', play(LOOK, '\nestablishes: roster-get\ntopologies: [remote, local]'));
  write('2.3/a.yaml', play(LOOK, '\nneeds: roster-version'));
  const { cases } = await load();
  expect(cases.at(-1)?.needs).toEqual([
    { feature: 'roster-version' },
    { feature: 'roster-get', reportedBy: '2.1/get[remote]' },
  ]);
});

test('only one scenario establishes a feature', async () => {
  write('2.1/a.yaml', play(LOOK, '\nestablishes: roster-get'));
  write('2.1/b.yaml', play(LOOK, '\nestablishes: roster-get'));
  expect(await mistakes()).toEqual(['2.1/b.yaml:2:14 2.1/a.yaml:2:14 establishes "roster-get" already; keep one']);
});
