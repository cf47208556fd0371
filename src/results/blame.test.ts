import { expect, test } from 'vitest';
import type { Blame } from '../model/blame.ts';
import { sideAtFault } from './blame.ts';

const A: Blame = { kind: 'sent', side: 'A' };
const B: Blame = { kind: 'made', side: 'B' };
const PAIR: Blame = { kind: 'unseen', side: 'pair' };

test.each<[readonly Blame[], Blame['side'] | undefined]>([
  [[], undefined],
  [[A], 'A'],
  [[PAIR, A], 'A'],
  [[B, PAIR, B], 'B'],
  [[A, B], 'pair'],
  [[PAIR], 'pair'],
])('of failed checks with %j, %s is at fault', (blames, side) => {
  expect(sideAtFault([{}, ...blames.map((blame) => ({ blame }))])).toBe(side);
});
