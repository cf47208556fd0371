import { expect, test } from 'vitest';
import { createRandom } from './random.ts';

const draw = (...seeds: readonly number[]) => Array.from({ length: 1000 }, createRandom(...seeds));

test('the same seeds give the same numbers, other seeds give others', () => {
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
  expect(draw(7, 1)).not.toEqual(draw(7, 2));
});

test('the numbers are from 0 to below 1, and spread evenly', () => {
  const numbers = draw(7);
  expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
  expect(numbers.reduce((sum, number) => sum + number) / numbers.length).toBeCloseTo(0.5, 1);
});
