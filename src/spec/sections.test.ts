import { expect, test } from 'vitest';
import { compareSections, isInSection } from './sections.ts';

test('sorts sections by number, letters after numbers, a section before its subsections', () => {
  const sections = ['A.2.1', '2.10', '10', 'A', '2.9', '2', '2.3.3', 'B'];
  expect(sections.toSorted(compareSections)).toEqual(['2', '2.3.3', '2.9', '2.10', '10', 'A', 'A.2.1', 'B']);
});

test.each([
  ['2.3.3', '2', true],
  ['2.3.3', '2.3.3', true],
  ['20', '2', false],
  ['A.2.1', 'A', true],
  ['2', '2.3', false],
])('%s in %s: %s', (section, selector, expected) => {
  expect(isInSection(section, selector)).toBe(expected);
});
