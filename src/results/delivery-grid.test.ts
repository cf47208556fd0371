import { expect, test } from 'vitest';
import { deliveryResults, makeResult } from '../report/report.test-kit.ts';
import { deliveryGrid, inNoGrid } from './delivery-grid.ts';

test('without a case of the table there is no grid', () => {
  expect(deliveryGrid([makeResult('rfc6121/2.3/a')])).toBeUndefined();
});

test('deliveryResults outside of the table are those that it does not show', () => {
  const other = makeResult('rfc6121/2.3/a');
  expect(inNoGrid([...deliveryResults, other])).toEqual([other]);
});
