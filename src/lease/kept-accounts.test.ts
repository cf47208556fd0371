// A server that does not remove accounts.

import { describe, expect, test, vi } from 'vitest';
import type { Problem } from '../model/problem.ts';
import { problemText } from '../wording/problems.ts';
import { lendFrom } from './accounts.test-kit.ts';
import { fakeServer, StickyRoster } from './fake-server.test-kit.ts';
import { MOST_MADE, MOST_SPOILT } from './numbers.ts';

/** Accounts that can be on loan at once. */
const MOST_PLACES = MOST_MADE / 2;
const refusal = { condition: 'not-allowed', text: 'Ask the staff' };
const fresh = (count: number) => Array.from({ length: count }, () => 'fresh');

function lendKept(behaviour: Parameters<typeof fakeServer>[0] = { onRemove: () => refusal }) {
  const server = fakeServer(behaviour);
  const notices = vi.fn<(problem: Problem) => void>();
  return { server, notices, ...lendFrom(server, { onKeeping: notices }) };
}

/** Lends and returns `count` accounts, `atOnce` at the same time. */
async function borrow(accounts: ReturnType<typeof lendKept>['accounts'], count: number, atOnce: number) {
  let left = count;
  const borrower = async () => {
    while (left > 0) {
      left -= 1;
      const loan = await accounts.lend('fresh');
      await Promise.resolve();
      await loan.giveBack();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, borrower));
}

describe('a server that refuses removals', () => {
  test('gets no account after the first one that is kept, unless more are on loan at once', async () => {
    const { server, accounts } = lendKept();
    await borrow(accounts, 50, 1);
    expect(server.accounts.size).toBe(1);
  });

  test('gets a small number of accounts, however many cases run at once', async () => {
    const { server, accounts } = lendKept();
    await borrow(accounts, 1, 1);
    expect(accounts.capacity).toBe(MOST_PLACES);
    await borrow(accounts, 500, 100);
    expect(server.accounts.size).toBeLessThanOrEqual(MOST_PLACES);
  });

  test('is reported once, with its own words', async () => {
    const { accounts, notices } = lendKept();
    await borrow(accounts, 30, 3);
    expect(notices.mock.calls.map(([problem]) => problemText(problem, 'en'))).toEqual([
      'the server refused to remove the account: not-allowed "Ask the staff"',
    ]);
  });

  test('lends a kept account as if it were new', async () => {
    const { server, accounts } = lendKept();
    const loan = await accounts.lend('fresh');
    server.rosters.get(loan.account.jid)?.set('a@x.invalid', 'both');
    await loan.giveBack();
    server.rosters.set(loan.account.jid, new Map([['a@x.invalid', 'both']]));
    const again = await accounts.lend('fresh');
    expect(again.account).toEqual(loan.account);
    expect(server.rosters.get(loan.account.jid)?.size).toBe(0);
  });

  test('lends several accounts together or none, so that no two cases wait for each other', async () => {
    const { accounts } = lendKept();
    await borrow(accounts, 1, 1);
    const most = MOST_PLACES - 5;
    const first = await accounts.lendMany(fresh(most));
    const second = accounts.lendMany(fresh(most));
    const third = accounts.lendMany(fresh(most));
    for (const loan of first) await loan.giveBack();
    for (const loan of await second) await loan.giveBack();
    expect(await third).toHaveLength(most);
  });

  test('keeps the accounts that were on loan when the first removal was refused', async () => {
    const { server, accounts } = lendKept();
    const loans = await accounts.lendMany(fresh(MOST_PLACES + 10));
    for (const loan of loans) await loan.giveBack();
    expect(accounts.capacity).toBe(MOST_PLACES + 10);
    await borrow(accounts, 100, 40);
    expect(server.accounts.size).toBe(MOST_PLACES + 10);
  });

  test('is asked once more at the end; what stays is listed with the reason', async () => {
    let isStrict = true;
    const { server, accounts, journal } = lendKept({ onRemove: () => (isStrict ? refusal : undefined) });
    await borrow(accounts, 10, 1);
    expect(accounts.leftovers.map(({ problem }) => problem)).toEqual([{ kind: 'removal-refused', ...refusal }]);
    isStrict = false;
    await accounts.close();
    expect([server.accounts.size, accounts.leftovers, journal.left]).toEqual([0, [], 0]);
  });
});

test('stops making accounts when three removals in a row have no answer', async () => {
  const { server, accounts, notices } = lendKept({ onRemove: () => 'silence' });
  await borrow(accounts, 40, 1);
  expect([server.accounts.size, notices.mock.calls.length]).toEqual([4, 1]);
});

test('goes on removing accounts after one removal without an answer', async () => {
  let removals = 0;
  const onRemove = () => {
    removals += 1;
    return removals === 1 ? 'silence' : undefined;
  };
  const { server, accounts, notices } = lendKept({ onRemove });
  await borrow(accounts, 10, 1);
  expect([server.accounts.size, notices.mock.calls.length, accounts.leftovers.length]).toEqual([1, 0, 1]);
});

test('makes few accounts where no command removes them', async () => {
  const server = fakeServer();
  const notices = vi.fn<(problem: Problem) => void>();
  const connect: typeof server.connect = (options) => {
    server.accounts.set(options.account.jid, options.account.password);
    return server.connect(options);
  };
  const provision = { kind: 'command' as const, create: 'true' };
  const { accounts, journal } = lendFrom({ ...server, connect }, { provision, onKeeping: notices, timeoutMs: 5000 });
  await borrow(accounts, 5, 1);
  await accounts.close();
  expect(accounts.leftovers.map(({ problem }) => problem.kind)).toEqual(['removal-command-missing']);
  expect([notices.mock.calls.length, journal.left]).toEqual([1, 0]);
});

test('replaces a kept account that can no longer log in', async () => {
  const { server, accounts } = lendKept();
  const loan = await accounts.lend('fresh');
  await loan.giveBack();
  server.accounts.set(loan.account.jid, 'changed');
  const next = await accounts.lend('fresh');
  expect(next.account.jid).not.toBe(loan.account.jid);
});

describe('a server that removes neither accounts nor roster items', () => {
  /** Lends and returns accounts one after the other, and leaves an item on each. Resolves with how many were lent. */
  async function spoil({ server, accounts }: Pick<ReturnType<typeof lendKept>, 'server' | 'accounts'>, count: number) {
    const lent = new Set<string>();
    for (let left = count; left > 0; left -= 1) {
      const { account, giveBack } = await accounts.lend('fresh');
      lent.add(account.jid);
      server.rosters.set(account.jid, new StickyRoster([['a@x.invalid', 'none']]));
      await giveBack();
    }
    return lent.size;
  }

  test('gets new accounts for new cases, as many as the user allows', async () => {
    const server = fakeServer({ onRemove: () => refusal });
    const { accounts } = lendFrom(server, { maxAccounts: 100 });
    expect(await spoil({ server, accounts }, 100)).toBe(100);
    expect(accounts.capacity).toBe(50);
    await expect(accounts.lend('fresh')).rejects.toThrowErrorMatchingInlineSnapshot(
      `[Error: the server keeps accounts, and no more than 100 may be made (--max-accounts): its roster still has 1 item after 3 attempts to empty it; give accounts with empty rosters, or accounts made for the run: --provision in-band or admin]`,
    );
    expect(server.accounts.size).toBe(100);
  });

  test('gets a new account for each case without a word of the user, and few at once', async () => {
    const kept = lendKept();
    expect(await spoil(kept, MOST_SPOILT)).toBe(MOST_SPOILT);
    await expect(kept.accounts.lend('fresh')).rejects.toThrow(`${MOST_SPOILT} may be made (--max-accounts)`);
    expect(kept.accounts.capacity).toBe(MOST_PLACES);
  });

  test('keeps every account for one reason, which is not why it was replaced', async () => {
    const kept = lendKept();
    await spoil(kept, 5);
    await kept.accounts.close();
    const reasons = kept.accounts.leftovers.map(({ problem }) => problem);
    expect(reasons).toEqual(reasons.map(() => ({ kind: 'removal-refused', ...refusal })));
    expect(reasons).toHaveLength(5);
  });
});

test('makes few accounts where they cannot log in again', async () => {
  const { server, accounts } = lendKept();
  await borrow(accounts, 1, 1);
  for (let left = MOST_MADE + 10; left > 0; left -= 1) {
    const loan = await accounts.lend('fresh').catch(() => undefined);
    if (loan !== undefined) server.accounts.set(loan.account.jid, 'changed');
    await loan?.giveBack();
  }
  expect(server.accounts.size).toBe(MOST_MADE);
  await expect(accounts.lend('fresh')).rejects.toThrow(`${MOST_MADE} may be made (--max-accounts)`);
});
