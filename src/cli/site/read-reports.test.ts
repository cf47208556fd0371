import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { failedResult, makeResult } from '../../report/report.test-kit.ts';
import { federationFileText } from '../../results/federation-file.ts';
import type { ReportData } from '../../results/report-schema.ts';
import { writtenReport } from '../../results/written-report.test-kit.ts';
import { readGiven } from './read-reports.ts';

const directory = mkdtempSync(join(tmpdir(), 'xmppspec-site-test-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const target = (name: string, software = name) => ({ name, software, version: '1', domain: 'x', features: [] });

function file(name: string, changes: Partial<ReportData> = {}): string {
  const path = join(directory, name);
  writeFileSync(path, JSON.stringify(writtenReport([makeResult('rfc6121/2.3/a')], changes)));
  return path;
}

const labels = (args: readonly string[]) => readGiven(args).servers.map(({ label, files }) => [label, files.length]);

const [old, now] = ['2025-01-01T00:00:00.000Z', '2025-02-01T00:00:00.000Z'];

test('reports with one label are the history of one server, in the order of time', () => {
  const [newer, older] = [file('1.json', { startedAt: now }), file('2.json', { startedAt: old })];
  const { servers } = readGiven([`trunk=${newer}`, `trunk=${older}`]);
  expect(servers).toMatchObject([{ label: 'trunk', files: [{ file: older }, { file: newer }] }]);
});

test('a report without a label has the name of its server, and a file given twice is one report', () => {
  const a = file('a.json', { target: target('a') });
  expect(labels([a, file('b.json', { target: target('b') }), a])).toEqual([
    ['a', 1],
    ['b', 1],
  ]);
  expect(labels([a, `x=${a}`])).toEqual([['x', 1]]);
});

test('a file whose name contains "=" needs no label', () => {
  expect(labels([file('a=b.json', { target: target('a') })])).toEqual([['a', 1]]);
});

const cases: readonly (readonly [string, () => readonly string[], RegExp])[] = [
  [
    'a shard',
    () => [file('s.json', { shard: { index: 2, count: 3 } })],
    /s\.json: it is shard 2 of 3; join the shards/,
  ],
  ['no label before "="', () => ['=x.json'], /expected label=FILE/],
  ['no file after "="', () => ['x='], /expected label=FILE/],
  ['a label on a pair', () => [`x=${file('p.json', { peer: target('b') })}`], /it is a report of two servers/],
  [
    'two reports of one pair',
    () => [file('p1.json', { peer: target('b') }), file('p2.json', { peer: target('b') })],
    /are both reports of prosody with b/,
  ],
  [
    'a label that is the name of another server',
    () => [file('a.json', { target: target('a') }), `a=${file('b.json', { target: target('b') })}`],
    /are both called "a"/,
  ],
  [
    'two programs with one label',
    () => [`a=${file('a.json', { target: target('a') })}`, `a=${file('b.json', { target: target('b') })}`],
    /"a" is a in .*a\.json and b here/,
  ],
  ['a file that is none', () => [join(directory, 'none.json')], /there is no such file/],
];

test.each(cases)('refuses %s', (_, args, message) => {
  expect(() => readGiven(args())).toThrow(message);
});

test('takes the directory of federate with its grid, also where its reports are given, too', () => {
  const [a, pair] = [
    file('ga.json', { target: target('x') }),
    file('gab.json', { target: target('x'), peer: target('y') }),
  ];
  const both = { en: 'refused', zh: 'refused' };
  const runs = [
    { server: 'a', peer: 'a', file: 'ga', obstacles: [] },
    { server: 'b', peer: 'b', file: 'gb', obstacles: [{ text: both }] },
    { server: 'a', peer: 'b', file: 'gab', obstacles: [] },
  ];
  writeFileSync(join(directory, 'index.json'), federationFileText(['a', 'b'], runs));
  for (const args of [[directory], [join(directory, 'index.json'), a, pair]]) {
    expect(readGiven(args)).toMatchObject({
      servers: [{ label: 'a', files: [{}] }],
      pairs: [
        { server: 'a', peer: 'b', file: pair },
        { server: 'b', peer: 'b', file: undefined, obstacles: [{ text: both }] },
      ],
      grid: ['a', 'b'],
    });
  }
  expect(readGiven([directory, `new=${a}`]).grid).toEqual(['new', 'b']);
});

test('a grid of a later version is refused', () => {
  const path = join(directory, 'later.json');
  writeFileSync(path, '{"federation": 2}');
  expect(() => readGiven([path])).toThrow(/expected index\.json of xmppspec federate/);
});

test('reports of two servers alone make a grid of the servers that they name', () => {
  const pair = file('pair.json', { target: target('a'), peer: target('b') });
  expect(readGiven([pair, `b=${file('b2.json', { target: target('b') })}`]).grid).toEqual(['b', 'a']);
});

test('a report with failures is read as well', () => {
  const path = join(directory, 'failed.json');
  writeFileSync(path, JSON.stringify(writtenReport([failedResult()])));
  expect(labels([path])).toEqual([['prosody', 1]]);
});
