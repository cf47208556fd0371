import { expect, test } from 'vitest';
import { deliveryGrid } from '../../results/grid.ts';
import { deliveryResults } from '../report.test-kit.ts';
import { createPaint } from '../text/paint.ts';
import { gridLines } from './summary.ts';

const lines = (color: boolean) =>
  gridLines(deliveryGrid(deliveryResults)!, { paint: createPaint(color), lang: 'en' }).join('\n');

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
    O offline storage, E error, S silence, D this resource, M most available, A all; ! failed, ~ warned, ? inconclusive, - not run"
  `);
});

test('colours a cell by its worst outcome', () => {
  expect(lines(true)).toContain('\u001b[31mS!');
  expect(lines(true)).toContain('\u001b[33mM/A~');
  expect(lines(true)).toContain('\u001b[32mE');
});
