import { expect, test } from 'vitest';
import { fakeEnvironment, messageCase, receives } from './fake-server.test-kit.ts';
import { runCases } from './run.ts';

const checks = ['juliet/chamber: missing message'];
const known = { case: 'fake/2/case', requirement: 'must', checks, reason: 'the fake delivers nothing' };
const aCase = messageCase({ sessions: [receives('juliet/chamber', ['<message id="m"/>'])] });
const schedule = { jobs: 1, bail: undefined };

test('a known failure is excused with its reason', async () => {
  const { results, summary, stale } = await runCases([aCase], fakeEnvironment({}, { baseline: [known] }), schedule);
  expect(results[0]).toMatchObject({ outcome: 'failed', excused: 'the fake delivers nothing' });
  expect([summary.failed, summary.excused, stale]).toEqual([1, 1, []]);
});

test('a failure of another requirement is not excused', async () => {
  const baseline = [{ ...known, requirement: 'should' }];
  const { results } = await runCases([aCase], fakeEnvironment({}, { baseline }), schedule);
  expect(results[0]?.excused).toBeUndefined();
});

test('a known failure that passes is told as stale', async () => {
  const passes = messageCase({});
  const { stale } = await runCases([passes], fakeEnvironment({}, { baseline: [known] }), schedule);
  expect(stale).toEqual([known]);
});

test('a failure of another check of the same requirement is not excused', async () => {
  const baseline = [{ ...known, checks: ['juliet/chamber: unexpected message'] }];
  const { results, stale } = await runCases([aCase], fakeEnvironment({}, { baseline }), schedule);
  expect([results[0]?.excused, stale]).toEqual([undefined, []]);
});
