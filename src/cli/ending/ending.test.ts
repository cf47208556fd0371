import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Ending } from './ending.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function begin({ timeoutMs = 5000, isStopped = false } = {}) {
  const user = new AbortController();
  if (isStopped) user.abort();
  const ending = new Ending(timeoutMs, user.signal);
  const state = () => [ending.cutOff.aborted, ending.expired.aborted];
  return { user, ending, state };
}

test('nothing is given up while the work goes on', () => {
  const { state } = begin();
  vi.advanceTimersByTime(3_600_000);
  expect(state()).toEqual([false, false]);
});

test('the end takes the timeout and 2.5 s, then work and clean-up are given up', () => {
  const { ending, state } = begin();
  ending.begin();
  vi.advanceTimersByTime(7499);
  expect(state()).toEqual([false, false]);
  vi.advanceTimersByTime(1);
  expect(state()).toEqual([true, true]);
});

test('beginning the end twice does not make it longer', () => {
  const { ending, state } = begin();
  ending.begin();
  vi.advanceTimersByTime(4000);
  ending.begin();
  vi.advanceTimersByTime(3500);
  expect(state()).toEqual([true, true]);
});

test('after a signal, work is given up after 4 s', () => {
  const { user, state } = begin();
  user.abort();
  vi.advanceTimersByTime(3999);
  expect(state()).toEqual([false, false]);
  vi.advanceTimersByTime(1);
  expect(state()).toEqual([true, false]);
});

test.each([
  ['before', true],
  ['during', false],
])('a signal %s the end shortens it to 7 s, whatever the timeout', (_, isStopped) => {
  const { user, ending, state } = begin({ timeoutMs: 600_000, isStopped });
  ending.begin();
  user.abort();
  vi.advanceTimersByTime(6999);
  expect(state()[1]).toBe(false);
  vi.advanceTimersByTime(1);
  expect(state()).toEqual([true, true]);
});

test('a signal late in the end does not make it longer', () => {
  const { user, ending, state } = begin();
  ending.begin();
  vi.advanceTimersByTime(7000);
  user.abort();
  vi.advanceTimersByTime(500);
  expect(state()).toEqual([true, true]);
});

test.each([
  ['does not count', false, false],
  ['counts where the user waits for the end', true, true],
])('the time that a report takes %s', (_, isStopped, hasEnded) => {
  const { ending, state } = begin({ timeoutMs: 4000, isStopped });
  ending.begin();
  vi.advanceTimersByTime(6000);
  vi.spyOn(performance, 'now').mockReturnValueOnce(performance.now() - 4000);
  ending.besides(() => undefined);
  vi.advanceTimersByTime(4499);
  expect(state()[1]).toBe(hasEnded);
  vi.advanceTimersByTime(1);
  expect(state()).toEqual([true, true]);
});

test('closing stops its timers', () => {
  const { user, ending } = begin();
  user.abort();
  ending.begin();
  ending.close();
  expect(vi.getTimerCount()).toBe(0);
});
