import { expect, test } from 'vitest';
import { loadRequirements } from './requirements.ts';
import { loadSectionTitles, sectionTitle } from './section-map.ts';

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
