import { expect, test } from 'vitest';
import { citedByCases, coverage } from '../results/coverage.ts';
import { LINTED } from '../run/lint/lint.ts';
import { loadRequirements } from '../spec/requirements.ts';
import { shippedCases } from './shipped-cases.test-kit.ts';

const requirements = loadRequirements();

test('a case or the lint checks every observable requirement', () => {
  expect(coverage(requirements, citedByCases(shippedCases.all)).missing.map(({ id }) => id)).toEqual([]);
});

test('the lint has a rule for every passive requirement, and each of its rules is in the catalogue', () => {
  const passive = [...requirements.values()].filter((requirement) => requirement.passive === true);
  expect(passive.map(({ id }) => id).filter((id) => !LINTED.has(id))).toEqual([]);
  expect([...LINTED].filter((id) => !requirements.has(id))).toEqual([]);
});
