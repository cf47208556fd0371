// The data that every part of the HTML report gets, and parts whose list the script adds when it is wanted.

import type { Case } from '../../model/case.ts';
import type { Language, ReporterSetup, RunFinished } from '../../model/event.ts';
import type { Finding, RuleFinding } from '../../model/finding.ts';
import type { CaseResult } from '../../model/result.ts';
import type { Requirement } from '../../model/standard.ts';
import { findingsOf } from '../../results/findings/findings.ts';
import { compareSections, loadSectionTitles, type SectionTitle, sectionTitle } from '../../spec/sections.ts';
import { localizedResults } from '../../wording/catalogue.ts';
import { COMMON } from '../../wording/common.ts';
import { cut, escapeControls, MAX_VALUE } from '../../wording/escape-controls.ts';
import { sectionNumber } from '../text/citation.ts';
import { type PageWords, pageWords } from './html-words.ts';
import { type Html, html } from './template.ts';

export interface Page extends Omit<RunFinished, 'type'> {
  readonly lang: Language;
  readonly words: PageWords;
  readonly common: (typeof COMMON)['en'];
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly titles: ReadonlyMap<string, SectionTitle>;
  readonly findings: readonly Finding[];
  /** The first finding of each rule that is not met. */
  readonly findingOf: ReadonlyMap<string, RuleFinding>;
  /** Takes a part that the script adds to the page when it is wanted, and returns its number for `data-part`. */
  later(part: Html): number;
  /** The parts taken so far. */
  readonly parts: readonly Html[];
}

/**
 * The page in a language, that of the report unless another is given. Sorts the results by section of the standard, and those of a
 * scenario in the order of its table.
 */
export function pageOf(
  event: RunFinished,
  { requirements, ...setup }: Pick<ReporterSetup, 'requirements' | 'lang'>,
  lang: Language = setup.lang,
): Page {
  const words = { words: pageWords[lang], common: COMMON[lang] };
  const results = localizedResults(inOrder(event.results, event.cases), lang);
  const found = findingsOf(results);
  const findings = { findings: found, findingOf: firstFindings(found) };
  const parts: Html[] = [];
  const later = (part: Html) => parts.push(part) - 1;
  return { ...event, ...words, lang, requirements, titles: loadSectionTitles(), results, ...findings, later, parts };
}

function firstFindings(findings: readonly Finding[]): ReadonlyMap<string, RuleFinding> {
  const byRule = new Map<string, RuleFinding>();
  for (const finding of findings) {
    if (finding.kind !== 'rule') continue;
    for (const id of [finding.requirement, ...finding.also]) if (!byRule.has(id)) byRule.set(id, finding);
  }
  return byRule;
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

/** `2.3 Adding a roster item`; in Chinese with the clause of YD/T before the section of the RFC. */
export function sectionName(section: string, { titles, lang }: Pick<Page, 'titles' | 'lang'>): string {
  return `${sectionNumber(section, titles, lang)} ${sectionTitle(titles, section, lang)}`.trim();
}

/** A value from a server or an author on one line, at most `MAX_VALUE` characters long. */
export function oneLine(value: string): string {
  return cut(escapeControls(value), MAX_VALUE);
}

interface LaterPart {
  readonly id: string;
  readonly summary: Html | string;
  readonly list: Html;
  /** The ids of the rows of the list. */
  readonly anchors: readonly string[];
}

/** Until the list is there, and in a browser without scripts, links to its rows lead to a note in its place. */
export function laterPart({ id, summary, list, anchors }: LaterPart, page: Page): Html {
  const places = anchors.map((anchor) => html`<span id="${anchor}"></span>`);
  return html`<details class="chapter" id="${id}" data-part="${page.later(list)}"><summary>${summary}</summary>
<div class="list"><p class="note" data-static>${places}${page.words.laterNote}</p></div></details>
`;
}
