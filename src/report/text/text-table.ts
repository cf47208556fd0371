// Tables on a terminal, and the cells of grids as text.

import type { Outcome } from '../../model/result.ts';
import type { GridCell } from '../../results/grid.ts';
import { catalogue } from '../../wording/catalogue.ts';
import { escapeControls } from '../../wording/escape-controls.ts';
import { pad, widthOf } from './wrap.ts';

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

export const DELIVERY = catalogue(
  {
    /** The letters of RFC 6121 8.5.4, and the marks for outcomes. */
    legend:
      'O offline storage, E error, S silence, D this resource, M most available, A all; ! failed, ~ warned, ? inconclusive, - not run',
  },
  {
    legend:
      'O 离线存储，E 错误，S 无声忽略，D 该资源，M 最可用的资源，A 所有资源；! 失败，~ 警告，? 无法判定，- 未运行',
  },
);

/** Marks for readers without colours. */
const MARKS: Readonly<Record<Outcome, string>> = { passed: '', failed: '!', warned: '~', skipped: '', broken: '' };

/** `E`, `O/E~`, `D!`, `?`; `ok`: passed without a choice; `-`: not run. */
export function cellText(cell: GridCell | undefined): string {
  if (cell === undefined || cell.outcome === 'skipped') return '-';
  const text = `${cell.letters.join('/')}${MARKS[cell.outcome]}`;
  return text === '' ? 'ok' : text;
}
