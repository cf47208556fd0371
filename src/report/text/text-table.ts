// Tables on a terminal.

import { escapeControls } from '../../wording/escape-controls.ts';
import { pad, widthOf } from './columns.ts';

/** A cell and its colour, applied after padding. */
export interface TextCell {
  readonly text: string;
  paint(text: string): string;
}

/** A cell without colour. */
export const plain = (text: string): TextCell => ({ text: escapeControls(text), paint: (shown) => shown });

/** The lines of a table with a head; none without rows. */
export function textTable(head: readonly TextCell[], rows: readonly (readonly TextCell[])[]): readonly string[] {
  return rows.length === 0 ? [] : aligned([head, ...rows]);
}

/** A line for each row, in columns that are as wide as their widest cell. */
export function aligned(rows: readonly (readonly TextCell[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((cells) => widthOf(cells[at]?.text ?? ''))));
  return rows.map((cells) =>
    cells
      .map((cell, at) => cell.paint(pad(cell.text, widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

/** A title and indented lines; empty without lines. */
export function block(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${title}\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

/** Width of the text of a rule. With level, id and four columns it fits a wide terminal. */
const RULE_WIDTH = 60;

/** The text of a rule, cut to the width of its column. */
export function shortened(text: string): string {
  if (widthOf(text) <= RULE_WIDTH) return text;
  let end = text.length;
  while (widthOf(text.slice(0, end)) >= RULE_WIDTH) end -= 1;
  return `${text.slice(0, end)}…`;
}
