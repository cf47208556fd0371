import { expect, test } from 'vitest';
import type { CaseResult, Outcome } from '../model/result.ts';
import { makeResult } from '../report/report.test-kit.ts';
import { exitCodeOf } from './exit-code.ts';

const results = (outcomes: readonly Outcome[], changes: Partial<CaseResult> = {}) =>
  outcomes.map((outcome) => makeResult('rfc6121/2.3/a', { outcome, ...changes }));

test.each([
  [['passed', 'skipped', 'warned'], false, 0],
  [['passed', 'warned'], true, 1],
  [['passed', 'failed', 'broken'], false, 1],
  [['passed', 'broken'], false, 3],
  [['broken'], false, 3],
  [['skipped'], false, 2],
  [[], false, 2],
] as const)('outcomes %j, strict %j: exit code %i', (outcomes, strict, code) => {
  expect(exitCodeOf({ results: results(outcomes), staleBaseline: [], strict })).toBe(code);
});

test('what the baseline excuses does not fail a run, and a baseline entry that holds now does', () => {
  const excused = results(['failed', 'warned'], { knownFailure: 'bug 1' });
  expect(exitCodeOf({ results: excused, staleBaseline: [], strict: true })).toBe(0);
  const stale = [{ case: 'rfc6121/2.3/a', requirement: 'rfc6121-2.3.3-c', checks: [], reason: 'bug 1' }];
  expect(exitCodeOf({ results: results(['passed']), staleBaseline: stale, strict: false })).toBe(1);
});
