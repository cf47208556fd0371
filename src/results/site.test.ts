import { expect, test } from 'vitest';
import type { CaseResult, Verdict } from '../model/result.ts';
import { info, makeCase, makeResult, requirements } from '../report/report.test-kit.ts';
import type { Report } from './report-schema.ts';
import { type Scoreboard, type Suite, scoreboardOf, siteOf } from './site.ts';
import { reportOn } from './written-report.test-kit.ts';

const ids = ['rfc6121/2.3/a', 'rfc6121/2.3/b'];
const suite: Suite = { version: '0.1.0', single: new Set(ids), pair: new Set(['rfc6121/2.3/a[federated]']) };

function notesOn(report: Report) {
  const input = { label: 'a', latest: { file: 'a.json', report }, all: [report] };
  return siteOf({ servers: [input], grid: [], runs: [] }, suite, requirements).servers[0]?.notes;
}

test('a report of the whole suite by this version has no note', () => {
  expect(notesOn(reportOn(ids.map((id) => makeResult(id))))).toEqual([]);
});

test('a run of a part of the suite, a run that was stopped and other cases are noted', () => {
  const notRun = [{ ...makeCase('rfc6121/2.3/b'), requirements: [] }];
  const report = reportOn([makeResult('rfc6121/2.3/a'), makeResult('own/case')], { notRun });
  expect(notesOn(report)).toEqual([
    { kind: 'stopped', cases: 1 },
    { kind: 'partial', cases: 1, all: 2 },
    { kind: 'strange', cases: 1 },
  ]);
});

test('a report on other specifications alone is not a part of the suite', () => {
  const result = makeResult('own/case');
  const report = reportOn([{ ...result, case: { ...result.case, section: 'XEP-0191 3.2' } }]);
  expect(notesOn(report)).toEqual([{ kind: 'strange', cases: 1 }]);
});

test('a report by another version is noted', () => {
  const report = reportOn(
    ids.map((id) => makeResult(id)),
    { tool: { name: 'xmppspec', version: '0.0.9' } },
  );
  expect(notesOn(report)).toEqual([{ kind: 'version', version: '0.0.9' }]);
});

test('reports of two servers are measured with the cases of two servers', () => {
  const [single, pair] = [reportOn([makeResult('rfc6121/2.3/a')]), reportOn([makeResult('rfc6121/2.3/a[federated]')])];
  const run = { server: 'a', peer: 'b', file: 'a+b', obstacles: [] };
  const grid = (report: Report) =>
    siteOf({ servers: [], grid: ['a', 'b'], runs: [{ ...run, report }] }, suite, requirements);
  expect(grid(pair)).toMatchObject({
    servers: [],
    pairNotes: [],
    federation: { servers: [{ name: 'a' }, { name: 'b' }] },
  });
  expect(grid(single).pairNotes).toMatchObject([{ notes: [{ kind: 'partial' }, { kind: 'strange' }] }]);
});

const ALL = ['roster-get', 'roster-version', 'presence-sub-preapproval'];

function board(columns: readonly (readonly CaseResult[])[], features: readonly string[] = ALL): Scoreboard {
  const target = { ...info.target, features };
  return scoreboardOf(
    columns.map((results) => reportOn(results, { target })),
    requirements,
  );
}

let count = 0;
function judged(verdicts: Readonly<Record<string, Verdict>>): CaseResult {
  const decided = Object.entries(verdicts).map(([id, verdict]) => {
    const { level = 'MUST' } = requirements.get(`rfc6121-${id}`) ?? {};
    return { id: `rfc6121-${id}`, level, verdict };
  });
  count += 1;
  const aCase = makeCase(`rfc6121/2.3/case-${count}`, { requirements: decided.map(({ id }) => id) });
  return makeResult(aCase.id, { case: aCase, requirements: decided });
}

const rowOf = (rows: Scoreboard['features'], name: string) => rows.find(({ of }) => of === name);

test('counts what is met of what was checked, and the failures first of what is not', () => {
  const { features, all } = board([[judged({ '2.3.3-a': 'warned', '2.3.3-c': 'failed', '2.3.3-d': 'passed' })]]);
  expect(rowOf(features, 'roster-set')?.scores).toEqual([
    {
      checked: 3,
      met: 1,
      failed: 1,
      warned: 1,
      unchecked: 0,
      isAbsent: false,
      notMet: ['rfc6121-2.3.3-c', 'rfc6121-2.3.3-a'],
    },
  ]);
  expect(all.scores[0]).toMatchObject({ checked: 3, met: 1 });
});

test('a case of another specification is counted among all requirements, and for no feature', () => {
  const result = judged({ '2.3.3-c': 'failed' });
  const { features, all } = board([[{ ...result, case: { ...result.case, section: 'XEP-0191 3.2' } }]]);
  expect(rowOf(features, 'roster-set')?.scores[0]).toMatchObject({ checked: 0, failed: 0 });
  expect(all.scores[0]).toMatchObject({ checked: 1, failed: 1 });
});

test('what only another server was checked on is unchecked, and no difference', () => {
  const { features } = board([
    [judged({ '2.3.3-c': 'passed', '2.3.3-d': 'passed' })],
    [judged({ '2.3.3-c': 'passed' })],
  ]);
  const row = rowOf(features, 'roster-set');
  expect(row?.scores.map(({ met, checked, unchecked }) => [met, checked, unchecked])).toEqual([
    [2, 2, 0],
    [1, 1, 1],
  ]);
  expect(row?.differs).toBe(false);
});

test('rows that differ come first, those without a check last', () => {
  const { features } = board([[judged({ '2.3.3-c': 'passed' })], [judged({ '2.3.3-c': 'failed' })]]);
  expect(features[0]).toMatchObject({ of: 'roster-set', differs: true });
  expect(features.at(-1)?.scores.every(({ checked }) => checked === 0)).toBe(true);
});

test('a feature that is not announced is absent, unless the server breaks a rule of it', () => {
  const [lacking, hiding] = [[judged({ '2.3.3-c': 'passed' })], [judged({ '3.4-b': 'failed' })]];
  const { features } = board([lacking, hiding], ['roster-get', 'roster-version']);
  const row = rowOf(features, 'presence-sub-preapproval');
  expect(row?.scores).toMatchObject([
    { isAbsent: true, notMet: [] },
    { isAbsent: false, notMet: ['rfc6121-3.4-b'] },
  ]);
});

test('a MAY departs from nothing', () => {
  const may = [...requirements.values()].find(({ level, role }) => level === 'MAY' && role === 'server');
  const { all } = board([[judged({ [may?.id.slice('rfc6121-'.length) ?? '']: 'warned' })]]);
  expect(all.scores[0]).toMatchObject({ failed: 0, warned: 0, notMet: [] });
});

test('the chapters add up to all requirements', () => {
  const { all, chapters } = board([[judged({ '2.3.3-c': 'failed', '3.4-b': 'passed', '8.5.1-a': 'passed' })]]);
  const sum = chapters.reduce((total, { scores: [score] }) => total + (score?.checked ?? 0), 0);
  expect(sum).toBe(all.scores[0]?.checked);
});
