import { expect, test } from 'vitest';
import type { Actor, Case, Need } from '../model/case.ts';
import { unmetNeed } from './needs.ts';

const actor = (name: string, isRemote = false): Actor => ({ name, account: 'fresh', isRemote, sessions: [] });

function caseWith(needs: readonly Need[], actors: readonly Actor[] = []): Case {
  const place = { file: 'a.yaml', line: 1, col: 1 };
  const about = { id: 'a', title: 'A', section: '2', topology: 'local', place } as const;
  return { ...about, actors, needs, steps: [], requirements: [] };
}

const offer = (features: readonly string[], capacity?: number) => ({ capabilities: { features }, capacity });

test.each([
  [{ feature: 'roster-version' }, 'the server does not offer roster-version'],
  [
    { feature: 'roster-get', reportedBy: 'rfc6121/2.1/get' },
    'the server does not offer roster-get; rfc6121/2.1/get reports it',
  ],
  [{ feature: 'remote' }, 'no remote domain is configured; use --remote'],
  [{ feature: 'account:moved' }, 'the target names no account "moved"; see "special" in the config file'],
])('$feature is told with what to do', (need, reason) => {
  expect(unmetNeed(caseWith([need]), offer([]))).toEqual({ need: need.feature, reason });
  expect(unmetNeed(caseWith([need]), offer([need.feature]))).toBeUndefined();
});

test('a case for servers without a feature does not run where it is offered', () => {
  const aCase = caseWith([{ feature: 'no roster-version' }]);
  expect(unmetNeed(aCase, offer([]))).toBeUndefined();
  expect(unmetNeed(aCase, offer(['roster-version']))).toMatchObject({ need: 'no roster-version' });
});

test('remote actors need no account', () => {
  const aCase = caseWith([], [actor('juliet'), actor('nurse'), actor('romeo', true)]);
  expect(unmetNeed(aCase, offer([], 2))).toBeUndefined();
  expect(unmetNeed(aCase, offer([], 1))).toEqual({
    need: 'accounts',
    reason: 'the case needs 2 accounts, and 1 were given with --account',
  });
});
