import { expect, test } from 'vitest';
import { didYouMean, distance, suggest } from './suggest.ts';

test.each([
  ['', 'abc', 3],
  ['send', 'send', 0],
  ['sned', 'send', 1],
  ['sed', 'send', 1],
  ['sendd', 'send', 1],
  ['sand', 'send', 1],
  ['expect', 'except', 2],
])('from %j to %j it takes %i edits', (a, b, edits) => {
  expect(distance(a, b)).toBe(edits);
});

test('suggests the nearest candidate, regardless of case', () => {
  expect(suggest('SENT', ['connect', 'send', 'expect'])).toBe('send');
});

test('nothing is suggested for a word like no other', () => {
  expect(didYouMean('wait', ['connect', 'send', 'expect'])).toBe('');
});

test('a word that is only the beginning is completed', () => {
  expect(didYouMean('juliet', ['romeo/orchard', 'juliet/balcony'])).toBe('; did you mean "juliet/balcony"?');
});
