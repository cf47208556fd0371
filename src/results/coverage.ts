// Which requirements are checked, of those that can be observed.

import type { Case } from '../model/case.ts';
import type { Language } from '../model/event.ts';
import type { CaseResult } from '../model/result.ts';
import type { Requirement } from '../model/standard.ts';
import { citation, ruleText, sectionNumber } from '../report/text/citation.ts';
import { pad, widthOf } from '../report/text/columns.ts';
import { isObservable } from '../spec/requirements.ts';
import { type SectionTitle, sectionTitle } from '../spec/section-map.ts';
import { compareSections } from '../spec/sections.ts';
import { COMMON, LEVELS } from '../wording/common.ts';
import { COVERAGE } from './coverage-words.ts';
import { groupBy } from './tally.ts';
import { whyUnseen } from './unseen.ts';

/** `of` is a chapter of RFC 6121, a feature or a level. */
interface CoverageRow {
  readonly of: string;
  readonly observable: number;
  /** Checked by cases. */
  readonly checked: number;
  /** Held against every stanza by the lint, and checked by no case. */
  readonly passive: number;
}

export interface Coverage extends Omit<CoverageRow, 'of'> {
  readonly chapters: readonly CoverageRow[];
  readonly features: readonly CoverageRow[];
  readonly levels: readonly CoverageRow[];
  /** Observable, and looked at by nothing; in the order of the standard. */
  readonly missing: readonly Requirement[];
  /** What no case could check; in the order of the standard. */
  readonly unobservable: readonly Requirement[];
}

/** Ids that the checks of these cases cite. */
export function citedByCases(cases: readonly Case[]): ReadonlySet<string> {
  return new Set(cases.flatMap((c) => c.requirements));
}

/** Ids that some check of the run decided, apart from the lint's. */
export function decidedByResults(results: readonly CaseResult[]): ReadonlySet<string> {
  const checks = results.flatMap((result) => result.checks).filter(({ failure }) => failure?.kind !== 'passive');
  return new Set(checks.flatMap((check) => check.requirements));
}

/** Ids that the lint of the run held against at least one element. */
export function heldInResults(results: readonly CaseResult[]): ReadonlySet<string> {
  return new Set(results.flatMap(({ passive }) => Object.keys(passive)));
}

/**
 * Counts `checked`, and the passive requirements among `held`, against those that can be observed; ids of others do not
 * count. Without `held` every passive requirement counts: the lint holds them all against whatever arrives.
 */
export function coverage(
  requirements: ReadonlyMap<string, Requirement>,
  checked: ReadonlySet<string>,
  held?: ReadonlySet<string>,
): Coverage {
  const all = [...requirements.values()];
  const observable = all.filter(isObservable);
  const isChecked = ({ id }: Requirement) => checked.has(id);
  const isPassive = (r: Requirement) => r.passive === true && !isChecked(r) && (held?.has(r.id) ?? true);
  const countIn = (group: readonly Requirement[]) => ({
    observable: group.length,
    checked: group.filter(isChecked).length,
    passive: group.filter(isPassive).length,
  });
  const rows = (keyOf: (requirement: Requirement) => string) =>
    [...groupBy(observable, keyOf)].map(([of, group]) => ({ of, ...countIn(group) }));
  return {
    ...countIn(observable),
    chapters: rows(chapterOf).sort((a, b) => compareSections(a.of, b.of)),
    features: rows((requirement) => requirement.feature),
    levels: rows((requirement) => requirement.level),
    missing: inOrder(observable.filter((r) => !isChecked(r) && !isPassive(r))),
    unobservable: inOrder(all.filter((r) => !isObservable(r))),
  };
}

/** Percentage of observable requirements that are checked, to one decimal; cut, not rounded, so that 100 means all of them. */
export function coveredPercent({ checked, observable, passive }: Omit<CoverageRow, 'of'>): number {
  return observable === 0 ? 0 : Math.floor((1000 * (checked + passive)) / observable) / 10;
}

function inOrder(requirements: readonly Requirement[]): readonly Requirement[] {
  return [...requirements].sort((a, b) => compareSections(a.rfc, b.rfc));
}

function chapterOf(requirement: Requirement): string {
  return requirement.rfc.split('.')[0] ?? requirement.rfc;
}

/** The coverage as text: a table by chapter, feature and level, and what is missing. */
export function coverageText(report: Coverage, titles: ReadonlyMap<string, SectionTitle>, lang: Language): string {
  const words = COVERAGE[lang];
  const named = report.chapters.map((row) => ({ ...row, of: chapterText(row.of, titles, lang) }));
  const features = report.features.map((row) => ({ ...row, of: row.of === 'none' ? words.noFeature : row.of }));
  const levelNames: Readonly<Record<string, string>> = LEVELS[lang];
  const levels = report.levels.map((row) => ({ ...row, of: levelNames[row.of] ?? row.of }));
  const sections = [
    [headline(report, lang)],
    table(words.byChapter, named),
    table(words.byFeature, features),
    table(words.byLevel, levels),
    missingLines(report.missing, lang),
    unobservableLines(report.unobservable, lang),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function chapterText(chapter: string, titles: ReadonlyMap<string, SectionTitle>, lang: Language): string {
  return `${sectionNumber(chapter, titles, lang)}  ${sectionTitle(titles, chapter, lang)}`;
}

function headline(report: Coverage, lang: Language): string {
  const { checked, observable, passive } = report;
  const more = passive === 0 ? '' : COVERAGE[lang].byLint(passive);
  return `${COVERAGE[lang].checked(checked, observable)}${more}${percent(report, lang)}`;
}

function percent(report: Coverage, lang: Language): string {
  if (report.observable === 0) return '';
  return COVERAGE[lang].percent(coveredPercent(report).toFixed(1));
}

function table(title: string, rows: readonly CoverageRow[]): readonly string[] {
  const width = Math.max(...rows.map((row) => widthOf(row.of)));
  return [title, ...rows.map((row) => `  ${pad(row.of, width)}  ${numbers(row)}`)];
}

/** `12 + 3 /  20`: by cases, and by the lint. */
function numbers({ checked, observable, passive }: CoverageRow): string {
  const more = passive === 0 ? '' : `+ ${passive}`;
  return `${String(checked).padStart(3)} ${more.padEnd(4)} / ${String(observable).padStart(3)}`;
}

function missingLines(missing: readonly Requirement[], lang: Language): readonly string[] {
  if (missing.length === 0) return [];
  const { quoted } = COMMON[lang];
  const told = (r: Requirement) => [`  ${r.level}  ${r.id}  ${citation(r, lang)}`, `    ${quoted(ruleText(r, lang))}`];
  return [COVERAGE[lang].missing, ...missing.flatMap(told)];
}

function unobservableLines(unobservable: readonly Requirement[], lang: Language): readonly string[] {
  if (unobservable.length === 0) return [];
  const width = Math.max(...unobservable.map(({ id }) => id.length));
  const told = (r: Requirement) => `  ${r.id.padEnd(width)}  ${whyUnseen(r, lang)}`;
  return [COVERAGE[lang].unobservable, ...unobservable.map(told)];
}

/** The coverage as `xmppspec coverage --json` prints it, in English whatever the locale. */
export function coverageData(report: Coverage) {
  const missing = report.missing.map(({ id, level, feature, rfc, ydt, text }) => ({
    id,
    level,
    feature,
    rfc,
    ydt,
    text,
  }));
  const unobservable = report.unobservable.map((r) => ({ id: r.id, reason: whyUnseen(r, 'en') }));
  return { ...report, missing, unobservable };
}
