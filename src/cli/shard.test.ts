import { describe, expect, test } from 'vitest';
import type { Account } from '../model/session.ts';
import { makeCase } from '../report/report.test-kit.ts';
import { externalTarget } from '../target/external-target.ts';
import { readRemote } from './given/domain.ts';
import { inShard, partsOf, readShard, remoteOf, shareOf, shareOfAccounts, shareOfCases } from './shard.ts';
import type { TargetChoice } from './target-choice.ts';

const items = Array.from({ length: 23 }, (_, at) => at);

test('splits a shard into parts that together are the shard, without a shared item', () => {
  const shard = { index: 2, count: 3 };
  const parts = partsOf(shard, 4).map((part) => inShard(items, part));
  expect(parts.flat().sort((a, b) => a - b)).toEqual(inShard(items, shard));
});

test('refuses an empty share', () => {
  expect(() => shareOf([1, 2], { index: 3, count: 3 }, 'cases')).toThrow(
    '--shard: expected at least 3 cases to share, got 2',
  );
});

test('each shard may play a remote domain of its own', () => {
  const remote = 'component://127.0.0.1:5347/remote-{shard}.example.org';
  expect(remoteOf({ index: 3, count: 8 }, remote)).toBe('component://127.0.0.1:5347/remote-3.example.org');
  expect(() => readRemote(remoteOf(undefined, remote) ?? '', 's')).toThrow(
    '--remote: {shard} stands for the number of a shard; give --shard',
  );
});

function external(accounts: readonly Account[], special: Readonly<Record<string, Account>> = {}): TargetChoice {
  const traits = { name: 'x', ambient: [], limits: {}, special };
  return {
    kind: 'external',
    target: externalTarget('xmpp://127.0.0.1', { insecure: false, plaintext: true, domain: 'x', traits }),
    provision: { kind: 'fixed', accounts },
    component: undefined,
    baseline: undefined,
    pairBaselines: {},
  };
}

describe('cases on a special account', () => {
  const needy = { needs: [{ feature: 'account:rosterless' }] };
  const cases = ['a', 'b', 'c', 'd', 'e'].map((id, at) => makeCase(id, at % 2 === 0 ? {} : needy));
  const configured = external([], { rosterless: { jid: 'r@x', password: '' } });
  const idsIn = (index: number, count: number, choice = configured) =>
    shareOfCases(cases, { index, count }, choice).map(({ id }) => id);

  test('belong to the first shard', () => {
    expect([idsIn(1, 2), idsIn(2, 2)]).toEqual([['a', 'b', 'd', 'e'], ['c']]);
  });

  test.each<[string, TargetChoice]>([
    ['is configured', external([])],
    ['is shared: each shard launches a server', { kind: 'managed', name: 'prosody', provision: 'in-band' }],
  ])('are divided like all others where no such account %s', (_, choice) => {
    expect([idsIn(1, 2, choice), idsIn(2, 2, choice)]).toEqual([
      ['a', 'c', 'e'],
      ['b', 'd'],
    ]);
  });

  test('make no shard of their own', () => {
    expect(() => idsIn(4, 4)).toThrow('--shard: expected at least 4 cases to share, got 5');
  });
});

describe('a list of accounts', () => {
  const listOf = (...users: string[]) => external(users.map((user) => ({ jid: `${user}@x`, password: user })));
  const usersIn = (choice: TargetChoice, index: number, count: number) => {
    const share = shareOfAccounts(choice, { index, count });
    if (share.kind !== 'external' || share.provision.kind !== 'fixed') throw new Error('expected a list');
    return share.provision.accounts.map(({ password }) => password);
  };

  test('is split: no two shards share an account', () => {
    const list = listOf('a', 'b', 'c', 'd', 'e', 'f', 'g');
    const shares = [1, 2, 3].map((index) => usersIn(list, index, 3));
    expect(shares).toEqual([
      ['a', 'd', 'g'],
      ['b', 'e'],
      ['c', 'f'],
    ]);
  });

  test('counts an account once, in whatever case it is written', () => {
    const list = listOf('a', 'b', 'c', 'A', 'd');
    expect([usersIn(list, 1, 2), usersIn(list, 2, 2)]).toEqual([
      ['A', 'c'],
      ['b', 'd'],
    ]);
  });

  test('must have two accounts for each shard', () => {
    expect(() => usersIn(listOf('a', 'b', 'c', 'd', 'A'), 1, 3)).toThrow(
      '--shard: 3 shards need at least 6 accounts, got 4; each shard uses its own part of the list',
    );
  });
});

test.each([
  ['index/8', { JOB_COMPLETION_INDEX: '0' }, { index: 1, count: 8 }],
  ['index/8', { JOB_COMPLETION_INDEX: '7' }, { index: 8, count: 8 }],
  ['index', { CI_NODE_INDEX: '2', CI_NODE_TOTAL: '3' }, { index: 2, count: 3 }],
  ['index/3', { CI_NODE_INDEX: '2', CI_NODE_TOTAL: '3' }, { index: 2, count: 3 }],
  ['index', { CIRCLE_NODE_INDEX: '2', CIRCLE_NODE_TOTAL: '3' }, { index: 3, count: 3 }],
  ['index', { BUILDKITE_PARALLEL_JOB: '0', BUILDKITE_PARALLEL_JOB_COUNT: '2' }, { index: 1, count: 2 }],
  // GitLab sets the count in jobs that are not parallel, too.
  ['index/4', { CI_NODE_TOTAL: '1', JOB_COMPLETION_INDEX: '3' }, { index: 4, count: 4 }],
  ['2/3', { JOB_COMPLETION_INDEX: '0' }, { index: 2, count: 3 }],
])('--shard %s with %j', (option, env, shard) => {
  expect(readShard(option, env)).toEqual(shard);
});

test.each([
  ['index', {}, 'none of JOB_COMPLETION_INDEX (Kubernetes), CI_NODE_INDEX (GitLab), CIRCLE_NODE_INDEX (CircleCI),'],
  ['index/3', { JOB_COMPLETION_INDEX: '' }, 'is set; give I/N'],
  ['index', { JOB_COMPLETION_INDEX: '0' }, 'JOB_COMPLETION_INDEX comes without the number of shards; give index/N'],
  ['index/8', { JOB_COMPLETION_INDEX: '8' }, 'expected JOB_COMPLETION_INDEX from 0 to 7, got "8"'],
  ['index/0', { JOB_COMPLETION_INDEX: '0' }, 'expected a number of shards from 1, got 0'],
  ['index', { CI_NODE_INDEX: '0', CI_NODE_TOTAL: '3' }, 'expected CI_NODE_INDEX from 1 to 3, got "0"'],
  ['index', { CI_NODE_INDEX: 'one', CI_NODE_TOTAL: '3' }, 'expected a whole number in CI_NODE_INDEX, got "one"'],
  [
    'index/4',
    { CI_NODE_INDEX: '1', CI_NODE_TOTAL: '3' },
    '--shard index/4: expected the number in CI_NODE_TOTAL, which is 3; leave out "/4"',
  ],
  [
    'index/4',
    { JOB_COMPLETION_INDEX: '1', CIRCLE_NODE_INDEX: '1' },
    'JOB_COMPLETION_INDEX and CIRCLE_NODE_INDEX are both set; give I/N',
  ],
  ['0/8', {}, 'expected I/N with I from 1 to N, or index/N, got "0/8"; where the first is 0, give index/8'],
  ['9/8', {}, 'expected I/N with I from 1 to N, or index/N, got "9/8"'],
  ['3', {}, 'got "3"'],
  ['', {}, 'got ""'],
])('--shard %s with %j is refused', (option, env, message) => {
  expect(() => readShard(option, env)).toThrow(message);
});
