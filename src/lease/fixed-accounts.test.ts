import { expect, test, vi } from 'vitest';
import { parseXml } from '../stanza/xml.ts';
import { ProblemError } from '../wording/problems.ts';
import { lendFrom } from './accounts.test-kit.ts';
import { fakeServer, StickyRoster } from './fake-server.test-kit.ts';

const list = ['anna', 'bert'].map((user) => ({ jid: `${user}@fake.localhost`, password: 'secret' }));
const [anna, bert] = list.map((account) => account.jid) as [string, string];

function lendList(behaviour: Parameters<typeof fakeServer>[0] = {}, changes: Parameters<typeof lendFrom>[1] = {}) {
  const server = fakeServer(behaviour);
  for (const { jid, password } of list) server.accounts.set(jid, password);
  return { server, ...lendFrom(server, { provision: { kind: 'fixed', accounts: list }, ...changes }) };
}

test('has the number of different accounts as its capacity', () => {
  const provision = { kind: 'fixed' as const, accounts: [...list, ...list] };
  expect(lendFrom(fakeServer(), { provision }).accounts.capacity).toBe(2);
  expect(lendFrom(fakeServer()).accounts.capacity).toBeUndefined();
});

test('empties the roster and ends subscriptions before it lends an account', async () => {
  const { server, accounts } = lendList();
  const roster = { 'a@x.invalid': 'both', 'b@x.invalid': 'to', 'c@x.invalid': 'from', 'd@x.invalid': 'none' };
  server.rosters.set(anna, new Map(Object.entries(roster)));
  await accounts.lend('fresh');
  expect(server.rosters.get(anna)?.size).toBe(0);
  expect(server.presence).toEqual([
    'unsubscribe a@x.invalid',
    'unsubscribe b@x.invalid',
    'unsubscribed c@x.invalid',
    'unsubscribed a@x.invalid',
    'available',
    'unavailable',
  ]);
});

test('denies pending subscription requests', async () => {
  const { server, accounts } = lendList();
  const stored = ['<presence type="subscribe" from="e@x.invalid"/>', '<message/>'];
  server.stored.set(
    anna,
    stored.map((xml) => parseXml(xml)),
  );
  await accounts.lend('fresh');
  expect(server.presence).toEqual(['available', 'unsubscribed e@x.invalid', 'unavailable']);
});

test('does not lend an account on which an earlier session of the run is still available', async () => {
  const { server, accounts } = lendList();
  const [before] = await accounts.lendMany(['fresh', 'fresh']);
  await before?.giveBack();
  server.stored.set(anna, [parseXml(`<presence from="${anna}/fence"/>`)]);
  await expect(accounts.lend('fresh')).rejects.toThrow(`the server has not noticed that ${anna}/fence is gone`);
});

test('lends an account once an earlier session has ended on the server', async () => {
  const { server, accounts } = lendList();
  const ghost = [`<presence from="${anna}/orchard"/>`, `<presence type="unavailable" from="${anna}/orchard"/>`];
  server.stored.set(
    anna,
    ghost.map((xml) => parseXml(xml)),
  );
  expect((await accounts.lend('fresh')).account.jid).toBe(anna);
});

test('lends each account to one borrower at a time, in the order of the requests', async () => {
  const { accounts } = lendList();
  const first = await accounts.lendMany(['fresh', 'fresh']);
  const order: string[] = [];
  const pair = accounts.lendMany(['fresh', 'fresh']).then(() => order.push('pair'));
  const single = accounts.lend('fresh').then(() => order.push('single'));
  await first[0]?.giveBack();
  expect(order).toEqual([]);
  await first[1]?.giveBack();
  await pair;
  expect(order).toEqual(['pair']);
  await accounts.close();
  await expect(single).rejects.toThrow('the run is ending');
});

test('keeps returned accounts registered', async () => {
  const { server, accounts } = lendList();
  await accounts.lend('fresh');
  await accounts.close();
  expect([...server.accounts.keys()]).toEqual([anna, bert]);
});

test('names the first account where the server refuses all of them', async () => {
  const tried: string[] = [];
  const onLogin = ({ jid }: { readonly jid: string }) => {
    tried.push(jid);
    return new ProblemError({ kind: 'login-refused', jid, condition: 'not-authorized' });
  };
  await expect(lendList({ onLogin }).accounts.lendMany(['fresh', 'fresh'])).rejects.toThrow(anna);
  expect(tried).toEqual([anna]);
});

test('refuses a request for more accounts than were given', async () => {
  const { accounts } = lendList();
  await expect(accounts.lendMany(['fresh', 'fresh', 'fresh'])).rejects.toThrowErrorMatchingInlineSnapshot(
    `[Error: 3 accounts are needed, and 2 were given; give more with --account JID]`,
  );
});

test('names an account that cannot log in, and tries no other account', async () => {
  const { server, accounts } = lendList();
  server.accounts.set(anna, 'changed');
  await expect(accounts.lend('fresh')).rejects.toThrowErrorMatchingInlineSnapshot(
    `[Error: the account anna@fake.localhost cannot be used: authentication failed for anna@fake.localhost: not-authorized]`,
  );
  await expect(accounts.lendMany(['fresh', 'fresh'])).rejects.toThrow(`${anna} cannot be used`);
  expect(server.seen.logins).toBe(0);
});

test('waits once for a server that does not answer', async () => {
  let logins = 0;
  const onLogin = () => {
    logins += 1;
    return new ProblemError({ kind: 'no-answer', to: 'the login', timeoutMs: 50 });
  };
  const { accounts } = lendList({ onLogin });
  await expect(accounts.lend('fresh')).rejects.toThrow('no answer to the login within 50 ms');
  await expect(accounts.lend('fresh')).rejects.toThrow('no answer to the login within 50 ms');
  expect(logins).toBe(1);
});

test('one login without an answer ends nothing on a server that has answered others; three in a row do', async () => {
  let logins = 0;
  let isSilent = (login: number): boolean => login === 2;
  const onLogin = () => {
    logins += 1;
    return isSilent(logins) ? new ProblemError({ kind: 'no-answer', to: 'the login', timeoutMs: 50 }) : undefined;
  };
  const { accounts } = lendList({ onLogin });
  await (await accounts.lend('fresh')).giveBack();
  await expect(accounts.lend('fresh')).rejects.toThrow('no answer to the login within 50 ms');
  await (await accounts.lend('fresh')).giveBack();
  isSilent = () => true;
  for (const _ of [1, 2, 3, 4, 5]) await expect(accounts.lend('fresh')).rejects.toThrow('no answer to the login');
  expect(logins).toBe(6);
});

test('stops lending once no roster can be emptied, and says what to give', async () => {
  const { server, accounts } = lendList();
  for (const loan of await accounts.lendMany(['fresh', 'fresh'])) await loan.giveBack();
  for (const jid of [anna, bert]) server.rosters.set(jid, new StickyRoster([['a@x.invalid', 'none']]));
  await expect(accounts.lend('fresh')).rejects.toThrow('its roster still has 1 item after 3 attempts to empty it');
  server.rosters.clear();
  await expect(accounts.lend('fresh')).rejects.toThrow('give accounts with empty rosters');
});

test('lends each account as a used one where none can be emptied, and only one that is emptied as a fresh one', async () => {
  const { server, accounts } = lendList();
  for (const jid of [anna, bert]) server.rosters.set(jid, new StickyRoster([['a@x.invalid', 'none']]));
  const both = [await accounts.lend('used'), await accounts.lend('used')];
  expect(both.map(({ account }) => account.jid).sort()).toEqual([anna, bert]);
  await Promise.all(both.map((loan) => loan.giveBack()));
  await expect(accounts.lend('fresh')).rejects.toThrow('its roster still has 1 item');
  expect([anna, bert]).toContain((await accounts.lend('used')).account.jid);
});

test('empties the roster of a used account where the server allows it', async () => {
  const { server, accounts } = lendList();
  server.rosters.set(anna, new Map([['a@x.invalid', 'none']]));
  await accounts.lend('used');
  expect(server.rosters.get(anna)?.size).toBe(0);
});

test('leaves out an account whose roster keeps an item where others are emptied, and lends another for it', async () => {
  const spoilt = vi.fn();
  const { server, accounts } = lendList({}, { onSpoilt: spoilt });
  server.rosters.set(bert, new Map([['a@x.invalid', 'none']]));
  for (const loan of await accounts.lendMany(['fresh', 'fresh'])) await loan.giveBack();
  server.rosters.set(anna, new StickyRoster([['a@x.invalid', 'none']]));
  const [first, second] = [await accounts.lend('fresh'), accounts.lend('fresh')];
  expect(first.account.jid).toBe(bert);
  await first.giveBack();
  expect((await second).account.jid).toBe(bert);
  expect(spoilt.mock.calls).toMatchObject([[{ kind: 'account-unusable', jid: anna }]]);
  expect(accounts.capacity).toBe(1);
});

test('says why an account was left out where too few are left', async () => {
  const { server, accounts } = lendList();
  server.rosters.set(bert, new Map([['a@x.invalid', 'none']]));
  for (const loan of await accounts.lendMany(['fresh', 'fresh'])) await loan.giveBack();
  server.rosters.set(anna, new StickyRoster([['a@x.invalid', 'none']]));
  for (const _ of [1, 2]) await expect(accounts.lendMany(['fresh', 'fresh'])).rejects.toThrow(`${anna} cannot be used`);
  expect((await accounts.lend('fresh')).account.jid).toBe(bert);
});

test.each([1, 2])('%s accounts whose rosters are no XML from the start do not end the run', async (count) => {
  const users = ['anna', 'bert', 'carl'].map((user) => ({ jid: `${user}@fake.localhost`, password: 'secret' }));
  const broken = users.slice(0, count).map(({ jid }) => jid);
  const cause = { kind: 'ill-formed-xml', fault: 'ill-formed', detail: 'disallowed character.', excerpt: '' } as const;
  const ended = { kind: 'request-ended', id: 'roster', cause } as const;
  const onLogin = ({ jid }: { jid: string }) => (broken.includes(jid) ? new ProblemError(ended) : undefined);
  const server = fakeServer({ onLogin });
  for (const { jid, password } of users) server.accounts.set(jid, password);
  const { accounts } = lendFrom(server, { provision: { kind: 'fixed', accounts: users } });
  expect((await accounts.lend('fresh')).account.jid).toBe(users[count]?.jid);
});

test('an account whose login once brought broken XML is lent again', async () => {
  let logins = 0;
  const xml = { kind: 'ill-formed-xml', fault: 'ill-formed', detail: 'a second XML declaration', excerpt: '' } as const;
  const onLogin = () => {
    logins += 1;
    return logins === 2 ? new ProblemError(xml) : undefined;
  };
  const spoilt = vi.fn();
  const { accounts } = lendList({ onLogin }, { onSpoilt: spoilt });
  await (await accounts.lend('fresh')).giveBack();
  await expect(accounts.lend('fresh')).rejects.toThrow('cannot be used');
  expect(await accounts.lendMany(['fresh', 'fresh'])).toHaveLength(2);
  expect(spoilt).not.toHaveBeenCalled();
});

test('where no roster can be emptied, each account serves until it holds something, and the first is told of', async () => {
  const users = Array.from({ length: 6 }, (_, at) => ({ jid: `user${at}@fake.localhost`, password: 'secret' }));
  const spoilt = vi.fn();
  const server = fakeServer();
  for (const { jid, password } of users) server.accounts.set(jid, password);
  const { accounts } = lendFrom(server, { provision: { kind: 'fixed', accounts: users }, onSpoilt: spoilt });
  const lent: string[] = [];
  for (const _ of users) {
    const { account, giveBack } = await accounts.lend('fresh');
    lent.push(account.jid);
    server.rosters.set(account.jid, new StickyRoster([['a@x.invalid', 'none']]));
    await giveBack();
  }
  expect(lent).toEqual(users.map(({ jid }) => jid));
  await expect(accounts.lend('fresh')).rejects.toThrow('cannot be used');
  expect(spoilt).toHaveBeenCalledTimes(1);
});
