// The delivery table of RFC 6121 8.5.4 (YD/T 2936 table 1) as this server fills it.

import type { CaseResult } from '../model/result.ts';
import { outcomeColor, type Style } from '../report/text/paint.ts';
import { loadDeliveryTable } from '../spec/delivery-table.ts';
import { catalogue } from '../wording/catalogue.ts';
import { visible } from '../wording/visible.ts';
import { cellText, type Grid, gridOf } from './grid.ts';

/** `TableCell.table` of these cases. */
const DELIVERY_TABLE = 'delivery-table';

/** The four types of the table, then what the text around it tells of: errors, no type, and types that nobody knows. */
const COLUMNS = ['normal', 'chat', 'groupchat', 'headline', 'error', 'none', 'unknown'];

export const DELIVERY = catalogue(
  {
    /** What the letters of the standard, and ours, stand for. */
    legend:
      'O offline storage, E error, S silence, D this resource, M most available, A all; ! failed, ~ warned, ? broken, - not run',
  },
  {
    legend:
      'O 离线存储，E 错误，S 无声忽略，D 该资源，M 最可用的资源，A 所有资源；! 失败，~ 警告，? 无法判定，- 未运行',
  },
);

/** All 13 rows, or undefined where no case of the table was in the run. */
export function deliveryGrid(results: readonly CaseResult[]): Grid | undefined {
  if (!results.some((result) => result.case.cell?.table === DELIVERY_TABLE)) return undefined;
  const rows = loadDeliveryTable().map((row) => row.id);
  return gridOf(results, DELIVERY_TABLE, { rows, columns: COLUMNS });
}

/** The results that the grid does not show already. */
export function inNoGrid(results: readonly CaseResult[]): readonly CaseResult[] {
  return results.filter((result) => result.case.cell?.table !== DELIVERY_TABLE);
}

/** One line a row, and the legend. */
export function gridLines({ columns, rows }: Grid, { paint, lang }: Style): readonly string[] {
  const widths = columns.map((column, at) => widest([column, ...rows.map(({ cells }) => cellText(cells[at]))]));
  const nameWidth = widest(rows.map(({ name }) => name));
  const head = columns.map((column, at) => visible(column).padEnd(widths[at] ?? 0));
  const line = (name: string, cells: readonly string[]) => `${visible(name).padEnd(nameWidth)}  ${cells.join('  ')}`;
  const body = rows.map(({ name, cells }) =>
    line(
      name,
      cells.map((cell, at) =>
        outcomeColor(cell?.outcome ?? 'skipped', paint)(visible(cellText(cell)).padEnd(widths[at] ?? 0)),
      ),
    ),
  );
  return [line('', head), ...body, DELIVERY[lang].legend].map((text) => text.trimEnd());
}

function widest(texts: readonly string[]): number {
  return Math.max(...texts.map((text) => visible(text).length));
}
