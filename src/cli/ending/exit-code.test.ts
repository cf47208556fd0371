import { expect, test } from 'vitest';
import type { BasicMissing, FeatureMissing } from '../../model/reason.ts';
import type { CaseResult, Outcome } from '../../model/result.ts';
import { type ExitCode, errorExit, eventExit, type RunEnd, runExit, TestBedError } from './exit-code.ts';

const result = (outcome: Outcome) => ({ outcome }) as CaseResult;
const exitOf = (outcomes: readonly Outcome[], run: Partial<RunEnd> = {}) =>
  runExit({
    results: outcomes.map((outcome) => result(outcome)),
    staleBaseline: [],
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

test.each<[readonly Outcome[], number, string]>([
  [['broken', 'broken'], 3, 'no-verdict'],
  [['broken', 'skipped'], 3, 'no-verdict'],
  [['broken', 'passed'], 0, 'as-expected'],
  [['broken', 'warned'], 0, 'as-expected'],
])('a run with %j whose broken cases the baseline lists ends with %i', (outcomes, code, reason) => {
  const results = outcomes.map((outcome) => ({
    ...result(outcome),
    ...(outcome === 'broken' && { knownFailure: 'bug 1' }),
  }));
  expect(exitOf([], { results })).toEqual({ code, reason });
});

test('a baseline entry that holds now fails the run', () => {
  const entry = { case: 'rfc6121/2.3/a', requirement: 'rfc6121-2.3.3-c', checks: [], reason: 'bug 1' };
  expect(exitOf(['passed'], { staleBaseline: [entry] })).toEqual({ code: 1, reason: 'stale-baseline' });
});

const SHARED = { kind: 'account-shared', account: 'juliet@example.net' } as never;

/** What went wrong beside the results, in the order in which it counts. */
test.each<[Partial<RunEnd>, readonly Outcome[], number, string]>([
  [{}, ['passed'], 0, 'as-expected'],
  [{ notRun: 2 }, ['passed'], 3, 'not-run'],
  [{ notRun: 2, hasLostServer: true }, ['passed'], 3, 'server-ended'],
  [{ notRun: 2, hasLostServer: true, hasLostReport: true }, ['passed'], 2, 'report-lost'],
  [{ hasLostServer: true, hasLostReport: true, isStopped: true }, ['passed'], 0, 'as-expected'],
  [{ hasLostServer: true, hasLostReport: true }, ['broken'], 3, 'broken'],
  [{ hasLostReport: true }, ['skipped'], 2, 'nothing-ran'],
  [{ notRun: 2 }, ['failed'], 1, 'failed'],
  [{ stopped: SHARED }, ['failed'], 3, 'stopped'],
  [{ stopped: SHARED, isStopped: true, hasLostReport: true }, ['passed'], 3, 'stopped'],
])('troubles %j with outcomes %j end with %i, %s', (troubles, outcomes, code, reason) => {
  expect(exitOf(outcomes, troubles)).toMatchObject({ code, reason });
});

test.each<[readonly (number | null)[], ExitCode]>([
  [[0, 0], 0],
  [[0, 2], 0],
  [[2, 2], 2],
  [[0, 3], 3],
  [[0, null], 3],
  [[0, 130], 3],
  [[3, 1, null], 1],
])('an event whose runs end with %j ends with %i', (codes, code) => {
  expect(eventExit(codes.map((one) => ({ code: one, hasReport: true })))).toBe(code);
});

test('an event is inconclusive where a run has written no report', () => {
  expect(
    eventExit([
      { code: 0, hasReport: true },
      { code: 2, hasReport: false },
    ]),
  ).toBe(3);
  expect(eventExit([{ code: 1, hasReport: false }])).toBe(1);
});

const ROSTER = { kind: 'feature-missing', feature: 'roster-get', reportedBy: 'rfc6121/2.1.4/empty' } as const;
const PUSH = { kind: 'basic-missing', basic: 'roster-push', reportedBy: 'rfc6121/12/roster-push' } as const;
const lacking = (reason: BasicMissing | FeatureMissing): CaseResult => ({ ...result('skipped'), reason });
const passed = result('passed');

test.each<[string, BasicMissing | FeatureMissing]>([
  ['feature', { ...ROSTER, level: 'MUST', shown: 'failed' }],
  ['basic', { ...PUSH, level: 'MUST', shown: 'failed' }],
])('a mandatory %s whose lack a case shows fails the run, also where that case is not selected', (_, lack) => {
  const exit = { code: 1, reason: 'lacking', lack };
  expect(exitOf([], { results: [passed, lacking(lack)] })).toEqual(exit);
  expect(exitOf([], { results: [lacking(lack)] })).toEqual(exit);
});

test.each<[string, FeatureMissing]>([
  ['broken', { ...ROSTER, level: 'MUST', shown: 'broken' }],
  ['not played', { ...ROSTER, level: 'MUST' }],
])('cases skipped for a mandatory feature are inconclusive where the case that reports it is %s', (_, lack) => {
  const exit = { code: 3, reason: 'lacking', lack };
  expect(exitOf([], { results: [passed, lacking(lack)] })).toEqual(exit);
  expect(exitOf([], { results: [lacking(lack)] })).toEqual(exit);
  expect(exitOf([], { results: [result('failed'), lacking(lack)] }).code).toBe(1);
});

test.each<[string, BasicMissing | FeatureMissing]>([
  ['is recommended', { ...PUSH, basic: 'ask', level: 'SHOULD', shown: 'warned' }],
  ['is optional', { ...ROSTER, feature: 'presence-sub-preapproval' }],
  ['is excused by the baseline', { ...PUSH, level: 'MUST', shown: 'failed', isKnown: true }],
])('what is missing decides nothing where it %s', (_, lack) => {
  expect(exitOf([], { results: [passed, lacking(lack)] }).code).toBe(0);
  expect(exitOf([], { results: [lacking(lack)] }).reason).toBe('nothing-ran');
});

test('what a warning shows to be missing fails a strict run', () => {
  const lack = { ...PUSH, level: 'SHOULD', shown: 'warned' } as const;
  expect(exitOf([], { results: [passed, lacking(lack)], strict: true }).code).toBe(1);
});

test('a server that cannot be tested is inconclusive, any other error is a usage error or a bug', () => {
  expect([errorExit(new TestBedError('x')), errorExit(new Error('x'))]).toEqual([3, 2]);
});
