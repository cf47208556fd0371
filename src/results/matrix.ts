// Compares the reports of several servers or versions, row by row; rows in which they differ come first.

import type { Outcome, Verdict } from '../model/result.ts';
import type { Level, Requirement } from '../model/standard.ts';
import type { FeatureLevel } from '../spec/features.ts';
import { compareSections } from '../spec/sections.ts';
import type { ComparedReport } from './compared-schema.ts';
import type { CountedReport } from './counted-report-schema.ts';
import { type CountedResult, countedResults } from './counted-result.ts';
import type { FeatureReport } from './counted-schema.ts';
import { featureReports } from './feature-report.ts';
import { differ, gridsOf, type LatitudeRow, latitudeRows, type MatrixGrid } from './matrix-tables.ts';
import { countOutcomes, type OutcomeCounts, type RequirementTally, tallyRequirements } from './outcomes.ts';
import type { ReportFile } from './report-file.ts';

/** One column: the server of one report. */
export interface MatrixServer {
  /** Short and unique: `prosody`, `prosody 0.12.3`, or the name of the file. */
  readonly name: string;
  readonly software: string;
  readonly startedAt: string;
  readonly cases: number;
  readonly outcomes: OutcomeCounts;
  readonly knownFailures: number;
  readonly requirements: Readonly<Record<Verdict, number>>;
}

/** A verdict; `broken`: the cases that cite it are broken; `skipped`: no check decided it. */
export type Mark = Verdict | Extract<Outcome, 'broken' | 'skipped'>;

/** The servers compared: verdicts differ; only some were decided; no server keeps it; all keep it. */
export type Standing = 'differ' | 'partly' | 'unkept' | 'kept';

/** `cells` has one entry a server, as all lists in rows have. */
export interface RequirementRow {
  readonly id: string;
  readonly level: Level;
  readonly standing: Standing;
  readonly cells: readonly { readonly mark: Mark; readonly cases: readonly string[] }[];
}

export interface FeatureRow {
  readonly feature: string;
  readonly level: FeatureLevel;
  readonly verdicts: readonly FeatureReport['verdict'][];
  readonly differs: boolean;
}

export interface Matrix {
  readonly servers: readonly MatrixServer[];
  /** Rows that differ first. */
  readonly features: readonly FeatureRow[];
  /** By standing, then in the order of the standard; only requirements that were decided on at least one server. */
  readonly requirements: readonly RequirementRow[];
  readonly grids: readonly MatrixGrid[];
  /** Rows that differ first. */
  readonly latitude: readonly LatitudeRow[];
}

/** Puts the reports side by side, in their order; `names` are those of the servers. */
export function matrixOf(
  reports: readonly ReportFile<CountedReport>[],
  requirements: ReadonlyMap<string, Requirement>,
  names: readonly string[] = serverNames(reports),
): Matrix {
  const runs = reports.map(({ report }) => countedResults(report));
  return {
    servers: serversOf(reports, runs, names),
    features: featureRows(reports, requirements),
    requirements: requirementRows(runs, requirements),
    grids: gridsOf(runs),
    latitude: latitudeRows(runs),
  };
}

function serversOf(
  reports: readonly ReportFile<CountedReport>[],
  runs: readonly (readonly CountedResult[])[],
  names: readonly string[],
): readonly MatrixServer[] {
  return reports.map(({ report: { target, startedAt } }, at) => {
    const results = runs[at] ?? [];
    const verdicts = tallyRequirements(results).map(({ verdict }) => verdict);
    const count = (verdict: Verdict) => verdicts.filter((v) => v === verdict).length;
    return {
      name: names[at] ?? '',
      software: `${target.software} ${target.version}`.trim(),
      startedAt,
      cases: results.length,
      outcomes: countOutcomes(results),
      knownFailures: results.filter(({ knownFailure }) => knownFailure !== undefined).length,
      requirements: { passed: count('passed'), warned: count('warned'), failed: count('failed') },
    };
  });
}

/** A name for each report: the shortest kind of name that is unique. */
export function serverNames(reports: readonly ReportFile<Pick<ComparedReport, 'target'>>[]): readonly string[] {
  const kinds = [
    reports.map(({ report }) => report.target.name),
    reports.map(({ report }) => `${report.target.name} ${report.target.version}`),
    reports.map(({ file }) => file.replace(/^.*[\\/]/, '').replace(/\.json$/, '')),
  ];
  const areUnique = (names: readonly string[]) => new Set(names).size === names.length;
  return kinds.find(areUnique) ?? reports.map(({ file }, at) => `${at + 1} ${file}`);
}

function featureRows(
  reports: readonly ReportFile<CountedReport>[],
  requirements: ReadonlyMap<string, Requirement>,
): readonly FeatureRow[] {
  const columns = reports.map(({ report }) => {
    const event = { info: { target: report.target }, results: countedResults(report) };
    return featureReports(event, requirements).features;
  });
  const rows = (columns[0] ?? []).map(({ feature, level }, row): FeatureRow => {
    const verdicts = columns.map((features) => features[row]?.verdict ?? 'not tested');
    return { feature, level, verdicts, differs: differ(verdicts.filter((verdict) => verdict !== 'not tested')) };
  });
  return rows.sort((a, b) => Number(b.differs) - Number(a.differs));
}

const STANDINGS: readonly Standing[] = ['differ', 'partly', 'unkept', 'kept'];

function requirementRows(
  runs: readonly (readonly CountedResult[])[],
  requirements: ReadonlyMap<string, Requirement>,
): readonly RequirementRow[] {
  const columns = runs.map((results) => ({
    tallies: new Map(tallyRequirements(results).map((tally) => [tally.id, tally])),
    broken: new Set(results.filter(({ outcome }) => outcome === 'broken').flatMap((r) => r.case.requirements)),
  }));
  const tallies = columns.flatMap((column) => [...column.tallies.values()]);
  const levels = new Map(tallies.map(({ id, level }) => [id, level]));
  const rows = [...levels].map(([id, level]): RequirementRow => {
    const cells = columns.map((column) => markOf(column.tallies.get(id), column.broken.has(id)));
    return { id, level, standing: standingOf(cells.map(({ mark }) => mark)), cells };
  });
  const section = ({ id }: RequirementRow) => requirements.get(id)?.rfc ?? '';
  const byStanding = (a: RequirementRow, b: RequirementRow) =>
    STANDINGS.indexOf(a.standing) - STANDINGS.indexOf(b.standing);
  return rows.sort((a, b) => byStanding(a, b) || compareSections(section(a), section(b)));
}

function markOf(tally: RequirementTally | undefined, isBroken: boolean): RequirementRow['cells'][number] {
  if (tally !== undefined) return { mark: tally.verdict, cases: tally.cases };
  return { mark: isBroken ? 'broken' : 'skipped', cases: [] };
}

function standingOf(marks: readonly Mark[]): Standing {
  const decided = marks.filter((mark) => mark !== 'broken' && mark !== 'skipped');
  if (new Set(decided).size > 1) return 'differ';
  if (decided.length < marks.length) return 'partly';
  return decided[0] === 'passed' ? 'kept' : 'unkept';
}
