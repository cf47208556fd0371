// A block of lines at the bottom of a terminal that is drawn anew in place, below text that stays.

import type { ReporterSetup } from '../../model/event.ts';
import { rowsOf } from './live-fit.ts';

/** Control Sequence Introducer (ECMA-48 5.4). */
const CSI = '\u{1b}[';

export interface Screen {
  /** Takes the block away, writes `above`, which is whole lines and stays, and draws `block` below it. */
  draw(above: string, block: readonly string[]): void;
}

/** A screen that writes once for each drawing, and not at all where nothing has changed. */
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

/** Takes the block away: cursor up, erase in page. A terminal made narrower since has wrapped its lines. */
function eraser(block: readonly string[], columns = Number.POSITIVE_INFINITY): string {
  if (block.length === 0) return '';
  const up = block.reduce((rows, line) => rows + rowsOf(line, columns), 0) - 1;
  return `\r${up > 0 ? `${CSI}${up}A` : ''}${CSI}J`;
}
