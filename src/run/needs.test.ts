import { expect, test } from 'vitest';
import type { Actor, Case, Need } from '../model/case.ts';
import type { SkipReason } from '../model/reason.ts';
import { unmetNeed } from './needs.ts';

const actor = (name: string, isRemote = false): Actor => ({ name, account: 'fresh', isRemote, sessions: [] });

function caseWith(needs: readonly Need[], actors: readonly Actor[] = []): Case {
  const place = { file: 'a.yaml', line: 1, col: 1 };
  const about = { id: 'a', title: 'A', section: '2', topology: 'local', place } as const;
  return { ...about, actors, needs, steps: [], requirements: [] };
}

const offer = (features: readonly string[], capacity?: number) => ({
  capabilities: { features },
  capacity,
  target: { limits: {} },
});

test.each<[Need, SkipReason]>([
  [{ feature: 'roster-version' }, { kind: 'feature-missing', feature: 'roster-version', reportedBy: undefined }],
  [
    { feature: 'roster-get', reportedBy: 'rfc6121/2.1/get' },
    { kind: 'feature-missing', feature: 'roster-get', reportedBy: 'rfc6121/2.1/get' },
  ],
  [{ feature: 'remote' }, { kind: 'no-remote-domain' }],
  [{ feature: 'peer' }, { kind: 'no-peer' }],
  [{ feature: 'silent-domain' }, { kind: 'no-silent-domain' }],
  [{ feature: 'stream-cut' }, { kind: 'no-stream-cut' }],
  [{ feature: 'stream-outage' }, { kind: 'no-stream-outage' }],
  [{ feature: 'server-restart' }, { kind: 'no-server-restart' }],
  [{ feature: 'account:moved' }, { kind: 'no-special-account', name: 'moved' }],
])('a case that needs $feature does not run where it is not offered', (need, reason) => {
  expect(unmetNeed(caseWith([need]), offer([]))).toEqual(reason);
  expect(unmetNeed(caseWith([need]), offer([need.feature]))).toBeUndefined();
});

test('a case for servers without a feature does not run where it is offered', () => {
  const aCase = caseWith([{ feature: 'no roster-version' }]);
  expect(unmetNeed(aCase, offer([]))).toBeUndefined();
  expect(unmetNeed(aCase, offer(['roster-version']))).toEqual({ kind: 'feature-present', feature: 'roster-version' });
});

test('a case that exceeds a limit needs a target that declares it', () => {
  const aCase = caseWith([{ feature: 'limits.name' }]);
  expect(unmetNeed(aCase, offer([]))).toEqual({ kind: 'limit-not-met', limit: 'name' });
  expect(unmetNeed(aCase, { ...offer([]), target: { limits: { name: 8 } } })).toBeUndefined();
});

test('an account without history is not to be had where a number of accounts is used again and again', () => {
  const aCase = caseWith([], [{ ...actor('juliet'), account: 'unused' }, actor('nurse')]);
  expect(unmetNeed(aCase, offer([]))).toBeUndefined();
  expect(unmetNeed(aCase, offer([], 20))).toEqual({ kind: 'no-unused-account' });
});

test('remote actors need no account', () => {
  const aCase = caseWith([], [actor('juliet'), actor('nurse'), actor('romeo', true)]);
  expect(unmetNeed(aCase, offer([], 2))).toBeUndefined();
  expect(unmetNeed(aCase, offer([], 1))).toEqual({ kind: 'too-few-accounts', needed: 2, given: 1 });
});

test('a second server needs accounts for its own actors alone', () => {
  const aCase = caseWith(
    [],
    [actor('juliet'), { ...actor('romeo'), isPeer: true }, { ...actor('nurse'), isPeer: true }],
  );
  const withPeer = (capacity: number) => ({ ...offer([], 1), peer: { capacity } });
  expect(unmetNeed(aCase, withPeer(2))).toBeUndefined();
  expect(unmetNeed(aCase, withPeer(1))).toEqual({ kind: 'too-few-accounts', needed: 2, given: 1 });
});
