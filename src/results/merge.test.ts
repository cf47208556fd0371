import { expect, test } from 'vitest';
import type { CaseResult } from '../model/result.ts';
import { brokenResult, failedResult, makeCase, makeResult, requirements } from '../report/report.test-kit.ts';
import { mergeMistakes, mergeReports } from './merge.ts';
import type { Report } from './report-schema.ts';
import { reportOn } from './written-report.test-kit.ts';

const cell = { table: 'delivery-table', row: 'no-account/bare', column: 'chat' };
const results: readonly CaseResult[] = [
  makeResult('rfc6121/2.3/a', { observed: ['stored'], lateStanzas: 1 }),
  failedResult('rfc6121/2.3/b'),
  makeResult('rfc6121/2.3/c', { passive: { 'rfc6121-2.1.6-a': 2 } }),
  brokenResult('rfc6121/2.3/d'),
  makeResult('rfc6121/8.5/e', { case: makeCase('rfc6121/8.5/e', { cell }), observed: ['E'] }),
];
const shards = [1, 2, 3].map((index) =>
  reportOn(
    results.filter((_, at) => at % 3 === index - 1),
    { shard: { index, count: 3 } },
  ),
);
const named = (reports: readonly Report[]) => reports.map((report, at) => ({ file: `${at + 1}.json`, report }));
const mistakesOf = (files: Parameters<typeof mergeMistakes>[0]) => mergeMistakes(files).map(({ en }) => en);

test('merges shards in any order to the report of the whole run', () => {
  const { summary: merged, ...rest } = mergeReports([...shards].reverse(), requirements);
  const { summary: whole, ...expected } = reportOn(results);
  expect(rest).toEqual(expected);
  const {
    expiredWaits,
    durationMs,
    lateStanzas,
    looks: _noLooks,
    unlistedStanzas: _none,
    componentLosses: _losses,
    cpu: _,
    ...counts
  } = merged;
  expect(whole).toMatchObject(counts);
  expect([expiredWaits, durationMs, lateStanzas]).toEqual([3, 3 * whole.durationMs, 3 * whole.lateStanzas]);
});

test('accepts the shards of one run', () => {
  expect(mistakesOf(named(shards))).toEqual([]);
});

test('names a missing shard', () => {
  expect(mistakesOf(named(shards.slice(1)))).toMatchInlineSnapshot(`
    [
      "shard 1/3 is missing; add its report",
    ]
  `);
});

test('names cases that are in two files', () => {
  const [first] = shards;
  expect(mistakesOf(named([...shards, ...(first === undefined ? [] : [first])]))).toMatchInlineSnapshot(`
    [
      "4.json: expected each case once, but "rfc6121/2.3/a" is also in 1.json",
      "4.json: expected each case once, but "rfc6121/2.3/d" is also in 1.json",
    ]
  `);
});

test.each([
  ['target', { target: { ...reportOn([]).target, version: '13.0' } }],
  ['tool', { tool: { name: 'xmppspec', version: '9' } }],
  ['strict', { strict: true }],
])('refuses reports with another %s', (key, changes) => {
  const [mistake = '', ...others] = mistakesOf(named([reportOn([]), reportOn([], changes)]));
  expect([mistake, others]).toEqual([`2.json: expected the same ${key} as in 1.json; merge reports of one run`, []]);
});

test('accepts the features of the target in another order', () => {
  const target = reportOn([]).target;
  const withFeatures = (...features: string[]) => reportOn([], { target: { ...target, features } });
  expect(mistakesOf(named([withFeatures('a', 'b'), withFeatures('b', 'a')]))).toEqual([]);
});

test('refuses a shard of another number of shards', () => {
  const other = reportOn([], { shard: { index: 1, count: 2 } });
  expect(mistakesOf(named([...shards, other]))).toMatchInlineSnapshot(`
    [
      "4.json: expected a shard of 3, got 1/2; merge reports of one run",
    ]
  `);
});

test('concatenates reports of whole runs', () => {
  const [a, b] = [reportOn(results.slice(0, 2)), reportOn(results.slice(2))];
  expect(mergeReports([a, b], requirements).results).toEqual(reportOn(results).results);
});

test('adds up waits and CPU times', () => {
  const report = (ms: number) => {
    const base = reportOn([]);
    const waits = { login: { count: 1, ms } };
    return { ...base, summary: { ...base.summary, waits, cpu: { testerMs: ms, serverMs: 2 } } };
  };
  const { waits, cpu } = mergeReports([report(3), report(4)], requirements).summary;
  expect([waits, cpu]).toEqual([{ login: { count: 2, ms: 7 } }, { testerMs: 7, serverMs: 4 }]);
});

test('leaves out CPU time if one report lacks it', () => {
  const base = reportOn([]);
  const measured = { ...base, summary: { ...base.summary, cpu: { testerMs: 1, serverMs: 2 } } };
  expect(mergeReports([measured, base], requirements).summary.cpu).toBeUndefined();
});

test('lists cases that ran in no report', () => {
  const left = (...ids: string[]) => ({ notRun: ids.map((id) => ({ ...makeCase(id), requirements: [] })) });
  const [a, b] = [reportOn(results.slice(0, 1), left('x', 'rfc6121/2.3/b')), reportOn(results.slice(1, 2), left('y'))];
  expect(mergeReports([a, b], requirements).notRun?.map(({ id }) => id)).toEqual(['x', 'y']);
});
