import { expect, test } from 'vitest';
import type { CaseResult } from '../model/result.ts';
import { makeCase, makeResult } from '../report/report.test-kit.ts';
import { cellText, gridOf } from './grid.ts';

let count = 0;

function inCell(row: string, column: string, changes: Partial<CaseResult>): CaseResult {
  count += 1;
  const id = `rfc6121/8.5/delivery[${count}]`;
  return makeResult(id, { case: makeCase(id, { cell: { table: 't', row, column } }), ...changes });
}

const axes = { rows: ['r'], columns: ['c'] };
const first = (...results: readonly CaseResult[]) => gridOf(results, 't', axes)?.rows[0]?.cells[0];

test('rows and columns are as asked for, and what occurs besides comes after them', () => {
  const grid = gridOf([inCell('s', 'd', { observed: ['E'] })], 't', axes);
  expect(grid?.columns).toEqual(['c', 'd']);
  expect(grid?.rows.map(({ name, cells }) => [name, ...cells.map(cellText)])).toEqual([
    ['r', '-', '-'],
    ['s', '-', 'E'],
  ]);
});

test('without a case of the table there is no grid', () => {
  expect(gridOf([inCell('r', 'c', {})], 'appendix-a/out-subscribe', axes)).toBeUndefined();
});

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
])('a cell reads %s', (text, changes) => {
  expect(cellText(first(...changes.map((change) => inCell('r', 'c', change))))).toBe(text);
});

test('a cell knows its worst outcome and its cases', () => {
  const results = [inCell('r', 'c', { outcome: 'warned' }), inCell('r', 'c', { outcome: 'broken' })];
  expect(first(...results)).toMatchObject({ outcome: 'broken', cases: results.map((result) => result.case.id) });
});
