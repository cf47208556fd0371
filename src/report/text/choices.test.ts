import { expect, test } from 'vitest';
import type { CaseResult } from '../../model/result.ts';
import { latitudeOf } from '../../results/latitude.ts';
import { makeCase, makeResult } from '../report.test-kit.ts';
import { choicesText } from './choices.ts';

function seen(variant: string, observed: readonly string[], changes: Partial<CaseResult> = {}) {
  const id = `rfc6121/2.3.3/own${variant}`;
  const topology = /[[,]remote\]$/.test(id) ? 'remote' : 'local';
  return makeResult(id, {
    case: makeCase(id, { topology, title: `A set is refused: ${variant}` }),
    observed,
    ...changes,
  });
}

const line = (...results: readonly CaseResult[]) =>
  latitudeOf(results)
    .map((latitude) => choicesText(latitude, 'en'))
    .join('\n');

test('one choice in all cases is told once', () => {
  expect(line(seen('[a]', ['refused']), seen('[b,remote]', ['refused']))).toBe('refused');
});

test('rows that differ are named, with their topology where the row itself differs', () => {
  const often = ['[a]', '[a,remote]', '[b]', '[c]'].map((variant) => seen(variant, ['refused']));
  const rest = ['[b,remote]', '[d]', '[d,remote]'].map((variant) => seen(variant, ['stored']));
  expect(line(...often, ...rest)).toBe('refused; stored (b remote, d)');
});

test('a topology that differs as a whole is named alone', () => {
  const often = ['[a]', '[b]', '[c]'].map((variant) => seen(variant, ['refused']));
  const rest = ['[a,remote]', '[b,remote]'].map((variant) => seen(variant, ['stored']));
  expect(line(...often, ...rest)).toBe('refused; stored (remote)');
  expect(line(seen('', ['refused']), seen('[remote]', ['stored']))).toBe('refused; stored (remote)');
});

test('what a repeat shows again and again is told once, in order', () => {
  expect(line(seen('', ['accepted', 'accepted', 'refused']))).toBe('accepted, refused');
});

test('an outcome that departs from a requirement is not called a choice', () => {
  const failure = { kind: 'violates', outcome: 'silent', permitted: [] } as const;
  const check = { place: makeCase('x').place, session: 'juliet/balcony', requirements: [], failure };
  expect(line(seen('', ['silent'], { checks: [{ ...check, verdict: 'warned' }] }))).toBe('silent, departing');
});
