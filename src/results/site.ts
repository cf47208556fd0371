// A site of several servers: their newest reports side by side with a scoreboard, older ones as history, and pairs as a grid.

import type { Requirement } from '../model/standard.ts';
import { type FeatureLevel, featuresOf } from '../spec/features.ts';
import { chapterOf, compareSections, isElsewhere } from '../spec/sections.ts';
import type { ComparedReport } from './compared-schema.ts';
import type { CountedReport } from './counted-report-schema.ts';
import { type CountedResult, countedResults } from './counted-result.ts';
import type { RequirementGroup } from './counted-schema.ts';
import { featureReports, ofRfc6121, requirementGroups } from './feature-report.ts';
import { type Federation, federationOf } from './federation.ts';
import { type HistoryEntry, historyOf } from './history.ts';
import { type Matrix, matrixOf } from './matrix.ts';
import { countOutcomes, tallyRequirements } from './outcomes.ts';
import type { PairRun } from './pair-run.ts';
import type { ReportFile } from './report-file.ts';

/** Why a report does not compare with the others as it stands. */
export type SiteNote =
  /** It has `cases` of the `all` cases of the suite. */
  | { readonly kind: 'partial'; readonly cases: number; readonly all: number }
  /** The run was stopped before these cases. */
  | { readonly kind: 'stopped'; readonly cases: number }
  /** It has cases that the suite lacks. */
  | { readonly kind: 'strange'; readonly cases: number }
  /** Another version of xmppspec wrote it. */
  | { readonly kind: 'version'; readonly version: string };

/** One server: its newest report, and the verdicts of all its reports. */
export interface SiteInput {
  readonly label: string;
  readonly latest: ReportFile<CountedReport>;
  /** At least the newest. */
  readonly all: readonly ComparedReport[];
}

/** What the reports are measured with. */
export interface Suite {
  /** Version of this program. */
  readonly version: string;
  /** Ids of the cases of a run on one server, and of a run on two. */
  readonly single: ReadonlySet<string>;
  readonly pair: ReadonlySet<string>;
}

export interface SiteServer {
  readonly label: string;
  /** In the order of time; the last is the newest report. */
  readonly history: readonly HistoryEntry[];
  readonly notes: readonly SiteNote[];
  /** Cases that passed, and cases that were not skipped. */
  readonly passed: number;
  readonly ran: number;
}

export interface Site {
  readonly servers: readonly SiteServer[];
  /** The newest reports, in the order of `servers`. */
  readonly matrix: Matrix;
  readonly scoreboard: Scoreboard;
  /** Undefined: no report of a pair. */
  readonly federation: Federation | undefined;
  /** Reports of pairs that do not compare as they stand. */
  readonly pairNotes: readonly { readonly pair: PairRun; readonly notes: readonly SiteNote[] }[];
}

export interface SiteReports {
  readonly servers: readonly SiteInput[];
  /** Names of the servers of the grid, in its order; empty: there is none. */
  readonly grid: readonly string[];
  readonly runs: readonly PairRun[];
}

/** Puts the reports together. The matrix and the scoreboard are those of the newest reports. */
export function siteOf(reports: SiteReports, suite: Suite, requirements: ReadonlyMap<string, Requirement>): Site {
  const { servers, grid, runs } = reports;
  const latest = servers.map((server) => server.latest);
  const names = servers.map(({ label }) => label);
  const pairs = runs.filter(({ server, peer }) => server !== peer);
  return {
    servers: servers.map((server) => serverOf(server, suite)),
    matrix: matrixOf(latest, requirements, names),
    scoreboard: scoreboardOf(
      latest.map(({ report }) => report),
      requirements,
    ),
    federation: grid.length === 0 ? undefined : federationOf(grid, runs, requirements),
    pairNotes: pairs.flatMap((pair) => {
      const notes = pair.report === undefined ? [] : notesOn(pair.report, suite.pair, suite.version);
      return notes.length === 0 ? [] : [{ pair, notes }];
    }),
  };
}

function serverOf({ label, latest: { report }, all }: SiteInput, suite: Suite): SiteServer {
  const { passed, skipped } = countOutcomes(report.results);
  return {
    label,
    history: historyOf(all),
    notes: notesOn(report, suite.single, suite.version),
    passed,
    ran: report.results.length - skipped,
  };
}

function notesOn(report: CountedReport, suite: ReadonlySet<string>, version: string): readonly SiteNote[] {
  const { results, notRun = [], tool } = report;
  const ids = results.map(({ id }) => id);
  const cases = ids.filter((id) => suite.has(id)).length;
  const strange = ids.length - cases;
  const isOfSuite = results.length === 0 || results.some(({ section }) => !isElsewhere(section));
  return [
    ...(tool.version === version ? [] : [{ kind: 'version' as const, version: tool.version }]),
    ...(notRun.length > 0 ? [{ kind: 'stopped' as const, cases: notRun.length }] : []),
    ...(cases < suite.size && isOfSuite ? [{ kind: 'partial' as const, cases, all: suite.size }] : []),
    ...(strange > 0 ? [{ kind: 'strange' as const, cases: strange }] : []),
  ];
}

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
  const runs = reports.map(({ target, results }) => ({ target, results: countedResults({ results }) }));
  const rows = rowMaker(
    runs.map((run) => columnOf(run, requirements)),
    requirements,
  );
  const columns = runs.map(({ target, results }) => columnOf({ target, results: ofRfc6121(results) }, requirements));
  const ofFeature = rowMaker(columns, requirements);
  const features = featuresOf(requirements).map(({ name, level, link }) => {
    const row = link === undefined ? ofFeature : rows;
    return row(name, (r) => r.feature === name, level);
  });
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
  { target, results }: Pick<CountedReport, 'target'> & { readonly results: readonly CountedResult[] },
  requirements: ReadonlyMap<string, Requirement>,
): Column {
  return {
    groupOf: requirementGroups(results, requirements),
    features: featureReports({ info: { target }, results }, requirements).features,
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
