import { expect, test } from 'vitest';
import { brokenResult, failedResult } from '../report/report.test-kit.ts';
import { distinctFirst } from './distinct-first.ts';

test('a result with a new requirement or reason comes before results that repeat one', () => {
  const other = failedResult('c');
  const requirements = [{ id: 'rfc6121-2.3.3-d', level: 'MUST', verdict: 'failed' }] as const;
  const results = [
    failedResult('a'),
    failedResult('b'),
    { ...other, requirements },
    brokenResult('d', 'no answer'),
    brokenResult('e', 'no answer'),
  ];
  expect(distinctFirst(results).map((result) => result.case.id)).toEqual(['a', 'c', 'd', 'b', 'e']);
});
