import { expect, test } from 'vitest';
import type { TableCell } from '../../model/case.ts';
import type { CaseResult } from '../../model/result.ts';
import { deliveryGrid } from '../../results/delivery-grid.ts';
import { makeCase, makeResult } from '../report.test-kit.ts';
import { createPaint } from '../text/paint.ts';
import { gridLines } from './delivery-lines.ts';

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
const lines = (color: boolean) =>
  gridLines(deliveryGrid(results)!, { paint: createPaint(color), lang: 'en' }).join('\n');

test('writes a line for each row of the standard, and a legend', () => {
  expect(lines(false)).toMatchInlineSnapshot(`
    "                                    normal  chat  groupchat  headline  error  none  unknown
    no-account/bare                     E       -     -          -         -      -     -
    no-account/full                     -       -     -          -         -      -     -
    no-active-resource/bare             -       -     -          -         -      -     -
    no-active-resource/full-no-match    -       -     -          -         -      -     -
    negative-only/bare                  -       -     S!         -         -      -     -
    negative-only/full-match            -       -     -          -         -      -     -
    negative-only/full-no-match         -       -     -          -         -      -     -
    one-non-negative/bare               -       -     -          -         -      -     -
    one-non-negative/full-match         -       -     -          -         -      -     -
    one-non-negative/full-no-match      -       -     -          -         -      -     -
    several-non-negative/bare           -       M/A~  -          -         -      -     ?
    several-non-negative/full-match     -       -     -          -         -      -     -
    several-non-negative/full-no-match  -       -     -          -         -      -     -
    O offline storage, E error, S silence, D this resource, M most available, A all; ! failed, ~ warned, ? broken, - not run"
  `);
});

test('colours a cell by its worst outcome', () => {
  expect(lines(true)).toContain('\u001b[31mS!');
  expect(lines(true)).toContain('\u001b[33mM/A~');
  expect(lines(true)).toContain('\u001b[32mE');
});
