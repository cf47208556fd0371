import { expect, test } from 'vitest';
import { jobsAt, loginsAt, timeoutAt } from './distance.ts';

const free = { capacity: undefined, found: [] };

test.each([
  [0, 16],
  [0.4, 16],
  [15, 16],
  [50, 64],
  [120, 96],
  [2000, 96],
])('at a round trip of %d ms, %d cases run at once', (roundTripMs, jobs) => {
  expect(jobsAt(roundTripMs, free)).toBe(jobs);
});

test('no more cases run at once than there are accounts, and as many as without a distance where those are few', () => {
  expect(jobsAt(200, { ...free, capacity: 40 })).toBe(40);
  expect(jobsAt(200, { ...free, capacity: 2 })).toBe(jobsAt(0, { ...free, capacity: 2 }));
});

test('a server that limits bytes gets no more cases at once for being far away', () => {
  expect(jobsAt(200, { ...free, found: [{ kind: 'byte-rate', bytesPerSecond: 1000 }] })).toBe(16);
});

test('the timeout of a wait is as given nearby, and leaves time for the round trips of a login far away', () => {
  expect(timeoutAt(1, 5000)).toBe(5000);
  expect(timeoutAt(200, 5000)).toBe(9000);
});

test('more logins are under way at once on a distant server', () => {
  expect([0, 50, 200].map(loginsAt)).toEqual([32, 96, 96]);
});
