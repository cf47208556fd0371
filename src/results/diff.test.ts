import { expect, test } from 'vitest';
import type { CaseResult, Outcome, Verdict } from '../model/result.ts';
import { makeResult } from '../report/report.test-kit.ts';
import { diffReports, worseIn } from './diff.ts';
import { reportOn } from './written-report.test-kit.ts';

const RULE = 'rfc6121-2.3.3-c';
const decided = (verdict: Verdict, id = RULE) => ({ id, level: 'MUST' as const, verdict });
const diff = (old: readonly CaseResult[], now: readonly CaseResult[]) => diffReports(reportOn(old), reportOn(now));
const one = (outcome: Outcome, changes: Partial<CaseResult> = {}) => [makeResult('x/1', { outcome, ...changes })];

test.each<[Outcome, Outcome, string]>([
  ['passed', 'failed', 'worse'],
  ['passed', 'warned', 'worse'],
  ['passed', 'broken', 'worse'],
  ['passed', 'skipped', 'worse'],
  ['warned', 'failed', 'worse'],
  ['skipped', 'failed', 'worse'],
  ['failed', 'passed', 'better'],
  ['failed', 'warned', 'better'],
  ['broken', 'passed', 'better'],
  ['skipped', 'passed', 'better'],
  ['failed', 'skipped', 'other'],
  ['failed', 'broken', 'other'],
  ['broken', 'failed', 'other'],
])('a case that was %s and is %s is %s', (old, now, change) => {
  const found = diff(one(old), one(now));
  expect(found.cases).toEqual([{ id: 'x/1', change, old, new: now, requirements: [] }]);
  expect(worseIn(found).cases > 0).toBe(change === 'worse');
});

test('a case that did not run in a stopped run is not gone', () => {
  const [ran, left] = [makeResult('x/1'), makeResult('x/2')];
  const { id, title, section, topology, place } = left.case;
  const stopped = { ...reportOn([ran]), notRun: [{ id, title, section, topology, place, requirements: [] }] };
  const found = diffReports(reportOn([ran, left]), stopped);
  expect([found.cases, found.new.cases, found.new.notRun]).toEqual([[], 1, 1]);
});

test('equal results are left out', () => {
  const same = one('failed', { requirements: [decided('failed')], observed: ['stored'] });
  const { cases, requirements, choices } = diff(same, same);
  expect([cases, requirements, choices]).toEqual([[], [], []]);
});

test('a case that fails for one more requirement is worse', () => {
  const old = one('failed', { requirements: [decided('failed', 'a'), decided('passed')] });
  const now = one('failed', { requirements: [decided('failed', 'a'), decided('failed')] });
  const { cases, requirements } = diff(old, now);
  const change = { id: RULE, level: 'MUST', old: 'passed', new: 'failed' };
  expect(cases).toEqual([{ id: 'x/1', change: 'worse', old: 'failed', new: 'failed', requirements: [change] }]);
  expect(requirements).toEqual([{ ...change, change: 'worse' }]);
});

test('a requirement that still fails elsewhere is no better', () => {
  const cases = (verdict: Verdict) => [
    makeResult('x/1', { outcome: verdict, requirements: [decided(verdict)] }),
    makeResult('x/2', { outcome: 'failed', requirements: [decided('failed')] }),
  ];
  const found = diff(cases('failed'), cases('passed'));
  expect([found.cases.map(({ change }) => change), found.requirements]).toEqual([['better'], []]);
});

test('new and gone cases do not count as worse', () => {
  const now = makeResult('x/2', { outcome: 'failed', requirements: [decided('failed', 'b')] });
  const found = diff(one('passed', { requirements: [decided('passed', 'a')] }), [now]);
  expect(found.cases).toEqual([
    { id: 'x/2', change: 'new', new: 'failed', requirements: [] },
    { id: 'x/1', change: 'gone', old: 'passed', requirements: [] },
  ]);
  expect(found.requirements).toEqual([
    { id: 'b', level: 'MUST', change: 'new', new: 'failed' },
    { id: 'a', level: 'MUST', change: 'gone', old: 'passed' },
  ]);
  expect(worseIn(found)).toEqual({ cases: 0, requirements: 0 });
});

test('a requirement that a case no longer decides does not count as better', () => {
  const old = one('failed', { requirements: [decided('failed'), decided('failed', 'a')] });
  const now = [
    ...one('failed', { requirements: [decided('failed', 'a')] }),
    makeResult('x/2', { requirements: [decided('passed')] }),
  ];
  expect(diff(old, now).requirements).toEqual([]);
});

test('other choices are grouped by scenario, without skipped and broken cases', () => {
  const seen = (name: string, outcome: Outcome = 'passed') => [
    makeResult('x/1[a]', { observed: [name] }),
    makeResult('x/1[b]', { observed: [name] }),
    makeResult('x/2', { outcome, observed: outcome === 'passed' ? [name] : [] }),
  ];
  expect(diff(seen('stored'), seen('error', 'broken')).choices).toEqual([
    { scenario: 'x/1', old: ['stored'], new: ['error'], cases: ['x/1[a]', 'x/1[b]'] },
  ]);
});
