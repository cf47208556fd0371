import { expect, test } from 'vitest';
import { loadRequirements } from './requirements.ts';
import { loadSectionTitles, sectionTitle } from './section-map.ts';

const titles = loadSectionTitles();

test('a section has the title of its clause, not that of the overview clause YD/T adds', () => {
  expect(titles.get('2')).toEqual({ en: 'Managing the roster', zh: '名册管理', ydt: '6' });
});

test('every section that has requirements has a title, and its chapter too', () => {
  const sections = [...loadRequirements().values()].map((requirement) => requirement.rfc);
  const chapters = sections.map((section) => section.split('.')[0] ?? section);
  expect([...sections, ...chapters].filter((section) => !titles.has(section))).toEqual([]);
});

test('a section without a title of its own has that of the section around it', () => {
  expect(sectionTitle(titles, '2.2.9.1', 'en')).toBe(sectionTitle(titles, '2.2', 'en'));
  expect(sectionTitle(titles, 'Z', 'en')).toBe('');
});
