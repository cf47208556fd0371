// Tables of the standards that a scenario may take its rows from. One entry a table.

import type { Topology } from '../model.ts';
import { type AppendixA, type Cell, findState, loadAppendixA, type SubscriptionState } from '../spec/appendix-a.ts';

/** Column values by column name; `case` names the row. */
export type Row = Readonly<Record<string, string>>;

/** A row, and the topologies in which it can happen where it cannot in all. */
export interface TableRow {
  readonly columns: Row;
  readonly topologies?: readonly Topology[];
}

export interface Tables {
  readonly rows: ReadonlyMap<string, readonly TableRow[]>;
  /** What the cells that scenarios name stand for. */
  readonly appendix: AppendixA;
}

/** All tables, read from spec/. */
export function loadTables(): Tables {
  const appendix = loadAppendixA();
  const states = appendix.states.map((state) => ({ columns: stateColumns(state) }));
  const cells = appendix.tables.map(
    (table) => [`appendix-a/${table.id}`, table.cells.map((cell) => cellRow(cell, appendix))] as const,
  );
  return { rows: new Map([['appendix-a/states', states], ...cells]), appendix };
}

/** RFC 6121 A.1. Where a roster shows no `ask`, the column holds the mark for an absent attribute. */
function stateColumns({ name, subscription, ask }: SubscriptionState): Row {
  return { case: name.replace(' + ', '+'), state: name, subscription, ask: ask ? 'subscribe' : '${absent}' };
}

/** RFC 6121 A.2 and A.3: one row a state. */
function cellRow(cell: Cell, appendix: AppendixA): TableRow {
  const columns = { ...stateColumns(findState(appendix, cell.state)), cell: cell.id };
  return cell.localCause ? { columns } : { columns, topologies: ['remote'] };
}
