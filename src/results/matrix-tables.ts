// The tables and choices of several servers side by side.

import { loadAppendixA } from '../spec/appendix-a.ts';
import { compareSections } from '../spec/sections.ts';
import type { CountedResult } from './counted-result.ts';
import type { Latitude } from './counted-schema.ts';
import { deliveryGrid, type Grid, type GridAxes, type GridCell, gridOf } from './grid.ts';
import { latitudeOf, scopeOf } from './latitude.ts';

export interface MatrixGrid {
  /** As in `TableCell.table`. */
  readonly table: string;
  /** Only cells that at least one report has. */
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

/** Whether the known values differ. Servers without a value do not differ from the others. */
export const differ = (known: readonly string[]): boolean => new Set(known).size > 1;

/** The tables of the standard that at least one server has cases of. */
export function gridsOf(runs: readonly (readonly CountedResult[])[]): readonly MatrixGrid[] {
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

/** Takes the topology as the column: servers differ in whether they treat remote contacts like local ones. */
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

/** Equal for cells with the same letters and outcome, in any order of their cases. */
const cellKey = ({ letters, outcome }: GridCell): string => JSON.stringify([[...letters].sort(), outcome]);

const isUndecided = ({ outcome }: GridCell): boolean => outcome === 'skipped' || outcome === 'broken';

/** Equal for servers that make the same choices in the same cases; those of the most frequent choice do not matter. */
function choiceKey(latitude: Latitude): string {
  return JSON.stringify(
    latitude.choices.map((choice, at) => [choice.observed, choice.violates, at > 0 && scopeOf(choice, latitude)]),
  );
}

const isInNoGrid = ({ case: { cell } }: CountedResult): boolean => cell === undefined;

/** The scenarios with choices outside of the tables; those in which servers differ first. */
export function latitudeRows(runs: readonly (readonly CountedResult[])[]): readonly LatitudeRow[] {
  const columns = runs.map((results) => new Map(latitudeOf(results.filter(isInNoGrid)).map((l) => [l.scenario, l])));
  const all = new Map(columns.flatMap((scenarios) => [...scenarios]));
  const rows = [...all.values()].map(({ scenario, section, title }): LatitudeRow => {
    const choices = columns.map((scenarios) => scenarios.get(scenario));
    const known = choices.flatMap((latitude) => (latitude === undefined ? [] : choiceKey(latitude)));
    return { scenario, section, title, choices, differs: differ(known) };
  });
  const bySection = (a: LatitudeRow, b: LatitudeRow) =>
    compareSections(a.section, b.section) || (a.scenario < b.scenario ? -1 : 1);
  return rows.sort((a, b) => Number(b.differs) - Number(a.differs) || bySection(a, b));
}
