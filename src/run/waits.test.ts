import { expect, test } from 'vitest';
import { Known } from './facts.ts';
import { Waits } from './waits.ts';

const EXPIRED = new Error('expired');
const expire = () => Promise.reject(EXPIRED);
const later = () => new Promise((done) => setImmediate(done)).then(expire);

/** Waits by the newest facts. */
function createWaits() {
  const known = new Known();
  const waits = new Waits({ timeoutMs: 1, known, isTimeout: (error) => error === EXPIRED });
  return { known, waits, wait: <T>(attempt: () => Promise<T>) => waits.wait('login', known.facts, attempt) };
}

test('a kind of wait that times out three times in a row is no longer tried, until it gets another chance', async () => {
  const { known, wait } = createWaits();
  for (let time = 0; time < 3; time += 1) await expect(wait(expire)).rejects.toBe(EXPIRED);
  const notTried = { problem: { kind: 'not-tried', wait: 'login', expiries: 3 } };
  await expect(wait(expire)).rejects.toMatchObject(notTried);
  known.learn({ kind: 'second-chance' });
  await expect(wait(expire)).rejects.toBe(EXPIRED);
  await expect(wait(expire)).rejects.toMatchObject(notTried);
});

test('overlapping timeouts count once', async () => {
  const { wait } = createWaits();
  const together = Array.from({ length: 16 }, () => wait(later));
  expect((await Promise.allSettled(together)).every(({ status }) => status === 'rejected')).toBe(true);
  await expect(wait(() => Promise.resolve('there'))).resolves.toBe('there');
});

test('a success resets the count of consecutive timeouts, and every timeout is counted', async () => {
  const { waits, wait } = createWaits();
  for (let time = 0; time < 4; time += 1) {
    await expect(wait(expire)).rejects.toBe(EXPIRED);
    await wait(() => Promise.resolve());
  }
  expect([waits.expired, waits.tallies['login']?.count]).toEqual([4, 8]);
});

test('a look goes on by the facts that it began with', async () => {
  const { known, waits, wait } = createWaits();
  const { facts } = known;
  for (let time = 0; time < 3; time += 1) await expect(wait(expire)).rejects.toBe(EXPIRED);
  await expect(waits.wait('login', facts, async () => 'there')).resolves.toBe('there');
});
