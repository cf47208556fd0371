import { expect, test } from 'vitest';
import type { TableCell } from '../model/case.ts';
import type { CaseResult } from '../model/result.ts';
import { makeCase, makeResult } from '../report/report.test-kit.ts';
import { deliveryGrid, inNoGrid } from './delivery-grid.ts';

function delivery(row: string, column: string, changes: Partial<CaseResult>) {
  const cell: TableCell = { table: 'delivery-table', row, column };
  const id = `rfc6121/8.5/delivery[${row},${column}]`;
  return makeResult(id, { case: makeCase(id, { cell }), ...changes });
}

const results = [
  delivery('no-account/bare', 'normal', { observed: ['E'] }),
  delivery('negative-only/bare', 'groupchat', { observed: ['S'], outcome: 'failed' }),
  delivery('several-non-negative/bare', 'chat', { observed: ['M (balcony)'] }),
  delivery('several-non-negative/bare', 'chat', { observed: ['A'], outcome: 'warned' }),
  delivery('several-non-negative/bare', 'unknown', { outcome: 'broken' }),
];
test('without a case of the table there is no grid', () => {
  expect(deliveryGrid([makeResult('rfc6121/2.3/a')])).toBeUndefined();
});

test('results outside of the table are those that it does not show', () => {
  const other = makeResult('rfc6121/2.3/a');
  expect(inNoGrid([...results, other])).toEqual([other]);
});
