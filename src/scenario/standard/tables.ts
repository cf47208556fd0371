// The tables of the standards that a scenario can take its rows from.

import { type AppendixA, type Cell, findState, loadAppendixA, type SubscriptionState } from '../../spec/appendix-a.ts';
import { type DeliveryRow, loadDeliveryTable } from '../../spec/delivery-table.ts';
import { deliveryRows } from './delivery-rows.ts';
import type { Row, TableRow } from './table-row.ts';

/** The tables by name, and the standards that cells refer to. */
export interface Tables {
  readonly rows: ReadonlyMap<string, readonly TableRow[]>;
  readonly appendix: AppendixA;
  readonly delivery: readonly DeliveryRow[];
}

/** Reads all tables from spec/. */
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

/**
 * The columns of a state of RFC 6121 A.1. Without `ask` in the roster, the column holds the mark for an absent attribute. `asks` and
 * `asked` add to the types of a mark what a server may send again (3.1.2): a request of the user, and one of the contact.
 */
function stateColumns({ name, subscription, ask, pendingIn }: SubscriptionState): Row {
  return {
    case: name.replace(' + ', '+'),
    state: name,
    subscription,
    ask: ask ? 'subscribe' : '${absent}',
    asks: ask ? '|subscribe' : '',
    asked: pendingIn ? '|subscribe' : '',
  };
}

/** The row of one cell of RFC 6121 A.2 or A.3. */
function cellRow(cell: Cell, table: string, appendix: AppendixA): TableRow {
  const row = {
    columns: { ...stateColumns(findState(appendix, cell.state)), cell: cell.id },
    cell: { table, row: cell.state, column: 'new state' },
  };
  return cell.localCause ? row : { ...row, topologies: ['remote'] };
}
