import { expect, test } from 'vitest';
import { failedResult, makeResult } from '../report/report.test-kit.ts';
import { historyOf } from './history.ts';
import { reportOn } from './written-report.test-kit.ts';

const met = [{ id: 'rfc6121-2.3.3-c', level: 'MUST' as const, verdict: 'passed' as const }];
const passed = () => makeResult('rfc6121/2.3/set-refused[two-items]', { requirements: met });
const at = (startedAt: string) => ({ startedAt });

test('orders reports by time and says what changed since the one before', () => {
  const later = reportOn([passed(), makeResult('rfc6121/2.3/new')], at('2025-03-01T00:00:00.000Z'));
  const earlier = reportOn([{ ...failedResult(), knownFailure: 'bug 7' }], at('2025-02-01T00:00:00.000Z'));
  const [first, second] = historyOf([later, earlier]);
  expect(first).toMatchObject({ startedAt: earlier.startedAt, cases: 1, knownFailures: 1, outcomes: { failed: 1 } });
  expect(first).not.toHaveProperty('changes');
  expect(second?.changes).toMatchObject({
    better: [{ id: 'rfc6121-2.3.3-c', old: 'failed', new: 'passed' }],
    worse: [],
    casesBetter: ['rfc6121/2.3/set-refused[two-items]'],
    added: 1,
    gone: 0,
  });
});

test('times with other offsets are ordered by the moment that they name', () => {
  const one = reportOn([passed()], at('2025-03-01T10:00:00.000Z'));
  const other = reportOn([passed()], at('2025-03-01T09:59:59.000Z'));
  expect(historyOf([one, other]).map(({ startedAt }) => startedAt)).toEqual([other.startedAt, one.startedAt]);
});
