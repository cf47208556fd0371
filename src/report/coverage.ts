// Which requirements are checked, of those that can be observed.

import type { Case, CaseResult, Requirement } from '../model.ts';
import { isObservable } from '../spec/requirements.ts';
import { type SectionTitle, sectionTitle } from '../spec/section-map.ts';
import { compareSections } from '../spec/sections.ts';
import { citation } from './citation.ts';
import { groupBy } from './tally.ts';
import { type Unobservable, whyUnseen } from './unseen.ts';

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
  /** What no case could check, and why; in the order of the standard. */
  readonly unobservable: readonly Unobservable[];
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
    unobservable: inOrder(all.filter((r) => !isObservable(r))).map((r) => ({ id: r.id, reason: whyUnseen(r) })),
  };
}

function inOrder(requirements: readonly Requirement[]): readonly Requirement[] {
  return [...requirements].sort((a, b) => compareSections(a.rfc, b.rfc));
}

function chapterOf(requirement: Requirement): string {
  return requirement.rfc.split('.')[0] ?? requirement.rfc;
}

/** The coverage as text: a table by chapter, feature and level, and what is missing. */
export function coverageText(report: Coverage, titles: ReadonlyMap<string, SectionTitle>): string {
  const named = report.chapters.map((row) => ({ ...row, of: `${row.of}  ${sectionTitle(titles, row.of)}` }));
  const sections = [
    [headline(report)],
    table('by chapter', named),
    table('by feature', report.features),
    table('by level', report.levels),
    missingLines(report.missing),
    unobservableLines(report.unobservable),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function headline(report: Coverage): string {
  const { checked, observable, passive } = report;
  const more = passive === 0 ? '' : `, ${passive} more by the lint of every stanza`;
  return `${checked} of ${observable} observable requirements are checked by cases${more}${percent(report)}`;
}

function percent({ checked, observable, passive }: Coverage): string {
  // Cut, not rounded: 100 % means all of them.
  return observable === 0 ? '' : ` (${(Math.floor((1000 * (checked + passive)) / observable) / 10).toFixed(1)} %)`;
}

function table(title: string, rows: readonly CoverageRow[]): readonly string[] {
  const width = Math.max(...rows.map((row) => row.of.length));
  return [title, ...rows.map((row) => `  ${row.of.padEnd(width)}  ${numbers(row)}`)];
}

/** `12 + 3 /  20`: by cases, and by the lint. */
function numbers({ checked, observable, passive }: CoverageRow): string {
  const more = passive === 0 ? '' : `+ ${passive}`;
  return `${String(checked).padStart(3)} ${more.padEnd(4)} / ${String(observable).padStart(3)}`;
}

function missingLines(missing: readonly Requirement[]): readonly string[] {
  if (missing.length === 0) return [];
  return ['missing', ...missing.flatMap((r) => [`  ${r.level}  ${r.id}  ${citation(r)}`, `    "${r.text}"`])];
}

function unobservableLines(unobservable: readonly Unobservable[]): readonly string[] {
  if (unobservable.length === 0) return [];
  const width = Math.max(...unobservable.map(({ id }) => id.length));
  return ['not observable', ...unobservable.map(({ id, reason }) => `  ${id.padEnd(width)}  ${reason}`)];
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
