import { expect, test } from 'vitest';
import type { CaseResult } from '../../model/result.ts';
import { latitudeOf } from '../../results/latitude.ts';
import { makeCase, variantResult } from '../report.test-kit.ts';
import { choicesText } from './choices.ts';

const line = (...results: readonly CaseResult[]) =>
  latitudeOf(results)
    .map((latitude) => choicesText(latitude, 'en'))
    .join('\n');

test('writes one choice of all cases once', () => {
  expect(line(variantResult('[a]', ['refused']), variantResult('[b,remote]', ['refused']))).toBe('refused');
});

test('names the rows that differ, with their topology if only one differs', () => {
  const often = ['[a]', '[a,remote]', '[b]', '[c]'].map((variant) => variantResult(variant, ['refused']));
  const rest = ['[b,remote]', '[d]', '[d,remote]'].map((variant) => variantResult(variant, ['stored']));
  expect(line(...often, ...rest)).toBe('refused; stored (b remote, d)');
});

test('names a topology alone if all of its rows differ', () => {
  const often = ['[a]', '[b]', '[c]'].map((variant) => variantResult(variant, ['refused']));
  const rest = ['[a,remote]', '[b,remote]'].map((variant) => variantResult(variant, ['stored']));
  expect(line(...often, ...rest)).toBe('refused; stored (remote)');
  expect(line(variantResult('', ['refused']), variantResult('[remote]', ['stored']))).toBe('refused; stored (remote)');
});

test('writes the choices of a repeat once, in order', () => {
  expect(line(variantResult('', ['accepted', 'accepted', 'refused']))).toBe('accepted, refused');
});

test('marks an outcome that violates a requirement', () => {
  const failure = { kind: 'violates', outcome: 'silent', permitted: [] } as const;
  const check = { place: makeCase('x').place, session: 'juliet/balcony', requirements: [], failure };
  expect(line(variantResult('', ['silent'], { checks: [{ ...check, verdict: 'warned' }] }))).toBe(
    'silent, a violation',
  );
});
