// Painted lines and the columns of a terminal.

import { widthOf } from '../text/columns.ts';

/** One colour (ECMA-48 8.3.117), which takes no room, or one character. No other control is in a text of ours. */
const PIECE = /\p{Cc}\[[\d;]*m|./gsu;

/** What stands for the rest of a line. */
const REST = '...';

/** The painted line in at most `columns`; a longer one is cut, but for its colours. */
export function fitColumns(line: string, columns: number): string {
  if (plainWidth(line) <= columns) return line;
  const room = Math.max(0, columns - REST.length);
  let used = 0;
  let isCut = false;
  return line.replace(PIECE, (piece) => {
    if (isColor(piece)) return piece;
    used += widthOf(piece);
    if (used <= room) return piece;
    const rest = isCut ? '' : REST.slice(0, Math.max(0, columns));
    isCut = true;
    return rest;
  });
}

/** Lines of a terminal that the painted line takes. */
export function rowsOf(line: string, columns: number): number {
  return Math.max(1, Math.ceil(plainWidth(line) / Math.max(1, columns)));
}

function plainWidth(line: string): number {
  return widthOf(line.replace(PIECE, (piece) => (isColor(piece) ? '' : piece)));
}

function isColor(piece: string): boolean {
  return piece.length > 2 && piece.endsWith('m');
}
