import { expect, test } from 'vitest';
import { nearestDifferences, stateDifferences } from './fresh-sessions.ts';

const none = { subscription: 'none', ask: false, pendingIn: false };
const asked = { ...none, ask: true };
const to = { ...none, subscription: 'to' };

test('names each part of a state that differs', () => {
  expect(stateDifferences(none, none)).toEqual([]);
  expect(stateDifferences(none, { ...to, ask: true, pendingIn: true })).toEqual([
    { kind: 'subscription', seen: 'none', expected: 'to' },
    { kind: 'ask', seen: false },
    { kind: 'request', seen: false },
  ]);
});

test('compares with the nearest of the permitted states', () => {
  const both = { ...to, subscription: 'both', ask: true };
  expect(nearestDifferences(none, [both, asked, undefined])).toEqual([{ kind: 'ask', seen: false }]);
  expect(nearestDifferences(none, [undefined])).toBeUndefined();
});
