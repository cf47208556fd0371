import { expect, test } from 'vitest';
import { chapterOf, compareSections, elsewhere, isInSection } from './sections.ts';

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
  ['XEP-0280 9', 'XEP-0280', true],
  ['XEP-0280 9.1', 'XEP-0280 9', true],
  ['XEP-0280 90', 'XEP-0280 9', false],
  ['XEP-0280 9', 'XEP-028', false],
])('%s in %s: %s', (section, selector, expected) => {
  expect(isInSection(section, selector)).toBe(expected);
});

test('sorts other specifications after RFC 6121, by the numbers in their names', () => {
  const sections = ['XEP-0313 5', 'A.2.1', 'XEP-99', 'XEP-0313', '2', 'XEP-0313 4.10', 'XEP-0313 4.9', 'House rules'];
  expect(sections.toSorted(compareSections)).toEqual([
    ...['2', 'A.2.1', 'House rules', 'XEP-99', 'XEP-0313', 'XEP-0313 4.9', 'XEP-0313 4.10', 'XEP-0313 5'],
  ]);
});

test.each([
  ['XEP-0280 9', { specification: 'XEP-0280', section: '9' }],
  ['RFC 7395 3.1', { specification: 'RFC 7395', section: '3.1' }],
  ['RFC 6120 A.1', { specification: 'RFC 6120', section: 'A.1' }],
  ['House rules', { specification: 'House rules' }],
  ['YD/T 2936-2015 6.6', { specification: 'YD/T 2936-2015', section: '6.6' }],
  ['企业规范 2', { specification: '企业规范', section: '2' }],
])('%s names a place in another specification', (text, place) => {
  expect(elsewhere(text)).toEqual(place);
});

test.each(['2.3', 'A', 'F.2', 'two', 'xep-0280 9', '', ' XEP-0280', 'XEP-0280  9', '[x]', '9 lives', 'x'.repeat(61)])(
  '"%s" names none',
  (text) => {
    expect(elsewhere(text)).toBeUndefined();
  },
);

test('the chapter of a section of another specification is the specification', () => {
  expect(['2.3.3', 'A.2.1', 'XEP-0280 9'].map(chapterOf)).toEqual(['2', 'A', 'XEP-0280']);
});
