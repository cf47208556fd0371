import { expect, test } from 'vitest';
import { parseXml } from '../stanza/xml.ts';
import { watchExisting } from './account-watch.ts';
import { lendFrom } from './accounts.test-kit.ts';
import { fakeServer } from './fake-server.test-kit.ts';

const account = { jid: 'anna@fake.localhost', password: 'secret' };
const provision = { kind: 'fixed', accounts: [account] } as const;

function lendWatched() {
  const server = fakeServer();
  server.accounts.set(account.jid, account.password);
  const watch = watchExisting({ provision, special: {} })!;
  const connect = watch.watch(server.connect);
  return { server, watch, connect, ...lendFrom({ ...server, connect }, { provision, watch }) };
}

const login = { account, answers: true, timeoutMs: 50, record: () => undefined };

test('refuses an account on which another resource is available, and names both', async () => {
  const { server, accounts } = lendWatched();
  server.stored.set(account.jid, [parseXml(`<presence from="${account.jid}/Psi"/>`)]);
  await expect(accounts.lend('fresh')).rejects.toThrowErrorMatchingInlineSnapshot(
    `[Error: the account anna@fake.localhost is in use elsewhere: the resource "Psi" logged in, which is not of this run; give this run accounts that nothing else uses; runs at the same time can share one list with --shard]`,
  );
  expect(server.seen.open).toBe(0);
});

test('lends an account on which a session of this run lingers for a moment', async () => {
  const { server, connect, accounts } = lendWatched();
  await connect({ ...login, resource: 'balcony' });
  const presence = (type: string) => parseXml(`<presence from="${account.jid}/balcony"${type}/>`);
  server.stored.set(account.jid, [presence(''), presence(' type="unavailable"')]);
  expect((await accounts.lend('fresh')).account).toEqual(account);
});

test('lends an account whose contacts are online', async () => {
  const { server, accounts } = lendWatched();
  const contacts = ['bert@fake.localhost/Psi', 'bert@fake.localhost'];
  server.stored.set(
    account.jid,
    contacts.map((from) => parseXml(`<presence from="${from}"/>`)),
  );
  expect((await accounts.lend('fresh')).account).toEqual(account);
});

test('knows the contacts that were there before the first loan, and only those', async () => {
  const { server, watch, accounts } = lendWatched();
  server.rosters.set(account.jid, new Map([['Habit@x.invalid', 'both']]));
  await (await accounts.lend('fresh')).giveBack();
  server.rosters.get(account.jid)?.set('later@x.invalid', 'both');
  await accounts.lend('fresh');
  const isNew = (contact: string) => watch.isNewContact(account.jid, contact);
  expect([isNew('habit@x.invalid'), isNew('later@x.invalid')]).toEqual([false, true]);
});

test('says nothing about accounts that it does not watch, or has not reset', () => {
  const { watch } = lendWatched();
  expect(watch.isForeign('bert@fake.localhost/Psi')).toBe(false);
  expect(watch.isNewContact(account.jid, 'new@x.invalid')).toBe(false);
  expect(watchExisting({ provision: { kind: 'in-band' }, special: {} })).toBeUndefined();
});

test('takes addresses that differ in case for one account', () => {
  const { watch } = lendWatched();
  expect(watch.isForeign('Anna@FAKE.localhost/Psi')).toBe(true);
});

test('knows which accounts the cases of the run have used together', () => {
  const { watch } = lendWatched();
  watch.together(['anna@fake.localhost', 'bert@fake.localhost']);
  watch.together(['anna@fake.localhost', 'carl@fake.localhost']);
  expect(watch.wereTogether('Anna@fake.localhost', 'bert@fake.localhost')).toBe(true);
  expect(watch.wereTogether('anna@fake.localhost', 'Carl@fake.localhost')).toBe(true);
  expect(watch.wereTogether('anna@fake.localhost', 'dora@fake.localhost')).toBe(false);
});
