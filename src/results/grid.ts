// Cases laid out as the tables of the standard that they are about.

import type { Outcome } from '../model/result.ts';
import type { CountedResult } from './counted-result.ts';

/** What the cases of one cell show, over all variants and topologies. */
export interface GridCell {
  /** The first word of each outcome observed, such as `E` of `E (late)`; `?` stands for broken cases. */
  readonly letters: readonly string[];
  /** The worst outcome; a skipped case counts only where nothing else ran. */
  readonly outcome: Outcome;
  /** Ids. */
  readonly cases: readonly string[];
}

export interface Grid {
  readonly columns: readonly string[];
  /** One cell a column; undefined where the run had no case. */
  readonly rows: readonly { readonly name: string; readonly cells: readonly (GridCell | undefined)[] }[];
}

/** Rows and columns to show in this order, whether or not a case ran; others that occur come after them. */
export interface GridAxes {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
}

/** The grid of one table (`TableCell.table`), or undefined where no case is about it. */
export function gridOf(results: readonly CountedResult[], table: string, axes: GridAxes): Grid | undefined {
  const inside = results.flatMap((result) =>
    result.case.cell?.table === table ? [{ ...result.case.cell, result }] : [],
  );
  if (inside.length === 0) return undefined;
  const rows = [...new Set([...axes.rows, ...inside.map(({ row }) => row)])];
  const columns = [...new Set([...axes.columns, ...inside.map(({ column }) => column)])];
  const cellAt = (row: string, column: string) =>
    cellOf(inside.filter((at) => at.row === row && at.column === column).map(({ result }) => result));
  return { columns, rows: rows.map((name) => ({ name, cells: columns.map((column) => cellAt(name, column)) })) };
}

const WORST_FIRST: readonly Outcome[] = ['failed', 'broken', 'warned', 'passed', 'skipped'];

function cellOf(results: readonly CountedResult[]): GridCell | undefined {
  const outcome = WORST_FIRST.find((worst) => results.some((result) => result.outcome === worst));
  if (outcome === undefined) return undefined;
  const letters = [...new Set(results.flatMap(lettersOf))];
  return { letters, outcome, cases: results.map((result) => result.case.id) };
}

function lettersOf({ outcome, observed }: CountedResult): readonly string[] {
  return outcome === 'broken' ? ['?'] : observed.map((name) => name.split(' ')[0] ?? name);
}
