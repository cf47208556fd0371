import { expect, test } from 'vitest';
import type { Case, Need } from '../../model/case.ts';
import type { CaseResult, Outcome } from '../../model/result.ts';
import { errorExit, type RunEnd, runExit } from './exit-code.ts';
import { TestBedError } from './test-bed-error.ts';

const result = (outcome: Outcome, ...needs: readonly Need[]) => ({ outcome, case: { needs } as Case }) as CaseResult;
const exitOf = (outcomes: readonly Outcome[], run: Partial<RunEnd> = {}) =>
  runExit({
    results: outcomes.map((outcome) => result(outcome)),
    staleBaseline: [],
    features: [],
    strict: false,
    ...run,
  });

test.each([
  [['passed', 'skipped', 'warned'], false, 0, 'as-expected'],
  [['passed', 'warned'], true, 1, 'failed'],
  [['passed', 'failed', 'broken'], false, 1, 'failed'],
  [['passed', 'broken'], false, 3, 'broken'],
  [['broken'], false, 3, 'broken'],
  [['skipped'], false, 2, 'nothing-ran'],
  [[], false, 2, 'nothing-ran'],
] as const)('outcomes %j with strict %j end with %i, %s', (outcomes, strict, code, reason) => {
  expect(exitOf(outcomes, { strict })).toEqual({ code, reason });
});

test('known failures do not fail a strict run', () => {
  const known = (['failed', 'warned'] as const).map((outcome) => ({ ...result(outcome), knownFailure: 'bug 1' }));
  expect(exitOf([], { results: known, strict: true }).code).toBe(0);
});

test('a baseline entry that holds now fails the run', () => {
  const entry = { case: 'rfc6121/2.3/a', requirement: 'rfc6121-2.3.3-c', checks: [], reason: 'bug 1' };
  expect(exitOf(['passed'], { staleBaseline: [entry] })).toEqual({ code: 1, reason: 'stale-baseline' });
});

const roster: Need = { feature: 'roster-get', reportedBy: 'rfc6121/2.1.4/empty' };

test('a mandatory feature that keeps every case from running is found among other needs', () => {
  const results = [result('skipped', { feature: 'remote' }), result('skipped', { feature: 'remote' }, roster)];
  const exit = exitOf([], { results, features: ['remote'] });
  expect(exit).toEqual({ code: 3, reason: 'mandatory-missing', missing: roster });
});

const skipped = (isKnown?: boolean): CaseResult => ({
  ...result('skipped'),
  reason: { kind: 'basic-missing', basic: 'ask', reportedBy: 'rfc6121/2.1.2.2/ask-shown', isKnown },
});

test('a finding that no result reports is inconclusive, and named', () => {
  const named = { code: 3, reason: 'basic-missing', basic: 'ask', reportedBy: 'rfc6121/2.1.2.2/ask-shown' };
  expect(exitOf([], { results: [skipped()] })).toEqual(named);
  expect(exitOf([], { results: [result('passed'), skipped()] })).toEqual(named);
  expect(exitOf([], { results: [result('failed'), skipped()] }).code).toBe(1);
});

test('a finding that the baseline excuses, or that a result reports, decides nothing', () => {
  expect(exitOf([], { results: [result('passed'), skipped(true)] }).code).toBe(0);
  const passed = result('passed');
  const reporter = { ...passed, case: { ...passed.case, id: 'rfc6121/2.1.2.2/ask-shown' } };
  expect(exitOf([], { results: [reporter, skipped()] }).code).toBe(0);
});

test.each([
  ['a case ran', [result('skipped', roster), result('passed')], [], 'as-expected'],
  ['the server offers it', [result('skipped', roster, { feature: 'remote' })], ['roster-get'], 'nothing-ran'],
  ['the missing feature is optional', [result('skipped', { feature: 'presence-sub-preapproval' })], [], 'nothing-ran'],
  ['the case is for servers without it', [result('skipped', { feature: 'no roster-version' })], [], 'nothing-ran'],
] as const)('no mandatory feature is missing where %s', (_, results, features, reason) => {
  expect(exitOf([], { results, features }).reason).toBe(reason);
});

test('a server that cannot be tested is inconclusive, any other error is a usage error or a bug', () => {
  expect([errorExit(new TestBedError('x')), errorExit(new Error('x'))]).toEqual([3, 2]);
});
