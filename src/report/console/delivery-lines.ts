// The delivery table of RFC 6121 8.5.4 as lines of text.

import type { Grid } from '../../results/grid.ts';
import { escapeControls } from '../../wording/escape-controls.ts';
import { cellText, DELIVERY } from '../text/grid-text.ts';
import { outcomeColor, type Style } from '../text/paint.ts';

/** One line a row, and the legend. */
export function gridLines({ columns, rows }: Grid, { paint, lang }: Style): readonly string[] {
  const widths = columns.map((column, at) => widest([column, ...rows.map(({ cells }) => cellText(cells[at]))]));
  const nameWidth = widest(rows.map(({ name }) => name));
  const head = columns.map((column, at) => escapeControls(column).padEnd(widths[at] ?? 0));
  const line = (name: string, cells: readonly string[]) =>
    `${escapeControls(name).padEnd(nameWidth)}  ${cells.join('  ')}`;
  const body = rows.map(({ name, cells }) =>
    line(
      name,
      cells.map((cell, at) =>
        outcomeColor(cell?.outcome ?? 'skipped', paint)(escapeControls(cellText(cell)).padEnd(widths[at] ?? 0)),
      ),
    ),
  );
  return [line('', head), ...body, DELIVERY[lang].legend].map((text) => text.trimEnd());
}

function widest(texts: readonly string[]): number {
  return Math.max(...texts.map((text) => escapeControls(text).length));
}
