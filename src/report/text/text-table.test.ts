import { expect, test } from 'vitest';
import type { CaseResult } from '../../model/result.ts';
import { gridOf } from '../../results/grid.ts';
import { makeCase, makeResult } from '../report.test-kit.ts';
import { cellText } from './text-table.ts';

function cellOf(changes: readonly Partial<CaseResult>[]) {
  const results = changes.map((change, at) => {
    const id = `rfc6121/8.5/delivery[${at}]`;
    return makeResult(id, { case: makeCase(id, { cell: { table: 't', row: 'r', column: 'c' } }), ...change });
  });
  return gridOf(results, 't', { rows: ['r'], columns: ['c'] })?.rows[0]?.cells[0];
}

test.each<[string, readonly Partial<CaseResult>[]]>([
  ['E', [{ observed: ['E'] }, { observed: ['E'] }]],
  ['M/A', [{ observed: ['M (balcony)'] }, { observed: ['A'] }, { observed: ['M (garden)'] }]],
  ['O/E~', [{ observed: ['O (unstamped)'], outcome: 'warned' }, { observed: ['E'] }]],
  [
    'D!',
    [
      { observed: ['D'], outcome: 'failed' },
      { observed: ['D'], outcome: 'warned' },
    ],
  ],
  ['!', [{ outcome: 'failed' }]],
  ['?', [{ outcome: 'broken' }]],
  ['E/?', [{ observed: ['E'] }, { outcome: 'broken' }]],
  ['E', [{ observed: ['E'] }, { outcome: 'skipped' }]],
  ['-', [{ outcome: 'skipped' }]],
  ['ok', [{}]],
])('writes a cell as %s', (text, changes) => {
  expect(cellText(cellOf(changes))).toBe(text);
});
