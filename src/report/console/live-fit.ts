// Painted lines and the columns of a terminal.

import { widthOf } from '../text/columns.ts';

/** One colour (ECMA-48 8.3.117), which takes no column, or one character. Our texts hold no other control. */
const PIECE = /\p{Cc}\[[\d;]*m|./gsu;

/** Replaces the end of a cut line. */
const ELLIPSIS = '...';

/** Cuts a painted line to at most `columns` and keeps its colours. */
export function fitColumns(line: string, columns: number): string {
  if (widthOf(line) <= columns) return line;
  const room = Math.max(0, columns - ELLIPSIS.length);
  let used = 0;
  let isCut = false;
  return line.replace(PIECE, (piece) => {
    if (isColor(piece)) return piece;
    used += widthOf(piece);
    if (used <= room) return piece;
    const rest = isCut ? '' : ELLIPSIS.slice(0, Math.max(0, columns));
    isCut = true;
    return rest;
  });
}

/** Lines of a terminal that the painted line takes. */
export function rowsOf(line: string, columns: number): number {
  return Math.max(1, Math.ceil(widthOf(line) / Math.max(1, columns)));
}

function isColor(piece: string): boolean {
  return piece.length > 2 && piece.endsWith('m');
}
