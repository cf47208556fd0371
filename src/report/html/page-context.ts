// The data that every part of the HTML report gets.

import type { Case } from '../../model/case.ts';
import type { Language, ReporterSetup, RunFinished } from '../../model/event.ts';
import type { CaseResult } from '../../model/result.ts';
import type { Requirement } from '../../model/standard.ts';
import { loadSectionTitles, type SectionTitle, sectionTitle } from '../../spec/section-map.ts';
import { compareSections } from '../../spec/sections.ts';
import { COMMON } from '../../wording/common.ts';
import { cut, escapeControls, MAX_VALUE } from '../../wording/escape-controls.ts';
import { sectionNumber } from '../text/citation.ts';
import { type PageWords, pageWords } from './words.ts';

export interface Page extends Omit<RunFinished, 'type'> {
  readonly lang: Language;
  readonly words: PageWords;
  readonly common: (typeof COMMON)['en'];
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly titles: ReadonlyMap<string, SectionTitle>;
}

/** Sorts the results by section of the standard, and those of a scenario in the order of its table. */
export function pageOf(event: RunFinished, setup: ReporterSetup): Page {
  const { lang, requirements } = setup;
  const words = { words: pageWords[lang], common: COMMON[lang] };
  const results = inOrder(event.results, event.cases);
  return { ...event, ...words, lang, requirements, titles: loadSectionTitles(), results };
}

function inOrder(results: readonly CaseResult[], cases: readonly Case[]): readonly CaseResult[] {
  const at = new Map(cases.map(({ id }, index) => [id, index]));
  const place = ({ case: { id } }: CaseResult) => at.get(id) ?? cases.length;
  return [...results].sort(
    (a, b) =>
      compareSections(a.case.section, b.case.section) ||
      compareText(a.case.place.file, b.case.place.file) ||
      place(a) - place(b),
  );
}

const compareText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** The chapter of a section: `2` of `2.3.3`, `A` of `A.2.1`. */
export function chapterOf(section: string): string {
  return section.split('.')[0] ?? section;
}

/** `2.3 Adding a roster item`; in Chinese with the clause of YD/T before the section of the RFC. */
export function sectionName(section: string, { titles, lang }: Pick<Page, 'titles' | 'lang'>): string {
  return `${sectionNumber(section, titles, lang)} ${sectionTitle(titles, section, lang)}`.trim();
}

/** A value from a server or an author on one line, at most `MAX_VALUE` characters long. */
export function oneLine(value: string): string {
  return cut(escapeControls(value), MAX_VALUE);
}
