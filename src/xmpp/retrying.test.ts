import { expect, test } from 'vitest';
import { Expired } from './expired.ts';
import { retrying } from './retrying.ts';

const failing = (times: number, error = new Error('internal-server-error')) => {
  let calls = 0;
  const open = async () => {
    calls += 1;
    if (calls <= times) throw error;
    return calls;
  };
  return { open, calls: () => calls };
};

test('a stream that the server closed is opened again', async () => {
  expect(await retrying(failing(2).open, 2)()).toBe(3);
});

test('the last failure is told when all tries are used up', async () => {
  await expect(retrying(failing(3).open, 2)()).rejects.toThrow('internal-server-error');
});

test('a wait that expired is not repeated', async () => {
  const { open, calls } = failing(1, new Expired('no answer within 10 ms'));
  await expect(retrying(open, 2)()).rejects.toThrow(Expired);
  expect(calls()).toBe(1);
});
