import { expect, test } from 'vitest';
import { freeAddress } from './this-machine.ts';

test('the ports differ, and lie below those that systems give out', async () => {
  const { port, componentPort, s2sPort } = await freeAddress();
  expect(new Set([port, componentPort, s2sPort]).size).toBe(3);
  expect([port, componentPort, s2sPort].filter((one) => one < 10_000 || one >= 32_768)).toEqual([]);
});
