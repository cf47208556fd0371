import { expect, test } from 'vitest';
import { makeCase, makeResult, requirements } from '../report/report.test-kit.ts';
import type { Report } from './report-schema.ts';
import { type Suite, siteOf } from './site.ts';
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
