import { expect, test } from 'vitest';
import type { CaseResult } from '../model/result.ts';
import { fakeEnvironment, messageCase, receives } from '../run/fake-session.test-kit.ts';
import { lookAt } from '../run/look.ts';
import { failuresOf } from './apply.ts';
import type { BaselineEntry } from './listings.ts';
import { updateBaseline } from './update.ts';

const aCase = messageCase({ sessions: [receives('juliet/chamber', ['<message/>'])] });
const { result } = await lookAt(aCase, fakeEnvironment({}));
const checks = failuresOf(result)[0]?.checks ?? [];
const at = { group: 0, failure: 0 };
const entry: BaselineEntry = {
  case: aCase.id,
  requirement: 'must',
  checks,
  reason: 'a bug',
  expires: '2099-01-01',
  at,
};
const update = (entries: readonly BaselineEntry[], results: readonly CaseResult[] = [result], reason?: string) =>
  updateBaseline({ results, before: { server: 'x', entries, caseIds: [aCase.id] }, reason });

test('a new entry waits for a reason, and is counted as long as it does', () => {
  const first = update([]);
  expect(first).toMatchObject({ added: 1, waiting: 1, baseline: { entries: [{ checks, reason: '' }] } });
  expect(update(first.baseline.entries)).toMatchObject({ added: 0, changed: 0, waiting: 1 });
});

test('a reason fills the entries that have none', () => {
  const waiting = { ...entry, requirement: 'should', reason: '', case: 'other' };
  const { baseline, waiting: count } = update([waiting, entry], [result], 'known');
  expect(baseline.entries.map(({ reason }) => reason)).toEqual(['known', 'a bug']);
  expect(count).toBe(0);
});

test('an entry keeps everything but its checks', () => {
  const { baseline, changed, waiting } = update([{ ...entry, checks: ['another'] }]);
  expect([baseline.entries, changed, waiting]).toEqual([[entry], 1, 0]);
});

test('where the server varies, the checks of other runs stay', () => {
  const [varying] = update([{ ...entry, checks: ['another', ...checks], varies: true }]).baseline.entries;
  expect(varying?.checks).toEqual(['another', ...checks].sort());
});

test('an entry whose case passes is removed', () => {
  expect(update([entry], [{ ...result, outcome: 'passed', requirements: [], checks: [] }]).removed).toBe(1);
});

test.each(['broken', 'skipped'] as const)('an entry of a %s case stays', (outcome) => {
  expect(update([entry], [{ ...result, outcome }]).baseline.entries).toEqual([entry]);
});

test('an entry names the rulings by which its requirement warns, and no longer once none does', () => {
  const disputed = [{ requirement: 'must', ruling: 'R1' }];
  const warned: CaseResult = {
    ...result,
    outcome: 'warned',
    checks: result.checks.map((check) => ({ ...check, disputed })),
    requirements: [{ id: 'must', level: 'MUST', verdict: 'warned', ruling: 'R1' }],
  };
  const now = update([entry], [warned]);
  expect([now.baseline.entries, now.changed]).toEqual([[{ ...entry, disputed: ['R1'] }], 1]);
  const later = update(now.baseline.entries);
  expect([later.baseline.entries, later.changed]).toEqual([[entry], 1]);
});

test('a ruling on one of several checks does not dispute a requirement that fails all the same', () => {
  const disputed = [{ requirement: 'must', ruling: 'R1' }];
  const checksOf = result.checks.flatMap((check) => [check, { ...check, disputed }]);
  expect(failuresOf({ ...result, checks: checksOf }).map((failure) => failure.disputed)).toEqual([[]]);
});
