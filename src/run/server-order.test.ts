import { expect, test } from 'vitest';
import { createServerOrder } from './server-order.ts';

test('a strict order needs no settling time', () => {
  const order = createServerOrder();
  expect(order).toMatchObject({ isRelaxed: false, largestLagMs: 0, settleMs: 0 });
});

test('the settling time is several times the largest lag', () => {
  expect(createServerOrder(3)).toMatchObject({ isRelaxed: true, largestLagMs: 3, settleMs: 25 });
  expect(createServerOrder(20).settleMs).toBe(100);
});

test('a lag that is longer than all before makes the settling time longer', () => {
  const order = createServerOrder(3);
  order.noteLag(2);
  expect(order).toMatchObject({ largestLagMs: 3, settleMs: 25 });
  order.noteLag(40);
  expect(order).toMatchObject({ largestLagMs: 40, settleMs: 200 });
});

test('the settling time has an upper bound', () => {
  expect(createServerOrder(5000).settleMs).toBe(800);
});
