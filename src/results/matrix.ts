// Several servers or versions side by side: what one report tells of each, row by row, where they differ first.

import type { Outcome, Verdict } from '../model/result.ts';
import type { Level, Requirement } from '../model/standard.ts';
import { loadAppendixA } from '../spec/appendix-a.ts';
import type { FeatureLevel } from '../spec/features.ts';
import { compareSections } from '../spec/sections.ts';
import { type CountedResult, countedResults } from './counted-result.ts';
import type { FeatureReport, Latitude } from './counted-schema.ts';
import { deliveryGrid } from './delivery-grid.ts';
import { featureReports } from './feature-report.ts';
import { type Grid, type GridAxes, type GridCell, gridOf } from './grid.ts';
import { latitudeOf, scopeOf } from './latitude.ts';
import { countOutcomes, type OutcomeCounts } from './outcomes.ts';
import type { ReportFile } from './report-file.ts';
import type { CountedReport } from './report-schema.ts';
import { type RequirementTally, tallyRequirements } from './tally.ts';

/** One column: a server, as one report shows it. */
export interface MatrixServer {
  /** Short, and no other column has it: `prosody`, `prosody 0.12.3`, or the name of its file. */
  readonly name: string;
  readonly software: string;
  readonly startedAt: string;
  readonly cases: number;
  readonly outcomes: OutcomeCounts;
  readonly knownFailures: number;
  readonly requirements: Readonly<Record<Verdict, number>>;
}

/** A verdict; `broken`: the cases that were to decide it are; `skipped`: nothing decided it. */
export type Mark = Verdict | Extract<Outcome, 'broken' | 'skipped'>;

/** How the servers stand to each other: verdicts differ; only some were decided; nobody keeps it; all keep it. */
export type Standing = 'differ' | 'partly' | 'unkept' | 'kept';

/** Every list of cells has one entry a server. */
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

export interface MatrixGrid {
  /** As in `TableCell.table`. */
  readonly table: string;
  /** Cells that no report has are left out. */
  readonly rows: readonly { readonly name: string; readonly groups: readonly CellGroup[] }[];
}

/** One cell of the table, on every server. */
export interface CellGroup {
  readonly column: string;
  readonly cells: readonly (GridCell | undefined)[];
  readonly differs: boolean;
}

export interface LatitudeRow {
  readonly scenario: string;
  readonly section: string;
  readonly title: string;
  readonly choices: readonly (Latitude | undefined)[];
  readonly differs: boolean;
}

export interface Matrix {
  readonly servers: readonly MatrixServer[];
  /** Where they differ first. */
  readonly features: readonly FeatureRow[];
  /** By standing, then in the order of the standard. What nothing decided on any server is left out. */
  readonly requirements: readonly RequirementRow[];
  readonly grids: readonly MatrixGrid[];
  /** Where they differ first. */
  readonly latitude: readonly LatitudeRow[];
}

/** Puts the reports side by side, in their order. */
export function matrixOf(
  reports: readonly ReportFile<CountedReport>[],
  requirements: ReadonlyMap<string, Requirement>,
): Matrix {
  const runs = reports.map(({ report }) => countedResults(report));
  return {
    servers: serversOf(reports, runs),
    features: featureRows(reports, requirements),
    requirements: requirementRows(runs, requirements),
    grids: gridsOf(runs),
    latitude: latitudeRows(runs),
  };
}

function serversOf(
  reports: readonly ReportFile<CountedReport>[],
  runs: readonly (readonly CountedResult[])[],
): readonly MatrixServer[] {
  const names = namesOf(reports);
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

/** The shortest kind of name that tells them apart. */
function namesOf(reports: readonly ReportFile<CountedReport>[]): readonly string[] {
  const kinds = [
    reports.map(({ report }) => report.target.name),
    reports.map(({ report }) => `${report.target.name} ${report.target.version}`),
    reports.map(({ file }) => file.replace(/^.*[\\/]/, '').replace(/\.json$/, '')),
  ];
  const isTelling = (names: readonly string[]) => new Set(names).size === names.length;
  return kinds.find(isTelling) ?? reports.map(({ file }, at) => `${at + 1} ${file}`);
}

function featureRows(
  reports: readonly ReportFile<CountedReport>[],
  requirements: ReadonlyMap<string, Requirement>,
): readonly FeatureRow[] {
  const told = reports.map(({ report }) => {
    const event = { info: { target: report.target }, results: countedResults(report) };
    return featureReports(event, requirements).features;
  });
  const rows = (told[0] ?? []).map(({ feature, level }, row): FeatureRow => {
    const verdicts = told.map((features) => features[row]?.verdict ?? 'not tested');
    return { feature, level, verdicts, differs: differ(verdicts.filter((verdict) => verdict !== 'not tested')) };
  });
  return rows.sort((a, b) => Number(b.differs) - Number(a.differs));
}

/** Servers of which nothing is known do not differ from the others. */
const differ = (known: readonly string[]): boolean => new Set(known).size > 1;

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

function gridsOf(runs: readonly (readonly CountedResult[])[]): readonly MatrixGrid[] {
  const appendix = loadAppendixA();
  const axes = { rows: appendix.states.map(({ name }) => name as string), columns: ['local', 'remote'] };
  const delivery = deliveryGrid(runs.flat());
  const byTopology = runs.map((results) => results.flatMap(withTopology));
  return [
    ...(delivery === undefined ? [] : [sideBySide('delivery-table', axesOf(delivery), runs)]),
    ...appendix.tables.flatMap(({ id }) => {
      const all = gridOf(byTopology.flat(), `appendix-a/${id}`, axes);
      return all === undefined ? [] : [sideBySide(`appendix-a/${id}`, axesOf(all), byTopology)];
    }),
  ];
}

const axesOf = ({ rows, columns }: Grid): GridAxes => ({ rows: rows.map(({ name }) => name), columns });

/** A state is left in the same way whoever the contact is, and servers differ in whether it is. */
function withTopology(result: CountedResult): readonly CountedResult[] {
  const { cell, topology } = result.case;
  return cell === undefined ? [] : [{ ...result, case: { ...result.case, cell: { ...cell, column: topology } } }];
}

function sideBySide(table: string, axes: GridAxes, runs: readonly (readonly CountedResult[])[]): MatrixGrid {
  const grids = runs.map((results) => gridOf(results, table, axes));
  const groupAt = (row: number, column: number): CellGroup => {
    const cells = grids.map((grid) => grid?.rows[row]?.cells[column]);
    const known = cells.flatMap((cell) => (cell === undefined || isUndecided(cell) ? [] : cellKey(cell)));
    return { column: axes.columns[column] ?? '', cells, differs: differ(known) };
  };
  const ran = ({ cells }: CellGroup) => cells.some((cell) => cell !== undefined);
  const groupsIn = (row: number) => axes.columns.map((_, column) => groupAt(row, column)).filter(ran);
  return { table, rows: axes.rows.map((name, row) => ({ name, groups: groupsIn(row) })) };
}

/** Equal for cells with the same letters and outcome, whatever the order of their cases. */
const cellKey = ({ letters, outcome }: GridCell): string => JSON.stringify([[...letters].sort(), outcome]);

const isUndecided = ({ outcome }: GridCell): boolean => outcome === 'skipped' || outcome === 'broken';

/** Equal for servers that make the same choices in the same cases; those of the most frequent choice do not matter. */
function choiceKey(latitude: Latitude): string {
  return JSON.stringify(
    latitude.choices.map((choice, at) => [choice.observed, choice.violates, at > 0 && scopeOf(choice, latitude)]),
  );
}

const isInNoGrid = ({ case: { cell } }: CountedResult): boolean => cell === undefined;

function latitudeRows(runs: readonly (readonly CountedResult[])[]): readonly LatitudeRow[] {
  const told = runs.map((results) => new Map(latitudeOf(results.filter(isInNoGrid)).map((l) => [l.scenario, l])));
  const all = new Map(told.flatMap((scenarios) => [...scenarios]));
  const rows = [...all.values()].map(({ scenario, section, title }): LatitudeRow => {
    const choices = told.map((scenarios) => scenarios.get(scenario));
    const known = choices.flatMap((latitude) => (latitude === undefined ? [] : choiceKey(latitude)));
    return { scenario, section, title, choices, differs: differ(known) };
  });
  const bySection = (a: LatitudeRow, b: LatitudeRow) =>
    compareSections(a.section, b.section) || (a.scenario < b.scenario ? -1 : 1);
  return rows.sort((a, b) => Number(b.differs) - Number(a.differs) || bySection(a, b));
}
