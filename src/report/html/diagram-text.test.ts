import { expect, test } from 'vitest';
import { fitted, textWidth, wrapped } from './browser/diagram.js';

const LONG = 'presence subscribed from juliet/chamber';

test('keeps a text that fits and ends a longer one with an ellipsis', () => {
  expect(fitted(LONG, 500)).toBe(LONG);
  expect(fitted(LONG, 100)).toMatch(/^presence \w*…$/);
  expect(textWidth(fitted(LONG, 100))).toBeLessThanOrEqual(100);
});

test.each([
  [LONG, 150, ['presence subscribed', 'from juliet/chamber']],
  ['栅栏丢失：没有应答', 60, ['栅栏丢失', '：没有应', '答']],
  ['short', 150, ['short']],
])('wraps %s to lines of %i pixels', (text, room, lines) => {
  expect(wrapped(text, room)).toEqual(lines);
});

test('takes bold letters to be wider', () => {
  expect(textWidth(LONG, true)).toBeGreaterThan(textWidth(LONG));
});
