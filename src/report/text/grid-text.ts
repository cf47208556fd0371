// A cell of a table as text, and the legend.

import type { Outcome } from '../../model/result.ts';
import type { GridCell } from '../../results/grid.ts';
import { catalogue } from '../../wording/catalogue.ts';

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
