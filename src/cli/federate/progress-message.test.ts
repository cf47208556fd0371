import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { failedResult, info, makeResult } from '../../report/report.test-kit.ts';
import { createProgressReporter, type RunProgress } from './progress-message.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('tells how many cases are done and how they ended while the run goes on, and nothing after it', () => {
  const told: RunProgress[] = [];
  const reporter = createProgressReporter((progress) => told.push(progress));
  const results = [makeResult('rfc6121/2.3/a'), failedResult()];
  reporter.on({ type: 'run-started', info, cases: results.map((result) => result.case) });
  for (const result of results) reporter.on({ type: 'case-finished', result });
  vi.advanceTimersToNextTimer();
  expect(told).toEqual([{ total: 2, done: 2, failed: 1, warned: 0, broken: 0, again: undefined }]);
  const summary = { cases: 2 } as never;
  reporter.on({ type: 'run-finished', info, cases: [], summary, results, staleBaseline: [], unclaimedStanzas: [] });
  expect(vi.getTimerCount()).toBe(0);
});
