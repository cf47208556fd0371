import { expect, test } from 'vitest';
import { createLineBudget } from './line-budget.ts';

const more = (count: number) => `${count} more`;
const lines = (count: number) => Array.from({ length: count }, () => 'x'.repeat(999));

test('lines of an ordinary case are all written', () => {
  expect(createLineBudget().fit(lines(20), more)).toEqual(lines(20));
});

test('a case has at most 100,000 characters, and then the number of the lines left out', () => {
  expect(createLineBudget().fit(lines(150), more)).toEqual([...lines(100), '50 more']);
});

test('all cases together have 30,000,000 characters; later ones have 3,000 each', () => {
  const budget = createLineBudget();
  for (let at = 0; at < 300; at += 1) budget.fit(lines(100), more);
  expect(budget.fit(lines(20), more)).toEqual([...lines(3), '17 more']);
});
