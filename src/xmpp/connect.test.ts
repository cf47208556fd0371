import { expect, test } from 'vitest';
import type { Problem } from '../model/problem.ts';
import { ProblemError } from '../wording/problems.ts';
import { retrying } from './connect.ts';

const at = { host: '127.0.0.1', port: 5222 };
const endedWith = (cause: Problem) => new ProblemError({ kind: 'phase-ended', phase: 'authenticate', at, cause });
const fault = endedWith({ kind: 'stream-error', condition: 'internal-server-error' });

const failing = (times: number, error: Error = fault) => {
  let calls = 0;
  const open = async () => {
    calls += 1;
    if (calls <= times) throw error;
    return calls;
  };
  return { open, calls: () => calls };
};

test('opens a stream again that the server ended with internal-server-error, and reports each error', async () => {
  const errors: Error[] = [];
  expect(await retrying(failing(2).open, (error) => errors.push(error))).toBe(3);
  expect(errors).toEqual([fault, fault]);
});

test('rejects with the last error when all retries are used up', async () => {
  const { open, calls } = failing(99);
  await expect(retrying(open, () => undefined)).rejects.toThrow(fault);
  expect(calls()).toBe(6);
});

test.each([
  new ProblemError({ kind: 'phase-expired', phase: 'authenticate', at, timeoutMs: 10 }),
  endedWith({ kind: 'stream-error', condition: 'conflict' }),
  endedWith({ kind: 'connection-closed-by-server' }),
  new Error('connection closed'),
])('does not retry after "%s"', async (error) => {
  const { open, calls } = failing(1, error);
  await expect(retrying(open, () => undefined)).rejects.toThrow(error);
  expect(calls()).toBe(1);
});
