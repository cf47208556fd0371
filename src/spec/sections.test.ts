import { expect, test } from 'vitest';
import { loadRequirements } from './requirements.ts';
import {
  chapterOf,
  compareSections,
  elsewhere,
  isElsewhere,
  isInSection,
  loadSectionTitles,
  placeOf,
  RANDOM_PLAYS,
  sectionTitle,
} from './sections.ts';

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

test('random plays come after RFC 6121, and are about no other specification', () => {
  expect([chapterOf(RANDOM_PLAYS), isElsewhere(RANDOM_PLAYS), isElsewhere('House rules')]).toEqual([
    RANDOM_PLAYS,
    false,
    true,
  ]);
  expect([RANDOM_PLAYS, '9.2', 'A'].sort(compareSections)).toEqual(['9.2', 'A', RANDOM_PLAYS]);
});

const titles = loadSectionTitles();

test('gives a section the title of its clause, not of the overview clause that YD/T adds', () => {
  expect(titles.get('2')).toEqual({ en: 'Managing the roster', zh: '名册管理', ydt: '6' });
});

test('has a title for every section with requirements, and for its chapter', () => {
  const sections = [...loadRequirements().values()].map((requirement) => requirement.rfc);
  const chapters = sections.map((section) => section.split('.')[0] ?? section);
  expect([...sections, ...chapters].filter((section) => !titles.has(section))).toEqual([]);
});

test('gives a section without a title the title of the section around it', () => {
  expect(sectionTitle(titles, '2.2.9.1', 'en')).toBe(sectionTitle(titles, '2.2', 'en'));
  expect(sectionTitle(titles, 'Z', 'en')).toBe('');
});

test.each([
  ['rfc6121-2.1.5-d', 'https://www.rfc-editor.org/rfc/rfc6121#section-2.1.5'],
  ['rfc6121-A.2.3-b', 'https://www.rfc-editor.org/rfc/rfc6121#appendix-A.2.3'],
  ['rfc6120-8.1.1.1-a', 'https://www.rfc-editor.org/rfc/rfc6120#section-8.1.1.1'],
])('%s stands at %s', (id, url) => {
  const requirement = loadRequirements().get(id);
  expect(requirement && placeOf(requirement).url).toBe(url);
});

test('a requirement of a scenario file stands where the file says', () => {
  const link = 'https://xmpp.org/extensions/xep-0199.html#c2s';
  expect(placeOf({ id: 'rfc7395-3.1-a', rfc: 'RFC 7395 3.1', link })).toEqual({ name: 'RFC 7395 3.1', url: link });
});

test('the section in the id of a requirement of RFC 6121 is the section that it names', () => {
  const wrong = [...loadRequirements().values()].filter(
    ({ id, rfc }) => id.startsWith('rfc6121-') && !id.startsWith(`rfc6121-${rfc}-`),
  );
  expect(wrong.map(({ id }) => id)).toEqual([]);
});
