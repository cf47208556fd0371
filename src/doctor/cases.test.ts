import { expect, test } from 'vitest';
import { causesOf } from './cases.ts';

test('one cause is one line, whatever needs have it', () => {
  const pair = (need: string, count: number) => ({ need, seen: { kind: 'cases-need-launched-pair', count } as const });
  const version = {
    need: 'roster-version',
    seen: { kind: 'cases-left-out', count: 3, need: 'roster-version' },
  } as const;
  const approval = { ...version, seen: { ...version.seen, count: 4, need: 'presence-sub-preapproval' } };
  const groups = [pair('stream-cut', 12), version, pair('stream-outage', 2), approval, pair('server-restart', 1)];
  expect(causesOf(groups)).toEqual([{ kind: 'cases-need-launched-pair', count: 15 }, version.seen, approval.seen]);
});
