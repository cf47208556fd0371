import { expect, test } from 'vitest';
import { failedResult, info, makeCase, makeResult, requirements } from '../report/report.test-kit.ts';
import { countedResults } from './counted-result.ts';
import { resultOf } from './report-read.ts';
import { countedParts } from './report-write.ts';
import { reportOn, writtenReport } from './written-report.test-kit.ts';

const skipped = makeResult('rfc6121/2.6/skipped', {
  outcome: 'skipped',
  reason: { kind: 'feature-missing', feature: 'roster-version' },
  case: makeCase('rfc6121/2.6/skipped', { requirements: ['rfc6121-2.6.3-a'] }),
});
const linted = makeResult('rfc6121/2.3/linted', { passive: { 'rfc6121-2.1.6-a': 4 }, observed: ['stored'] });

test('coverage, features and choices follow from the results that are read back', () => {
  const { coverage, features, latitude, ...report } = writtenReport([failedResult(), skipped, linted]);
  const counted = countedParts(countedResults(report), info.target, requirements);
  expect(counted).toMatchObject({ coverage, features, latitude });
});

test('a skipped case keeps the requirements that it cites', () => {
  expect(reportOn([skipped]).results.map(resultOf)[0]?.case.requirements).toEqual(['rfc6121-2.6.3-a']);
});

test('a result of a case that did not pass is read back as it was', () => {
  const { case: aCase, durationMs: _, transcript, ...result } = failedResult();
  const [read] = reportOn([failedResult()]).results.map(resultOf);
  expect(read).toMatchObject({
    ...result,
    transcript: {
      entries: transcript.entries.map(({ stanza, note }) => ({ ...(stanza && { stanza }), ...(note && { note }) })),
    },
  });
  expect(read?.case).toEqual(aCase);
});
