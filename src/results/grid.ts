// Results arranged as tables of the standard: those of Appendix A, and the delivery table (RFC 6121 8.5.4).

import type { Outcome } from '../model/result.ts';
import { loadDeliveryTable } from '../spec/delivery-table.ts';
import type { CountedResult } from './counted-result.ts';

/** The results of the cases of one cell, over all variants and topologies. */
export interface GridCell {
  /** The first word of each alternative observed, such as `E` of `E (late)`; `?` for broken cases. */
  readonly letters: readonly string[];
  /** The worst outcome; `skipped` only if every case was skipped. */
  readonly outcome: Outcome;
  /** Ids. */
  readonly cases: readonly string[];
  /** Ids of those with the worst outcome. */
  readonly worst: readonly string[];
}

export interface Grid {
  readonly columns: readonly string[];
  /** One cell a column; undefined if the run had no case. */
  readonly rows: readonly { readonly name: string; readonly cells: readonly (GridCell | undefined)[] }[];
}

/** Rows and columns to show in this order, even without a case; others that occur come after them. */
export interface GridAxes {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
}

/** The grid of one table (`TableCell.table`); undefined if no case is about it. */
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
  const idsOf = (some: readonly CountedResult[]) => some.map((result) => result.case.id);
  const worst = results.filter((result) => result.outcome === outcome);
  return { letters, outcome, cases: idsOf(results), worst: idsOf(worst) };
}

function lettersOf({ outcome, observed }: CountedResult): readonly string[] {
  return outcome === 'broken' ? ['?'] : observed.map((name) => name.split(' ')[0] ?? name);
}

/** `TableCell.table` of these cases. */
const DELIVERY_TABLE = 'delivery-table';

/** The four types of the table, and those that the text around it covers: `error`, no type, and unknown types. */
const COLUMNS = ['normal', 'chat', 'groupchat', 'headline', 'error', 'none', 'unknown'];

/** The grid with all 13 rows; undefined if the run had no case of the table. */
export function deliveryGrid(results: readonly CountedResult[]): Grid | undefined {
  if (!results.some((result) => result.case.cell?.table === DELIVERY_TABLE)) return undefined;
  const rows = loadDeliveryTable().map((row) => row.id);
  return gridOf(results, DELIVERY_TABLE, { rows, columns: COLUMNS });
}

/** The results outside of the delivery table. */
export function inNoGrid<Result extends CountedResult>(results: readonly Result[]): readonly Result[] {
  return results.filter((result) => result.case.cell?.table !== DELIVERY_TABLE);
}
