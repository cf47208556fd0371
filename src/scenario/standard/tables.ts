// Tables of the standards that a scenario may take its rows from. One entry a table.

import { type AppendixA, type Cell, findState, loadAppendixA, type SubscriptionState } from '../../spec/appendix-a.ts';
import { type DeliveryRow, loadDeliveryTable } from '../../spec/delivery-table.ts';
import { deliveryRows } from './delivery-rows.ts';
import type { Row, TableRow } from './table-row.ts';

export interface Tables {
  readonly rows: ReadonlyMap<string, readonly TableRow[]>;
  /** What the cells that scenarios name stand for. */
  readonly appendix: AppendixA;
  readonly delivery: readonly DeliveryRow[];
}

/** All tables, read from spec/. */
export function loadTables(): Tables {
  const appendix = loadAppendixA();
  const delivery = loadDeliveryTable();
  const states = appendix.states.map((state) => ({ columns: stateColumns(state) }));
  const cells = appendix.tables.map(({ id, cells: list }) => {
    const table = `appendix-a/${id}`;
    return [table, list.map((cell) => cellRow(cell, table, appendix))] as const;
  });
  const rows = new Map<string, readonly TableRow[]>([
    ['appendix-a/states', states],
    ...cells,
    ['delivery-table', deliveryRows(delivery)],
  ]);
  return { rows, appendix, delivery };
}

/** RFC 6121 A.1. Where a roster shows no `ask`, the column holds the mark for an absent attribute. */
function stateColumns({ name, subscription, ask }: SubscriptionState): Row {
  return { case: name.replace(' + ', '+'), state: name, subscription, ask: ask ? 'subscribe' : '${absent}' };
}

/** RFC 6121 A.2 and A.3: one row a state. */
function cellRow(cell: Cell, table: string, appendix: AppendixA): TableRow {
  const row = {
    columns: { ...stateColumns(findState(appendix, cell.state)), cell: cell.id },
    cell: { table, row: cell.state, column: 'new state' },
  };
  return cell.localCause ? row : { ...row, topologies: ['remote'] };
}
