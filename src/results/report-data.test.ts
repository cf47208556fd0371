import { expect, test } from 'vitest';
import { failedResult, info, makeCase, makeResult, requirements } from '../report/report.test-kit.ts';
import { reportOf } from './report-data.test-kit.ts';
import { countedData, resultsOf } from './report-data.ts';

const skipped = makeResult('rfc6121/2.6/skipped', {
  outcome: 'skipped',
  reason: { kind: 'feature-missing', feature: 'roster-version' },
  case: makeCase('rfc6121/2.6/skipped', { requirements: ['rfc6121-2.6.3-a'] }),
});
const linted = makeResult('rfc6121/2.3/linted', { passive: { 'rfc6121-2.1.6-a': 4 }, observed: ['stored'] });

test('what a report counts follows from its results as they are read back', () => {
  const report = reportOf([failedResult(), skipped, linted]);
  const { coverage, features, latitude } = report;
  expect(countedData(resultsOf(report), info.target, requirements)).toEqual({ coverage, features, latitude });
});

test('a case that was skipped tells which requirements it was to decide', () => {
  const [read] = resultsOf(reportOf([skipped]));
  expect(read?.case.requirements).toEqual(['rfc6121-2.6.3-a']);
});

test('results keep verdicts, choices and failures, and lose stanzas and transcripts', () => {
  const [read] = resultsOf(reportOf([failedResult()]));
  expect(read).toMatchObject({ outcome: 'failed', transcript: [], checks: [{ failure: { kind: 'missing' } }] });
  expect(read?.checks[0]?.failure).not.toHaveProperty('expected');
});
