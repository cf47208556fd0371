// The results of a server in the delivery table of RFC 6121 8.5.4 (YD/T 2936 table 1).

import { loadDeliveryTable } from '../spec/delivery-table.ts';
import type { CountedResult } from './counted-result.ts';
import { type Grid, gridOf } from './grid.ts';

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
