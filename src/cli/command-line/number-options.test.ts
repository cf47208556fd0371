import { expect, test } from 'vitest';
import { readNumber } from './number-options.ts';

test.each([
  ['timeout', 1, 1],
  ['timeout', '3600000', 3_600_000],
  ['jobs', 1000, 1000],
  ['repeat', 10_000, 10_000],
  ['bail', 1, 1],
  ['shuffle', -7, -7],
  ['port', 0, 0],
] as const)('accepts --%s %j', (option, written, value) => {
  expect(readNumber(option, written)).toBe(value);
});

test.each([
  ['timeout', 3_000_000_000, 'expected milliseconds from 1 to 3600000, got 3000000000'],
  ['jobs', 5_000_000_000, 'expected a whole number from 1 to 1000, got 5000000000'],
  ['jobs', 1.5, 'expected a whole number from 1 to 1000, got 1.5'],
  ['repeat', 5_000_000_000, 'expected a whole number from 1 to 10000, got 5000000000'],
  ['bail', 'a', 'expected a whole number from 1, got a'],
  ['bail', 0, 'expected a whole number from 1, got 0'],
  ['shuffle', '', 'expected a whole number, got nothing'],
  ['port', 65_536, 'expected a whole number from 0 to 65535, got 65536'],
] as const)('refuses --%s %j', (option, written, message) => {
  expect(() => readNumber(option, written)).toThrow(`--${option}: ${message}`);
});
