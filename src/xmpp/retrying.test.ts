import { expect, test } from 'vitest';
import { Expired } from './expired.ts';
import { ServerFault } from './explain.ts';
import { retrying } from './retrying.ts';

const failing = (times: number, error: Error = new ServerFault('internal-server-error')) => {
  let calls = 0;
  const open = async () => {
    calls += 1;
    if (calls <= times) throw error;
    return calls;
  };
  return { open, calls: () => calls };
};

test('a stream that the server gave up for a fault of its own is opened again, and the fault is told', async () => {
  const told: string[] = [];
  expect(await retrying(failing(2).open, ({ message }) => told.push(message))).toBe(3);
  expect(told).toEqual(['internal-server-error', 'internal-server-error']);
});

test('the last fault is told when all tries are used up', async () => {
  const { open, calls } = failing(99);
  await expect(retrying(open, () => undefined)).rejects.toThrow(ServerFault);
  expect(calls()).toBe(6);
});

test.each([new Expired('no answer within 10 ms'), new Error('connection closed')])(
  '%s is not tried again',
  async (error) => {
    const { open, calls } = failing(1, error);
    await expect(retrying(open, () => undefined)).rejects.toThrow(error);
    expect(calls()).toBe(1);
  },
);
