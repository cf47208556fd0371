import { expect, test } from 'vitest';
import { createServerOrder } from './server-order.ts';

test('a strict order needs no settling time', () => {
  expect(createServerOrder()).toMatchObject({ isRelaxed: false, largestLagMs: 0, settleMs: 0 });
});

test('the settling time is three times the usual lag', () => {
  expect(createServerOrder({ lagsMs: [3] })).toMatchObject({ isRelaxed: true, largestLagMs: 3, settleMs: 50 });
  expect(createServerOrder({ lagsMs: [20, 19, 18] }).settleMs).toBe(100);
});

test('one lag that is much longer than the usual ones is waited for once', () => {
  const usual = Array.from({ length: 20 }, () => 10);
  expect(createServerOrder({ lagsMs: [...usual, 180] })).toMatchObject({ largestLagMs: 180, settleMs: 200 });
});

test('a lag that is longer than all before makes the settling time longer', () => {
  const order = createServerOrder({ lagsMs: [3] });
  order.noteLag(2);
  expect(order).toMatchObject({ largestLagMs: 3, settleMs: 50 });
  order.noteLag(60);
  expect(order).toMatchObject({ largestLagMs: 60, settleMs: 100 });
});

test('the settling time never becomes shorter', () => {
  const order = createServerOrder({ lagsMs: [30] });
  for (let lags = 0; lags < 100; lags += 1) order.noteLag(1);
  expect(order.settleMs).toBe(100);
});

test('the settling time has an upper bound', () => {
  expect(createServerOrder({ lagsMs: [900] }).settleMs).toBe(800);
});

test('where nothing was measured, fences are careful', () => {
  expect(createServerOrder({ isMeasured: false })).toMatchObject({ isRelaxed: false, settleMs: 100 });
});

test('a server that was measured as strict becomes relaxed when a stanza comes late', () => {
  const order = createServerOrder();
  order.noteLag(12);
  expect(order).toMatchObject({ isRelaxed: true, largestLagMs: 12, settleMs: 50 });
});

test('a stanza that waited for more than a second says nothing of the order', () => {
  const order = createServerOrder({ lagsMs: [3] });
  order.noteLag(2400);
  expect(order).toMatchObject({ largestLagMs: 3, settleMs: 50 });
});
