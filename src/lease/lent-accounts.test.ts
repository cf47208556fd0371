// Accounts that the run makes, lent again.

import { expect, test } from 'vitest';
import type { Wanted } from '../model/session.ts';
import { resourceOf } from '../stanza/jid.ts';
import { parseXml } from '../stanza/xml.ts';
import type { AccountFactory } from './account-factory.ts';
import { AccountPool } from './account-pool.ts';
import { AccountStates } from './account-states.ts';
import { lendFrom } from './accounts.test-kit.ts';
import { fakeServer } from './fake-server.test-kit.ts';
import { FreshAccounts } from './fresh-accounts.ts';
import { mostIdle } from './idle-accounts.ts';
import { MOST_MADE } from './numbers.ts';

const fresh = (count: number) => Array.from({ length: count }, () => 'fresh');

function lendAgain(behaviour: Parameters<typeof fakeServer>[0] = {}) {
  const server = fakeServer(behaviour);
  return { server, ...lendFrom(server, { lendsAgain: true }) };
}

test('lends an account again that came back clean, and removes another', async () => {
  const { server, accounts } = lendAgain();
  const [clean, dirty] = await accounts.lendMany(['fresh', 'fresh']);
  await clean?.giveBackClean();
  await dirty?.giveBack();
  expect([...server.accounts.keys()]).toEqual([clean?.account.jid]);
  expect((await accounts.lend('fresh')).account).toEqual(clean?.account);
  expect((await accounts.lend('fresh')).account.jid).not.toBe(dirty?.account.jid);
});

test('lends the account first that has waited longest', async () => {
  const { accounts } = lendAgain();
  const loans = await Promise.all([1, 2, 3].map(() => accounts.lend('fresh')));
  for (const loan of loans) await loan.giveBackClean();
  const again = await Promise.all([1, 2, 3].map(() => accounts.lend('fresh')));
  expect(again.map(({ account }) => account)).toEqual(loans.map(({ account }) => account));
});

test('two accounts that were lent together do not meet again', async () => {
  const { server, accounts } = lendAgain();
  const pairs = new Set<string>();
  for (let count = 0; count < 20; count += 1) {
    const loans = await accounts.lendMany(fresh(2));
    const pair = loans
      .map(({ account }) => account.jid)
      .sort()
      .join(' ');
    expect(pairs.has(pair)).toBe(false);
    pairs.add(pair);
    for (const loan of loans) await loan.giveBackClean();
  }
  expect(server.seen.registered).toBeLessThan(12);
});

test('two on different servers that were lent together do not meet again', async () => {
  const { accounts } = lendAgain();
  const lend = async () => {
    const [loan] = await accounts.lendMany(fresh(1), [], ['romeo@b.test']);
    await loan?.giveBackClean();
    return loan?.account.jid;
  };
  expect(await lend()).not.toBe(await lend());
});

test('makes a new account where a case needs an unused one, and lends it again afterwards', async () => {
  const { server, accounts } = lendAgain();
  await (await accounts.lend('fresh')).giveBackClean();
  await (await accounts.lend('unused')).giveBackClean();
  expect(server.accounts.size).toBe(2);
  await accounts.lendMany(fresh(2));
  expect(server.seen.registered).toBe(2);
});

test('keeps no more clean accounts than a few cases need', async () => {
  const { server, accounts } = lendAgain();
  for (const loan of await accounts.lendMany(fresh(mostIdle(1) + 10))) await loan.giveBackClean();
  expect([server.accounts.size, accounts.capacity]).toEqual([mostIdle(1), undefined]);
});

test('keeps more clean accounts where more cases run at once', async () => {
  const { server, accounts } = lendAgain();
  accounts.expectJobs(64);
  const loans = await Promise.all(Array.from({ length: 100 }, () => accounts.lend('fresh')));
  for (const loan of loans) await loan.giveBackClean();
  expect(server.accounts.size).toBe(100);
});

test('keeps room for four clean accounts for each job, and for the largest case', () => {
  const kept = (jobs: number) => {
    const factory = { expectJobs: () => undefined } as unknown as AccountFactory;
    const options = { factory, nextJid: () => '', lendsAgain: true, maxAccounts: 40, onKeeping: () => undefined };
    const { connect } = fakeServer();
    const pool = new AccountPool(new Map());
    const states = new AccountStates(true);
    const accounts = new FreshAccounts({ ...options, server: { connect, timeoutMs: 50 }, states, pool });
    accounts.expectJobs(jobs);
    return [16, 17, 64, 65].filter((count) => {
      const isRoom = accounts.reserve(count);
      if (isRoom) accounts.release(count);
      return isRoom;
    });
  };
  expect([kept(1), kept(16)]).toEqual([[16], [16, 17, 64]]);
});

test('removes all accounts in the end, and leaves no journal', async () => {
  const { server, accounts, journal } = lendAgain();
  const [first] = await accounts.lendMany(fresh(3));
  await first?.giveBackClean();
  await accounts.close();
  expect([server.accounts.size, server.seen.open, journal.left]).toEqual([0, 0, 0]);
});

test('removes an account that comes back clean while the run ends', async () => {
  const { server, accounts } = lendAgain();
  const loan = await accounts.lend('fresh');
  const closing = accounts.close();
  await loan.giveBackClean();
  await closing;
  expect(server.accounts.size).toBe(0);
});

test('resets only the accounts that are not clean where the server refuses removals, and no unused ones', async () => {
  const { server, accounts } = lendAgain({ onRemove: () => ({ condition: 'not-allowed' }) });
  const [clean, waiting, dirty] = await accounts.lendMany(fresh(3));
  await waiting?.giveBackClean();
  await dirty?.giveBack();
  await clean?.giveBackClean();
  expect(accounts.capacity).toBe(MOST_MADE / 2);
  const logins = server.seen.logins;
  const again = await accounts.lendMany(fresh(3));
  expect(again.map(({ account }) => account)).toEqual([waiting?.account, dirty?.account, clean?.account]);
  expect(server.seen.logins).toBe(logins + 1);
  await expect(accounts.lend('unused')).rejects.toThrow('the server refused to remove the account: not-allowed');
});

const work = async () => true;

test('keeps room for a wash only where accounts are lent again, and not when all are taken back', async () => {
  expect(lendFrom(fakeServer()).accounts.washes).toBeUndefined();
  const { accounts } = lendAgain();
  expect(await accounts.washes?.withRoom(1, work)).toBe(true);
  await accounts.close();
  expect(await accounts.washes?.withRoom(1, work)).toBe(false);
});

test('has no room for a wash where enough clean accounts wait', async () => {
  const { accounts } = lendAgain();
  for (const loan of await accounts.lendMany(fresh(mostIdle(1)))) await loan.giveBackClean();
  expect(await accounts.washes?.withRoom(1, work)).toBe(false);
});

/** Wants ordinary sessions that are bound to these resources. */
const wants = (...resources: readonly string[]): Wanted => ({
  sessions: resources.map((resource) => ({ resource, isSilent: false, takesAnyResource: false })),
  reserved: new Set(),
});

const login = { resource: 'balcony', answers: true, timeoutMs: 50, record: () => undefined };

test('removes an account in band by its open session, and by a login where that has ended', async () => {
  const { server, accounts } = lendAgain();
  const [open, ended] = await accounts.lendMany(fresh(2));
  expect(open?.takesSession).toBe(true);
  const { open: streams } = server.seen;
  await open?.giveBack(await server.connect({ ...login, account: open.account }));
  expect([server.accounts.size, server.seen.logins, server.seen.open]).toEqual([1, 1, streams]);
  const session = await server.connect({ ...login, account: ended!.account });
  await session.close(50);
  await ended?.giveBack(session);
  expect([server.accounts.size, server.seen.logins]).toEqual([0, 3]);
});

test('removes an account in band by a login where its open session is not answered', async () => {
  let removals = 0;
  const onRemove = () => {
    removals += 1;
    return removals === 1 ? 'silence' : undefined;
  };
  const { server, accounts } = lendAgain({ onRemove });
  const loan = await accounts.lend('fresh');
  await loan.giveBack(await server.connect({ ...login, account: loan.account }));
  expect([server.accounts.size, server.seen.logins, accounts.leftovers]).toEqual([0, 2, []]);
});

test('takes no session where accounts are not removed, or not by themselves', async () => {
  const disposable = lendFrom(fakeServer(), { disposable: true });
  expect((await disposable.accounts.lend('fresh')).takesSession).toBe(false);
});

test('makes no account when one comes back before its turn', async () => {
  const { server, accounts } = lendAgain();
  const [first] = await accounts.lendMany(fresh(1));
  const waiting = accounts.lendMany(fresh(20));
  await first?.giveBackClean();
  expect((await waiting).map(({ account }) => account)).toContainEqual(first?.account);
  expect(server.seen.registered).toBe(20);
});

/** An account that has come back clean, with an open session at the resource "balcony". */
async function withSession(behaviour: Parameters<typeof fakeServer>[0] = {}) {
  const { server, accounts } = lendAgain(behaviour);
  const { account, giveBackClean } = await accounts.lend('fresh');
  const login = { account, resource: 'balcony', answers: true, timeoutMs: 50, record: () => undefined };
  const session = await server.connect(login);
  await giveBackClean([session]);
  return { server, accounts, account, session };
}

test('lends an open session with its account, to a case that asks for its resource', async () => {
  const { accounts, account, session } = await withSession();
  const [loan] = await accounts.lendMany(['fresh'], [wants('balcony')]);
  expect([loan?.account, loan?.sessions]).toEqual([account, new Map([['balcony', session]])]);
  expect(session.ended).toBe(undefined);
});

test('prefers an account without a session for a case that asks for none', async () => {
  const { accounts, session } = await withSession();
  const [first, second] = await accounts.lendMany(fresh(2), [wants('balcony')]);
  await first?.giveBackClean([session]);
  await second?.giveBackClean();
  expect((await accounts.lend('fresh')).account).toEqual(second?.account);
  expect(session.ended).toBe(undefined);
});

test.each([[[wants('chamber')]], [[]]])(
  'ends a session where a case asks for %o, and lends the account',
  async (wanted) => {
    const { server, accounts, account, session } = await withSession();
    const open = server.seen.open;
    const [loan] = await accounts.lendMany(['fresh'], wanted);
    expect([loan?.account, loan?.sessions?.size, session.ended?.kind]).toEqual([account, 0, 'stream-closed-by-client']);
    expect(server.seen.open).toBe(open - 1);
  },
);

test('lends the account with most sessions at the resources that a case asks for, and none elsewhere', async () => {
  const { server, accounts } = lendAgain();
  const loans = await accounts.lendMany(fresh(3));
  const open = (at: number, resource: string) => server.connect({ ...login, account: loans[at]!.account, resource });
  await loans[0]!.giveBackClean([await open(0, 'balcony'), await open(0, 'cellar')]);
  await loans[1]!.giveBackClean([await open(1, 'balcony')]);
  await loans[2]!.giveBackClean([await open(2, 'balcony'), await open(2, 'chamber')]);
  const [loan] = await accounts.lendMany(['fresh'], [wants('chamber', 'balcony')]);
  expect(loan?.account).toEqual(loans[2]!.account);
  expect([...(loan?.sessions ?? [])].map(([wanted, { jid }]) => [wanted, resourceOf(jid)])).toEqual([
    ['chamber', 'chamber'],
    ['balcony', 'balcony'],
  ]);
});

/** Lends one of three accounts that have come back with none, one and three sessions: how many it had. */
async function lendOneOf(wanted: Wanted) {
  const { server, accounts } = lendAgain();
  const loans = await accounts.lendMany(fresh(3));
  const resources = [[], ['balcony'], ['balcony', 'chamber', 'cellar']];
  for (const [at, { account, giveBackClean }] of loans.entries()) {
    const open = resources[at]!.map((resource) => server.connect({ ...login, account, resource }));
    await giveBackClean(await Promise.all(open));
  }
  const [loan] = await accounts.lendMany(['fresh'], [wanted]);
  return resources[loans.findIndex(({ account }) => account === loan?.account)]?.length;
}

test.each<[string, Wanted, number]>([
  [
    'of two wanted sessions are there and a third must end, to one with only one of them',
    wants('chamber', 'balcony'),
    3,
  ],
  ['is wanted, to one with that alone', wants('balcony'), 1],
  ['that it has are used, to one that has none', { sessions: [], reserved: new Set(), opens: 3 }, 0],
])('prefers an account whose sessions save more: where all %s', async (_, wanted, expected) => {
  expect(await lendOneOf(wanted)).toBe(expected);
});

test('gives a case that opens sessions of its own an account with as many, so that later cases find as many', async () => {
  const { server, accounts } = lendAgain();
  const loans = await accounts.lendMany(fresh(2));
  const open = (at: number, resource: string) => server.connect({ ...login, account: loans[at]!.account, resource });
  await loans[0]!.giveBackClean([await open(0, 'balcony')]);
  await loans[1]!.giveBackClean([await open(1, 'balcony'), await open(1, 'chamber')]);
  const [loan] = await accounts.lendMany(['fresh'], [{ sessions: [], reserved: new Set(), opens: 2 }]);
  expect([loan?.account, loan?.sessions?.size]).toEqual([loans[1]!.account, 0]);
});

interface Waits {
  readonly resource: string;
  readonly hasSentPresence: boolean;
}

/** Lends an account that has come back with these sessions: which of them stand for what is wanted. */
async function lendWith(waiting: readonly Waits[], wanted: Wanted) {
  const { server, accounts } = lendAgain();
  const { account, giveBackClean } = await accounts.lend('fresh');
  const open = async ({ resource, hasSentPresence }: Waits) => {
    const session = await server.connect({ ...login, account, resource });
    if (hasSentPresence) await session.send(parseXml('<presence/>'), 'setup');
    return session;
  };
  await giveBackClean(await Promise.all(waiting.map(open)));
  const [loan] = await accounts.lendMany(['fresh'], [wanted]);
  return [...(loan?.sessions ?? [])].map(([resource, { jid }]) => `${resource}: ${resourceOf(jid)}`);
}

const used = (resource: string) => ({ resource, hasSentPresence: true });
const silent = (resource: string) => ({ resource, hasSentPresence: false });
const any = { isSilent: false, takesAnyResource: true };
const balcony = { ...any, resource: 'balcony' };
const cellar = { ...any, resource: 'cellar', isSilent: true };

test.each<[string, readonly Waits[], Partial<Wanted>, readonly string[]]>([
  ['a session at another resource', [used('hall')], { sessions: [balcony] }, ['balcony: hall']],
  [
    'rather the one at the same resource',
    [used('hall'), used('balcony')],
    { sessions: [balcony] },
    ['balcony: balcony'],
  ],
  [
    'none at a resource that the case binds itself',
    [used('hall')],
    { sessions: [balcony], reserved: new Set(['hall']) },
    [],
  ],
  ['none at a resource that is unusual', [used('Hall 2')], { sessions: [balcony] }, []],
  [
    'none at another resource where only that one will do',
    [used('hall')],
    { sessions: [{ ...balcony, takesAnyResource: false }] },
    [],
  ],
  ['none that has sent presence for one that must not', [used('cellar')], { sessions: [cellar] }, []],
  [
    'one without presence rather for one that must send none',
    [silent('hall'), used('attic')],
    { sessions: [balcony, cellar] },
    ['cellar: hall', 'balcony: attic'],
  ],
  ['one without presence for any', [silent('hall')], { sessions: [balcony] }, ['balcony: hall']],
  ['none at a resource that another wanted session would bind', [used('cellar')], { sessions: [balcony, cellar] }, []],
])('for a wanted session stands %s', async (_, waiting, wanted, expected) => {
  expect(await lendWith(waiting, { sessions: [], reserved: new Set(), ...wanted })).toEqual(expected);
});

test('an account to whose waiting session something has come is not lent again', async () => {
  const { server, accounts, account, session } = await withSession();
  server.stored.set(account.jid, [parseXml('<message/>')]);
  await session.send(parseXml('<presence/>'), 'setup');
  const [loan] = await accounts.lendMany(['fresh'], [wants('balcony')]);
  expect([loan?.account.jid === account.jid, loan?.sessions]).toEqual([false, undefined]);
});

test('an account whose waiting session the server has asked something is lent again, without the question', async () => {
  const { server, accounts, account, session } = await withSession();
  server.stored.set(account.jid, [parseXml('<iq type="get" from="example.org" id="q"/>')]);
  await session.send(parseXml('<presence/>'), 'setup');
  const [loan] = await accounts.lendMany(['fresh'], [wants('balcony')]);
  expect([loan?.account, loan?.sessions?.get('balcony')?.inbox]).toEqual([account, []]);
});

test('an account whose session the server does not end is not lent to a case that needs another', async () => {
  const { accounts, account } = await withSession({ closes: false });
  expect((await accounts.lend('fresh')).account.jid).not.toBe(account.jid);
});

test('an account that is not lent because of one of its sessions keeps none open', async () => {
  const { server, accounts } = lendAgain({ closes: false });
  const { account, giveBackClean } = await accounts.lend('fresh');
  const open = (resource: string) => server.connect({ ...login, account, resource });
  const sessions = [await open('balcony'), await open('chamber')];
  await giveBackClean(sessions);
  const [loan] = await accounts.lendMany(['fresh'], [wants('balcony')]);
  expect(loan?.account.jid).not.toBe(account.jid);
  expect(sessions.map(({ ended }) => ended === undefined)).toEqual([false, false]);
});

test('ends waiting sessions in the end, and removes their accounts', async () => {
  const { server, accounts } = await withSession();
  await accounts.close();
  expect([server.accounts.size, server.seen.open]).toEqual([0, 0]);
});
