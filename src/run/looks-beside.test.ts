import { performance } from 'node:perf_hooks';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Outcome } from '../model/result.ts';
import { messageCase } from './fake-session.test-kit.ts';
import type { Look } from './looks.ts';
import { LooksBeside } from './looks-beside.ts';
import type { Trial } from './schedule.ts';

let now = 0;
beforeEach(() => {
  now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
});
afterEach(() => vi.restoreAllMocks());

const lookWith = (outcome: Outcome) => ({ result: { outcome }, settledMs: 0, lagMs: 0 }) as Look;
const failed = (): Trial => ({ case: messageCase({}), looks: [lookWith('failed')] });
const outcomes = ({ looks }: Trial) => looks.map(({ result }) => result.outcome);

/** Two trials that have failed, of whose second looks one at a time is under way. */
function two(second: (trial: Trial) => Promise<void>) {
  const dropped: (readonly Look[])[] = [];
  const beside = new LooksBeside(() => 1, second, { drop: (looks) => void dropped.push(looks) });
  const trials = [failed(), failed()];
  for (const trial of trials) beside.add(trial);
  return { beside, trials, dropped };
}

test('a second look begins 5 s after the failure, when there is room, in the order of the failures', async () => {
  const looked: Trial[] = [];
  const { beside, trials } = two(async (trial) => void looked.push(trial));
  now = 4999;
  beside.begin();
  expect(looked).toEqual([]);
  now = 5000;
  beside.begin();
  beside.begin();
  expect(looked).toEqual([trials[0]]);
  await beside.end();
});

test('none begins after the end', async () => {
  const looked: Trial[] = [];
  const { beside } = two(async (trial) => void looked.push(trial));
  await beside.end();
  now = 5000;
  beside.begin();
  expect(looked).toEqual([]);
});

test.each<[Outcome, readonly Outcome[]]>([
  ['failed', ['failed', 'failed']],
  ['passed', ['failed', 'passed']],
  ['broken', ['failed']],
])('a second look that is %s leaves the looks %j', async (outcome, expected) => {
  const { beside, trials, dropped } = two(async ({ looks }) => void looks.push(lookWith(outcome)));
  now = 5000;
  beside.begin();
  await beside.end();
  expect(outcomes(trials[0]!)).toEqual(expected);
  expect(dropped.flat().map(({ result }) => result.outcome)).toEqual(outcome === 'broken' ? ['broken'] : []);
});

test('the end rejects as a look does', async () => {
  const { beside } = two(() => Promise.reject(new Error('a bug')));
  now = 5000;
  beside.begin();
  await new Promise((resolve) => setImmediate(resolve));
  await expect(beside.end()).rejects.toThrow('a bug');
});
