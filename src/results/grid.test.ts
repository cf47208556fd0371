import { expect, test } from 'vitest';
import type { CaseResult } from '../model/result.ts';
import { deliveryResults, makeCase, makeResult } from '../report/report.test-kit.ts';
import { deliveryGrid, gridOf, inNoGrid } from './grid.ts';

let count = 0;

function inCell(row: string, column: string, changes: Partial<CaseResult>): CaseResult {
  count += 1;
  const id = `rfc6121/8.5/delivery[${count}]`;
  return makeResult(id, { case: makeCase(id, { cell: { table: 't', row, column } }), ...changes });
}

const axes = { rows: ['r'], columns: ['c'] };
const first = (...results: readonly CaseResult[]) => gridOf(results, 't', axes)?.rows[0]?.cells[0];

test('rows and columns come in the order given, and others that occur come after them', () => {
  const grid = gridOf([inCell('s', 'd', { observed: ['E'] })], 't', axes);
  expect(grid?.columns).toEqual(['c', 'd']);
  expect(grid?.rows.map(({ name, cells }) => [name, ...cells.map((cell) => cell?.letters)])).toEqual([
    ['r', undefined, undefined],
    ['s', undefined, ['E']],
  ]);
});

test('without a case of the table there is no grid', () => {
  expect(gridOf([inCell('r', 'c', {})], 'appendix-a/out-subscribe', axes)).toBeUndefined();
});

test('a cell has its worst outcome, the cases that have it, and all its cases', () => {
  const results = [inCell('r', 'c', { outcome: 'warned' }), inCell('r', 'c', { outcome: 'broken' })];
  const ids = results.map((result) => result.case.id);
  expect(first(...results)).toMatchObject({ outcome: 'broken', cases: ids, worst: ids.slice(1) });
});

test('without a case of the delivery table there is no grid', () => {
  expect(deliveryGrid([makeResult('rfc6121/2.3/a')])).toBeUndefined();
});

test('deliveryResults outside of the table are those that it does not show', () => {
  const other = makeResult('rfc6121/2.3/a');
  expect(inNoGrid([...deliveryResults, other])).toEqual([other]);
});
