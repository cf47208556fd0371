import { expect, test } from 'vitest';
import { createTimeoutBreaker } from './timeout-breaker.ts';

const EXPIRED = new Error('expired');
const breaker = () => createTimeoutBreaker(1, (error) => error === EXPIRED);
const expire = () => Promise.reject(EXPIRED);
const later = () => new Promise((done) => setImmediate(done)).then(expire);

test('a kind of wait that times out three times in a row is no longer tried', async () => {
  const { wait } = breaker();
  for (let time = 0; time < 3; time += 1) await expect(wait('login', expire)).rejects.toBe(EXPIRED);
  await expect(wait('login', expire)).rejects.toMatchObject({
    problem: { kind: 'not-tried', wait: 'login', expiries: 3 },
  });
});

test('overlapping timeouts count once', async () => {
  const { wait } = breaker();
  const together = Array.from({ length: 16 }, () => wait('login', later));
  expect((await Promise.allSettled(together)).every(({ status }) => status === 'rejected')).toBe(true);
  await expect(wait('login', () => Promise.resolve('there'))).resolves.toBe('there');
});

test('a success resets the count of consecutive timeouts, and every timeout is counted', async () => {
  const one = breaker();
  for (let time = 0; time < 4; time += 1) {
    await expect(one.wait('login', expire)).rejects.toBe(EXPIRED);
    await one.wait('login', () => Promise.resolve());
  }
  expect([one.expired, one.waits['login']?.count]).toEqual([4, 8]);
});
