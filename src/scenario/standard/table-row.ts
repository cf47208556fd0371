// A row that a standard's table gives to a scenario.

import type { TableCell, Topology } from '../../model/case.ts';

/** Column values by column name; `case` names the row. */
export type Row = Readonly<Record<string, string>>;

/** A row, the cell of the standard that it is, and the topologies in which it can happen where it cannot in all. */
export interface TableRow {
  readonly columns: Row;
  readonly cell?: TableCell;
  readonly topologies?: readonly Topology[];
}
