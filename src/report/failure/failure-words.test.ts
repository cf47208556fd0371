import { expect, test } from 'vitest';
import { createLineBudget } from './failure-words.ts';

const more = (count: number) => `${count} more`;
const lines = (count: number) => Array.from({ length: count }, () => 'x'.repeat(999));

test('lines of an ordinary case are all written', () => {
  expect(createLineBudget().fit(lines(20), more)).toEqual(lines(20));
});

test('a case has at most 80,000 characters, and then the number of the lines left out', () => {
  expect(createLineBudget().fit(lines(150), more)).toEqual([...lines(80), '70 more']);
});

test('all cases together have 15,000,000 characters; later ones have 3,000 each', () => {
  const budget = createLineBudget();
  for (let at = 0; at < 301; at += 1) budget.fit(lines(50), more);
  expect(budget.fit(lines(20), more)).toEqual([...lines(3), '17 more']);
});
