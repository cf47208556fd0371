import { expect, test } from 'vitest';
import type { Problem } from '../model/problem.ts';
import { reasonText } from './reasons.ts';

const text = (cause: Problem) => reasonText({ kind: 'login-failed', session: 'romeo/orchard', cause }, 'en');
const at = { host: '127.0.0.1', port: 5222 };

test('a login that did not end in time, or was not tried for that reason, says what to change', () => {
  const remedy = /; where the server is slow, use a smaller --jobs or a longer --timeout$/;
  expect(text({ kind: 'phase-expired', phase: 'authenticate', at, timeoutMs: 5000 })).toMatch(remedy);
  expect(text({ kind: 'not-tried', wait: 'login', expiries: 3 })).toMatch(remedy);
  expect(text({ kind: 'server-unproven' })).not.toMatch(remedy);
});
