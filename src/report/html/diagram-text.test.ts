import { expect, test } from 'vitest';
import { fitted, textWidth, wrapped } from './diagram-text.ts';

const LONG = 'presence subscribed from juliet/chamber';

test('a text that fits stays as it is, and another ends in a sign that it goes on', () => {
  expect(fitted(LONG, 500)).toBe(LONG);
  expect(fitted(LONG, 100)).toMatch(/^presence \w*…$/);
  expect(textWidth(fitted(LONG, 100))).toBeLessThanOrEqual(100);
});

test.each([
  [LONG, 150, ['presence subscribed', 'from juliet/chamber']],
  ['栅栏丢失：没有应答', 60, ['栅栏丢失', '：没有应', '答']],
  ['short', 150, ['short']],
])('%s is wrapped to lines of %i pixels', (text, room, lines) => {
  expect(wrapped(text, room)).toEqual(lines);
});

test('bold letters take more room', () => {
  expect(textWidth(LONG, true)).toBeGreaterThan(textWidth(LONG));
});
