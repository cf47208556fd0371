// The delivery table of RFC 6121 8.5.4 (YD/T 2936 table 1) as this server fills it.

import { loadDeliveryTable } from '../spec/delivery-table.ts';
import type { CountedResult } from './counted-result.ts';
import { type Grid, gridOf } from './grid.ts';

/** `TableCell.table` of these cases. */
const DELIVERY_TABLE = 'delivery-table';

/** The four types of the table, then what the text around it tells of: errors, no type, and types that nobody knows. */
const COLUMNS = ['normal', 'chat', 'groupchat', 'headline', 'error', 'none', 'unknown'];

/** All 13 rows, or undefined where no case of the table was in the run. */
export function deliveryGrid(results: readonly CountedResult[]): Grid | undefined {
  if (!results.some((result) => result.case.cell?.table === DELIVERY_TABLE)) return undefined;
  const rows = loadDeliveryTable().map((row) => row.id);
  return gridOf(results, DELIVERY_TABLE, { rows, columns: COLUMNS });
}

/** The results that the grid does not show already. */
export function inNoGrid<Result extends CountedResult>(results: readonly Result[]): readonly Result[] {
  return results.filter((result) => result.case.cell?.table !== DELIVERY_TABLE);
}
