// A block of lines at the bottom of a terminal, redrawn in place below text that stays.

import type { ReporterSetup } from '../../model/event.ts';
import { rowsOf } from './live-fit.ts';

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
