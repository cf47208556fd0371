// A failure of two servers beside the results of each of them alone.

import { expect, test } from 'vitest';
import type { Blame } from '../model/blame.ts';
import type { AloneResult, CaseResult, Outcome } from '../model/result.ts';
import { makeCase } from '../report/report.test-kit.ts';
import { isOnlyInPair, sideAtFault, singlesOf, withAlone } from './alone.ts';
import type { SingleReport } from './compared-schema.ts';

const RULE = { id: 'rfc6121-3-a', level: 'MUST', verdict: 'failed' } as const;

const reportOn = (software: string, outcomes: Readonly<Record<string, Outcome>>): SingleReport => ({
  schema: 1,
  target: { name: 'x', software, version: '1', domain: 'x.test' },
  startedAt: '2026-01-01T00:00:00.000Z',
  results: Object.entries(outcomes).map(([id, outcome]) => ({
    id,
    outcome,
    requirements: outcome === 'failed' ? [RULE, { ...RULE, id: 'rfc6121-3-b' }] : [],
    observed: [],
    checks: [],
  })),
});
const server = (software: string) => ({
  name: software,
  software,
  version: '1',
  domain: `${software}.test`,
  features: [],
});
const pair = { target: server('one'), peer: server('two') };

const failed = (id: string): CaseResult => ({
  case: makeCase(id, { topology: 'federated' }),
  outcome: 'failed',
  checks: [],
  requirements: [RULE],
  observed: [],
  passive: {},
  transcript: { entries: [] },
  jids: {},
  durationMs: 0,
  lateStanzas: 0,
});

test('a failure leads to the local and the remote case of its row on each server', () => {
  const one = reportOn('one', { 'a/b[row]': 'passed', 'a/b[row,remote]': 'failed' });
  const { singles } = singlesOf([one, reportOn('two', { 'a/b[row]': 'passed', 'a/b[other]': 'failed' })], pair);
  expect(withAlone(failed('a/b[row,federated]'), singles).alone).toEqual([
    { side: 'A', case: 'a/b[row]', outcome: 'passed', requirements: [] },
    { side: 'B', case: 'a/b[row]', outcome: 'passed', requirements: [] },
    { side: 'A', case: 'a/b[row,remote]', outcome: 'failed', requirements: ['rfc6121-3-a'] },
  ]);
});

test('a check that the transcript leaves open is blamed on the server that fails alone', () => {
  const failure = { kind: 'violates', outcome: 'silent', permitted: [] } as const;
  const check = { session: 'juliet/balcony', requirements: [RULE.id], failure };
  const reportWith = (software: string, outcome: Outcome, checks: SingleReport['results'][number]['checks']) => {
    const report = reportOn(software, { 'a/b[remote]': outcome, 'a/b': 'passed' });
    const results = report.results.map((one) => (one.outcome === 'failed' ? { ...one, checks } : one));
    return { ...report, results };
  };
  const { singles } = singlesOf([reportWith('one', 'failed', [check]), reportWith('two', 'passed', [])], pair);
  const place = { file: 'x.yaml', line: 1, col: 1 };
  const seen = { ...check, place, verdict: 'failed', blame: { kind: 'unseen', side: 'pair' } } as const;
  const proven = { ...seen, blame: { kind: 'sent', side: 'B' } } as const;
  const { checks } = withAlone({ ...failed('a/b[federated]'), checks: [seen, proven] }, singles);
  expect(checks.map(({ blame }) => blame)).toEqual([
    { kind: 'alone', side: 'A', case: 'a/b[remote]' },
    { kind: 'sent', side: 'B' },
  ]);
});

test('a case without rows has its own id on one server', () => {
  const { singles } = singlesOf([reportOn('one', { 'a/b': 'passed', 'a/b[remote]': 'passed' })], pair);
  const { alone = [] } = withAlone(failed('a/b[federated]'), singles);
  expect(alone.map((one) => one.case)).toEqual(['a/b', 'a/b[remote]']);
});

test('a case that passed has no results of one server beside it', () => {
  const { singles } = singlesOf([reportOn('one', { 'a/b': 'passed' })], pair);
  expect(withAlone({ ...failed('a/b[federated]'), outcome: 'passed' }, singles).alone).toBeUndefined();
});

test('a report of another server is named', () => {
  const other = reportOn('three', {});
  expect(singlesOf([other], pair).others).toEqual([other]);
});

test('of two configurations of one software, each has the report with its name', () => {
  const named = (name: string, outcome: Outcome) => {
    const report = reportOn('one', { 'a/b': outcome });
    return { ...report, target: { ...report.target, name } };
  };
  const servers = { target: { ...server('one'), name: 'strict' }, peer: { ...server('one'), name: 'noisy' } };
  const { singles } = singlesOf([named('strict', 'passed'), named('noisy', 'failed')], servers);
  expect([singles.A.get('a/b')?.outcome, singles.B.get('a/b')?.outcome]).toEqual(['passed', 'failed']);
});

test('a pair of one server with itself has its report on both sides', () => {
  const { singles } = singlesOf([reportOn('one', { 'a/b': 'passed' })], { ...pair, peer: server('one') });
  expect(isOnlyInPair(withAlone(failed('a/b[federated]'), singles))).toBe(true);
});

const alone = (side: AloneResult['side'], outcome: Outcome): AloneResult => ({
  side,
  case: 'x',
  outcome,
  requirements: [],
});

test.each<[boolean, readonly AloneResult[]]>([
  [true, [alone('A', 'passed'), alone('B', 'passed')]],
  [true, [alone('A', 'passed'), alone('A', 'skipped'), alone('B', 'passed')]],
  [false, [alone('A', 'passed')]],
  [false, [alone('A', 'passed'), alone('B', 'broken')]],
  [false, [alone('A', 'passed'), alone('B', 'passed'), alone('B', 'failed')]],
  [false, []],
])('only the pair shows a failure (%s) where alone there is %j', (isOnly, results) => {
  expect(isOnlyInPair({ alone: results })).toBe(isOnly);
});

const A: Blame = { kind: 'sent', side: 'A' };
const B: Blame = { kind: 'made', side: 'B' };
const PAIR: Blame = { kind: 'unseen', side: 'pair' };

test.each<[readonly Blame[], Blame['side'] | undefined]>([
  [[], undefined],
  [[A], 'A'],
  [[PAIR, A], 'A'],
  [[B, PAIR, B], 'B'],
  [[A, B], 'pair'],
  [[PAIR], 'pair'],
])('of failed checks with %j, %s is at fault', (blames, side) => {
  expect(sideAtFault([{}, ...blames.map((blame) => ({ blame }))])).toBe(side);
});
