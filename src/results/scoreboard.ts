// The scoreboard of several servers: how many requirements of each feature and chapter each of them meets.

import type { Requirement } from '../model/standard.ts';
import type { FeatureLevel } from '../spec/features.ts';
import { chapterOf, compareSections } from '../spec/sections.ts';
import type { CountedReport } from './counted-report-schema.ts';
import { type CountedResult, countedResults } from './counted-result.ts';
import type { RequirementGroup } from './counted-schema.ts';
import { featureReports, requirementGroups } from './feature-report.ts';
import { tallyRequirements } from './tally.ts';

/** A group of requirements on one server. `checked` is the sum of `met`, `failed` and `warned`. */
export interface Score {
  readonly checked: number;
  readonly met: number;
  readonly failed: number;
  /** SHOULDs that were not followed, and MUSTs that a ruling disputes. */
  readonly warned: number;
  /** Requirements of the group that were checked on another server of the row, and not on this one. */
  readonly unchecked: number;
  /** The server does not announce the feature, and breaks no rule of it. */
  readonly isAbsent: boolean;
  /** The requirements that are not met, failures first. */
  readonly notMet: readonly string[];
}

/** `scores` has one entry a server. */
export interface ScoreRow {
  /** Name of the feature, or number of the chapter of RFC 6121; empty: all requirements. */
  readonly of: string;
  /** Of a feature. */
  readonly level?: FeatureLevel;
  readonly scores: readonly Score[];
  /** Not all servers have the same score, as far as they were checked on the same requirements. */
  readonly differs: boolean;
}

export interface Scoreboard {
  readonly all: ScoreRow;
  /** Rows that differ first, those that were not checked last, else in the order of the standard. */
  readonly features: readonly ScoreRow[];
  /** The requirements of no feature; undefined: none was checked. */
  readonly others: ScoreRow | undefined;
  /** In the order of the standard; only chapters with a requirement that was checked. */
  readonly chapters: readonly ScoreRow[];
}

/** Counts the requirements of each report. */
export function scoreboardOf(
  reports: readonly Pick<CountedReport, 'target' | 'results'>[],
  requirements: ReadonlyMap<string, Requirement>,
): Scoreboard {
  const columns = reports.map((report) => columnOf(report, requirements));
  const rows = rowMaker(columns, requirements);
  const names = columns[0]?.features ?? [];
  const features = names.map(({ feature, level }) => rows(feature, (r) => r.feature === feature, level));
  const chapters = [...new Set([...requirements.values()].map(({ rfc }) => chapterOf(rfc)))].sort(compareSections);
  const others = rows('none', ({ feature }) => feature === 'none');
  return {
    all: rows('', () => true),
    features: features.sort((a, b) => rankOf(a) - rankOf(b)),
    others: isChecked(others) ? others : undefined,
    chapters: chapters.map((chapter) => rows(chapter, ({ rfc }) => chapterOf(rfc) === chapter)).filter(isChecked),
  };
}

const rankOf = (row: ScoreRow): number => (row.differs ? 0 : isChecked(row) ? 1 : 2);

const isChecked = ({ scores }: ScoreRow): boolean => scores.some(({ checked }) => checked > 0);

interface Column {
  readonly groupOf: ReturnType<typeof requirementGroups>;
  readonly features: ReturnType<typeof featureReports>['features'];
  /** Ids of the requirements that a case decided, or that the lint saw. */
  readonly checked: ReadonlySet<string>;
}

function columnOf(
  report: Pick<CountedReport, 'target' | 'results'>,
  requirements: ReadonlyMap<string, Requirement>,
): Column {
  const results = countedResults(report);
  return {
    groupOf: requirementGroups(results, requirements),
    features: featureReports({ info: report, results }, requirements).features,
    checked: checkedIn(results),
  };
}

function checkedIn(results: readonly CountedResult[]): ReadonlySet<string> {
  const seen = results.flatMap(({ passive }) => Object.keys(passive).filter((id) => (passive[id] ?? 0) > 0));
  return new Set([...tallyRequirements(results).map(({ id }) => id), ...seen]);
}

type Inside = (requirement: Requirement) => boolean;

function rowMaker(columns: readonly Column[], requirements: ReadonlyMap<string, Requirement>) {
  return (of: string, isInside: Inside, level?: FeatureLevel): ScoreRow => {
    const ids = [...requirements.values()].filter(isInside).map(({ id }) => id);
    const known = ids.filter((id) => columns.some(({ checked }) => checked.has(id)));
    const scores = columns.map(({ groupOf, features, checked }): Score => {
      const isAbsent = features.some((f) => f.feature === of && f.announced === false && f.verdict === 'not supported');
      const unchecked = known.filter((id) => !checked.has(id)).length;
      return { ...scoreOf(groupOf(isInside)), unchecked, isAbsent };
    });
    return { of, ...(level !== undefined && { level }), scores, differs: new Set(scores.flatMap(keyOf)).size > 1 };
  };
}

function scoreOf({ requirements: { checked, kept }, notKept }: RequirementGroup) {
  const failed = notKept.filter(({ verdict }) => verdict === 'failed').length;
  return { checked, met: kept, failed, warned: notKept.length - failed, notMet: notKept.map(({ id }) => id) };
}

/** Equal for servers that meet the same; nothing for a server that was not checked. */
function keyOf({ checked, isAbsent, notMet }: Score): readonly string[] {
  if (isAbsent) return ['absent'];
  return checked === 0 ? [] : [[...notMet].sort().join()];
}
