// A block of painted lines at the bottom of a terminal, redrawn in place below text that stays, and cut to its columns.

import type { ReporterSetup } from '../../model/event.ts';
import { widthOf } from '../text/wrap.ts';

/** Control Sequence Introducer (ECMA-48 5.4). */
const CSI = '\u{1b}[';

export interface Screen {
  /** Erases the block, writes the whole lines `above`, which stay, and draws `block` below them. */
  draw(above: string, block: readonly string[]): void;
}

/** A screen that writes once for each drawing, and never for an unchanged block. */
export function createScreen(setup: Pick<ReporterSetup, 'write' | 'columns'>): Screen {
  let shown: readonly string[] = [];
  return {
    draw(above, block) {
      if (above === '' && block.join('\n') === shown.join('\n')) return;
      setup.write(`${eraser(shown, setup.columns)}${above}${block.join('\n')}`);
      shown = block;
    },
  };
}

/** Erases the block: cursor up, erase in page. A terminal that became narrower has wrapped its lines. */
function eraser(block: readonly string[], columns = Number.POSITIVE_INFINITY): string {
  if (block.length === 0) return '';
  const up = block.reduce((rows, line) => rows + rowsOf(line, columns), 0) - 1;
  return `\r${up > 0 ? `${CSI}${up}A` : ''}${CSI}J`;
}

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
function rowsOf(line: string, columns: number): number {
  return Math.max(1, Math.ceil(widthOf(line) / Math.max(1, columns)));
}

function isColor(piece: string): boolean {
  return piece.length > 2 && piece.endsWith('m');
}
