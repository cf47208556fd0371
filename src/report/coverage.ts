// Which requirements are checked, of those that can be observed.

import type { Case, CaseResult, Requirement } from '../model.ts';
import { isObservable } from '../spec/requirements.ts';
import { type SectionTitle, sectionTitle } from '../spec/section-map.ts';
import { compareSections } from '../spec/sections.ts';
import { citation } from './citation.ts';
import { groupBy } from './tally.ts';

/** `of` is a chapter of RFC 6121, a feature or a level. */
interface CoverageRow {
  readonly of: string;
  readonly observable: number;
  readonly checked: number;
}

export interface Coverage {
  /** Requirements that bind a server and can be seen: the denominator. */
  readonly observable: number;
  readonly checked: number;
  readonly chapters: readonly CoverageRow[];
  readonly features: readonly CoverageRow[];
  readonly levels: readonly CoverageRow[];
  /** Observable, and checked by nothing; in the order of the standard. */
  readonly missing: readonly Requirement[];
}

/** Ids that the checks of these cases cite. */
export function citedByCases(cases: readonly Case[]): ReadonlySet<string> {
  return new Set(cases.flatMap((c) => c.requirements));
}

/** Ids that some check of the run decided. */
export function decidedByResults(results: readonly CaseResult[]): ReadonlySet<string> {
  return new Set(results.flatMap((result) => result.requirements.map((requirement) => requirement.id)));
}

/** Counts `checked` against the requirements that can be observed; ids of others do not count. */
export function coverage(requirements: ReadonlyMap<string, Requirement>, checked: ReadonlySet<string>): Coverage {
  const observable = [...requirements.values()].filter(isObservable);
  const rows = (keyOf: (requirement: Requirement) => string) =>
    [...groupBy(observable, keyOf)].map(([of, group]) => ({ of, ...countIn(group, checked) }));
  return {
    ...countIn(observable, checked),
    chapters: rows(chapterOf).sort((a, b) => compareSections(a.of, b.of)),
    features: rows((requirement) => requirement.feature),
    levels: rows((requirement) => requirement.level),
    missing: observable.filter((r) => !checked.has(r.id)).sort((a, b) => compareSections(a.rfc, b.rfc)),
  };
}

function chapterOf(requirement: Requirement): string {
  return requirement.rfc.split('.')[0] ?? requirement.rfc;
}

function countIn(group: readonly Requirement[], checked: ReadonlySet<string>) {
  return { observable: group.length, checked: group.filter((requirement) => checked.has(requirement.id)).length };
}

/** The coverage as text: a table by chapter, feature and level, and what is missing. */
export function coverageText(report: Coverage, titles: ReadonlyMap<string, SectionTitle>): string {
  const named = report.chapters.map((row) => ({ ...row, of: `${row.of}  ${sectionTitle(titles, row.of)}` }));
  const sections = [
    [`${report.checked} of ${report.observable} observable requirements are checked${percent(report)}`],
    table('by chapter', named),
    table('by feature', report.features),
    table('by level', report.levels),
    missingLines(report.missing),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function percent({ checked, observable }: Coverage): string {
  // Cut, not rounded: 100 % means all of them.
  return observable === 0 ? '' : ` (${(Math.floor((1000 * checked) / observable) / 10).toFixed(1)} %)`;
}

function table(title: string, rows: readonly CoverageRow[]): readonly string[] {
  const width = Math.max(...rows.map((row) => row.of.length));
  return [title, ...rows.map((row) => `  ${row.of.padEnd(width)}  ${pair(row)}`)];
}

function pair({ checked, observable }: CoverageRow): string {
  return `${String(checked).padStart(3)} / ${String(observable).padStart(3)}`;
}

function missingLines(missing: readonly Requirement[]): readonly string[] {
  if (missing.length === 0) return [];
  return ['missing', ...missing.flatMap((r) => [`  ${r.level}  ${r.id}  ${citation(r)}`, `    "${r.text}"`])];
}

/** The coverage as `xmppspec coverage --json` prints it. */
export function coverageData(report: Coverage) {
  const missing = report.missing.map(({ id, level, feature, rfc, ydt, text }) => ({
    id,
    level,
    feature,
    rfc,
    ydt,
    text,
  }));
  return { ...report, missing };
}
