// The coverage report: which requirements the scenarios check.

import type { Language } from '../../model/event.ts';
import type { Requirement } from '../../model/standard.ts';
import { citation, ruleText, sectionNumber } from '../../report/text/citation.ts';
import { unobservableReason } from '../../report/text/ruling.ts';
import { ownRulesText } from '../../report/text/totals-text.ts';
import { pad, widthOf } from '../../report/text/wrap.ts';
import { type Coverage, type CoverageRow, coveredPercent } from '../../results/coverage.ts';
import { type SectionTitle, sectionTitle } from '../../spec/sections.ts';
import { catalogue } from '../../wording/catalogue.ts';
import { LEVELS } from '../../wording/common.ts';

export const COVERAGE = catalogue(
  {
    checked: (checked: number, observable: number) =>
      `${checked} of ${observable} observable requirements are checked by cases`,
    byLint: (count: number) => `, ${count} more by the lint of every stanza`,
    byChapter: 'by chapter',
    byFeature: 'by feature',
    byLevel: 'by level',
    missing: 'missing',
    unobservable: 'not observable',
    noFeature: 'none',
    percent: (percent: string) => ` (${percent} %)`,
  },
  {
    checked: (checked, observable) => `可观察的 ${observable} 项要求中，${checked} 项由用例检查`,
    byLint: (count) => `，另有 ${count} 项由全程检查核对`,
    byChapter: '按章',
    byFeature: '按特性',
    byLevel: '按级别',
    missing: '缺少检查',
    unobservable: '不可观察',
    noFeature: '（无）',
    percent: (percent) => `（${percent} %）`,
  },
);

/** The coverage as text: a table by chapter, feature and level, then the requirements that are not checked. */
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
  return `${COVERAGE[lang].checked(checked, observable)}${ownRulesText(report, lang)}${more}${percent(report, lang)}`;
}

function percent(report: Coverage, lang: Language): string {
  if (report.observable === 0) return '';
  return COVERAGE[lang].percent(coveredPercent(report).toFixed(1));
}

function table(title: string, rows: readonly CoverageRow[]): readonly string[] {
  if (rows.length === 0) return [];
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
  const lines = (r: Requirement) => [`  ${r.level}  ${r.id}  ${citation(r, lang)}`, `    ${ruleText(r, lang)}`];
  return [COVERAGE[lang].missing, ...missing.flatMap(lines)];
}

function unobservableLines(unobservable: readonly Requirement[], lang: Language): readonly string[] {
  if (unobservable.length === 0) return [];
  const width = Math.max(...unobservable.map(({ id }) => id.length));
  const line = (r: Requirement) => `  ${r.id.padEnd(width)}  ${unobservableReason(r, lang)}`;
  return [COVERAGE[lang].unobservable, ...unobservable.map(line)];
}

/** The coverage as `xmppspec coverage --json` prints it, in English in every locale. */
export function coverageData(report: Coverage) {
  const missing = report.missing.map(({ id, level, feature, rfc, ydt, text }) => ({
    id,
    level,
    feature,
    rfc,
    ydt,
    text,
  }));
  const unobservable = report.unobservable.map((r) => ({ id: r.id, reason: unobservableReason(r, 'en') }));
  return { ...report, missing, unobservable };
}
