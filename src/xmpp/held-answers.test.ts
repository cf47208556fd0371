import { expect, test } from 'vitest';
import { HeldAnswers } from './held-answers.ts';

/** Answers at once, and answers after another stanza. */
function noted(shortestMs: number, ...afterMs: readonly number[]): boolean {
  const held = new HeldAnswers();
  held.noteAnswer(shortestMs);
  for (const ms of afterMs) held.noteFollowing(ms);
  return held.isKnown;
}

test('a server that holds every answer after another stanza for 40 ms is known', () => {
  expect(noted(0.6, 41, 43, 40, 44, 40, 41)).toBe(true);
});

test.each([
  ['is as far away as the answers take', 40, [41, 43, 40, 44, 40, 41, 42, 43]],
  ['answers at once most times', 0.6, [41, 0, 43, 1, 40, 0, 44, 1, 40, 0, 41, 0, 42]],
  ['is slow for once', 0.6, [400, 500, 700, 400, 900, 600, 800]],
])('a server that %s is not', (_, shortestMs, afterMs) => {
  expect(noted(shortestMs, ...afterMs)).toBe(false);
});
