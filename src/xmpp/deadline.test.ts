import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startDeadline } from './deadline.ts';

/** Stands still, as a process does that the machine gives no time. */
const standStill = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

/** What had come of a deadline when an answer arrived that many milliseconds after it began. */
async function outcome(timeoutMs: number, answerMs: number, stillMs = 0): Promise<string> {
  const outcomes: string[] = [];
  const callOff = startDeadline(timeoutMs, () => outcomes.push('expired'));
  if (stillMs > 0) setImmediate(() => standStill(stillMs));
  await pause(answerMs);
  callOff();
  return outcomes[0] ?? 'answered';
}

test('expires after its timeout', async () => {
  expect(await new Promise((resolve) => startDeadline(300, () => resolve('expired')))).toBe('expired');
});

test('does not expire after it was cancelled', async () => {
  expect(await outcome(1000, 10)).toBe('answered');
});

test('does not expire because the process was suspended', async () => {
  expect(await outcome(600, 50, 1500)).toBe('answered');
});
