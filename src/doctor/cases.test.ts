import { expect, test } from 'vitest';
import { causesOf } from './cases.ts';

test('causes of one kind are one line, with all that they name', () => {
  const pair = (need: string, count: number) => ({ need, seen: { kind: 'cases-need-launched-pair', count } as const });
  const version = {
    need: 'roster-version',
    seen: { kind: 'cases-left-out', count: 3, needs: ['roster-version'] },
  } as const;
  const approval = { ...version, seen: { ...version.seen, count: 4, needs: ['presence-sub-preapproval'] } };
  const groups = [pair('stream-cut', 12), version, pair('stream-outage', 2), approval, pair('server-restart', 1)];
  expect(causesOf(groups)).toEqual([
    { kind: 'cases-need-launched-pair', count: 15 },
    { ...version.seen, count: 7, needs: ['roster-version', 'presence-sub-preapproval'] },
  ]);
});
