import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Connect, ConnectOptions, Session } from '../model/session.ts';
import { ProblemError } from '../wording/problems.ts';
import { LoginTurns } from './login-turns.ts';

const MOST = 32;
const TIMEOUT_MS = 5000;
const options = { timeoutMs: TIMEOUT_MS } as ConnectOptions;
const session = {} as Session;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A server that works `workMs` for each login, one after the other, and is `awayMs` away. */
function serial(workMs: number, awayMs = 0): Connect {
  let freeAt = 0;
  return async () => {
    freeAt = Math.max(freeAt, performance.now()) + workMs;
    const ms = freeAt - performance.now() + awayMs;
    await new Promise((resolve) => setTimeout(resolve, Math.min(ms, TIMEOUT_MS)));
    if (ms > TIMEOUT_MS)
      throw new ProblemError({
        kind: 'phase-expired',
        phase: 'bind',
        at: { host: 'h', port: 1 },
        timeoutMs: TIMEOUT_MS,
      });
    return session;
  };
}

/** Logs in this often, all at once. */
async function logIn(connect: Connect, count: number) {
  const turns = new LoginTurns({ most: MOST, timeoutMs: TIMEOUT_MS });
  const measured = turns.measured(connect);
  let [underWay, most] = [0, 0];
  const one = async () => {
    underWay += 1;
    most = Math.max(most, underWay);
    await measured(options).finally(() => {
      underWay -= 1;
    });
  };
  const logins = Promise.allSettled(Array.from({ length: count }, () => turns.take(one)));
  await vi.runAllTimersAsync();
  const failed = (await logins).filter(({ status }) => status === 'rejected').length;
  return { failed, most, limit: turns.limit, areSpread: turns.areSpread };
}

test('a server that takes long for each login gets few at once, and none expires', async () => {
  const { failed, most, limit, areSpread } = await logIn(serial(150), 200);
  expect(failed).toBe(0);
  expect(most).toBeLessThan(MOST / 2);
  expect(limit).toBeLessThan(6);
  expect(areSpread).toBe(true);
});

test.each([
  ['fast', serial(5)],
  ['distant', serial(0, 2000)],
  ['distant and fast', serial(1, 1000)],
])('a %s server gets as many logins as may be under way', async (_, connect) => {
  expect(await logIn(connect, 400)).toEqual({ failed: 0, most: MOST, limit: MOST, areSpread: false });
});

test('a pause of the server is forgotten', async () => {
  let isPaused = false;
  const server = serial(5);
  const pausing: Connect = async (given) => {
    if (isPaused) await new Promise((resolve) => setTimeout(resolve, 1000));
    return server(given);
  };
  setTimeout(() => {
    isPaused = true;
  }, 100);
  setTimeout(() => {
    isPaused = false;
  }, 200);
  expect(await logIn(pausing, 4000)).toMatchObject({ failed: 0, limit: MOST, areSpread: false });
});

test('a distant server may get more from the start', async () => {
  const turns = new LoginTurns({ most: MOST, timeoutMs: TIMEOUT_MS });
  const begun = () => {
    const names: number[] = [];
    for (let at = 0; at < 100; at += 1) void turns.take(() => new Promise(() => names.push(at)));
    return names.length;
  };
  turns.allow(3 * MOST);
  turns.allow(1);
  expect([begun(), turns.limit, turns.areSpread]).toEqual([24, 24, false]);
});
