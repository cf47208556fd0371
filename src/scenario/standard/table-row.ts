// A row that a standard's table gives to a scenario.

import type { TableCell, Topology } from '../../model/case.ts';

/** Column values by column name. The column `case` names the row. */
export type Row = Readonly<Record<string, string>>;

/** A row and its cell of the standard. `topologies`: those in which the cell can happen; absent: all. */
export interface TableRow {
  readonly columns: Row;
  readonly cell?: TableCell;
  readonly topologies?: readonly Topology[];
}
