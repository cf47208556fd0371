import { expect, test } from 'vitest';
import type { Account, UsedAccount } from '../model/session.ts';
import { parseXml } from '../stanza/xml.ts';
import { fakeServer } from './fake-server.test-kit.ts';
import { createWash } from './wash.ts';

const anna = { jid: 'anna@fake.localhost', password: 'secret' };
const bert = { jid: 'bert@fake.localhost', password: 'secret' };

function washOn(behaviour: Parameters<typeof fakeServer>[0] = {}) {
  const server = fakeServer(behaviour);
  for (const { jid, password } of [anna, bert]) server.accounts.set(jid, password);
  const store = ({ jid }: Account, ...xml: readonly string[]) => {
    const stanzas = xml.map((text) => parseXml(text));
    server.stored.set(jid, stanzas);
  };
  return { server, store, wash: createWash({ connect: server.connect, timeoutMs: 50 }) };
}

const used = (account: Account, changes: Partial<UsedAccount> = {}): UsedAccount => ({
  account,
  session: undefined,
  resting: [],
  requesters: [],
  ...changes,
});

test('empties the roster, denies requests and takes messages, until a look finds nothing', async () => {
  const { server, store, wash } = washOn();
  server.rosters.set(anna.jid, new Map([['a@x.invalid', 'both']]));
  store(anna, '<presence type="subscribe" from="e@x.invalid"/>', '<message/>');
  expect(await wash([used(anna)], 0)).toBe(true);
  expect([server.rosters.get(anna.jid)?.size, server.stored.get(anna.jid), server.seen.open]).toEqual([0, [], 0]);
  expect(server.presence).toEqual([
    ...['unavailable', 'available', 'unsubscribe a@x.invalid', 'unsubscribed a@x.invalid', 'unsubscribed e@x.invalid'],
    ...['unavailable', 'available', 'unavailable'],
  ]);
});

test('uses the open session of an account, which stays connected', async () => {
  const { server, wash } = washOn();
  const connect = { account: anna, resource: 'balcony', answers: true, timeoutMs: 50, record: () => undefined };
  const session = await server.connect(connect);
  expect(await wash([used(anna, { session }), used(bert)], 0)).toBe(true);
  expect([server.seen.logins, server.seen.open]).toEqual([2, 1]);
});

test('further open sessions are unavailable afterwards, and have nothing left to read', async () => {
  const { server, store, wash } = washOn();
  const open = (resource: string) =>
    server.connect({ account: anna, resource, answers: true, timeoutMs: 50, record: () => undefined });
  const [session, other] = [await open('balcony'), await open('chamber')];
  store(anna, '<message/>');
  await other.send(parseXml('<presence/>'), 'setup');
  server.presence.splice(0);
  expect(await wash([used(anna, { session, resting: [other] })], 0)).toBe(true);
  expect([server.presence[0], server.presence.at(-1)]).toEqual(['unavailable', 'unavailable']);
  expect([other.inbox.length, session.inbox.length, server.seen.open]).toEqual([0, 0, 2]);
});

test('denies known requests although the server does not show them again', async () => {
  const { server, wash } = washOn();
  expect(await wash([used(anna, { requesters: [bert.jid] })], 0)).toBe(true);
  expect(server.presence[0]).toBe(`unsubscribed ${bert.jid}`);
});

test.each<[string, Parameters<typeof fakeServer>[0], string]>([
  ['a request stays pending', { denies: false }, '<presence type="subscribe" from="e@x.invalid"/>'],
  ['another session of the account is available', {}, `<presence from="${anna.jid}/ghost"/>`],
])('no account is clean when %s on one of them', async (_, behaviour, xml) => {
  const { server, store, wash } = washOn(behaviour);
  store(anna, xml);
  expect(await wash([used(anna), used(bert)], 0)).toBe(false);
  expect(server.seen.open).toBe(0);
});

test('an account that cannot log in, or whose session does not end, is not clean', async () => {
  const { server, wash } = washOn();
  server.accounts.set(anna.jid, 'changed');
  expect(await wash([used(anna), used(bert)], 0)).toBe(false);
  expect(await washOn({ closes: false }).wash([used(anna)], 0)).toBe(false);
});

test('an account whose roster is refused is not clean', async () => {
  expect(await washOn({ refusesRoster: true }).wash([used(anna)], 0)).toBe(false);
});

test('gives up after some washes in a row that leave accounts unclean', async () => {
  let isStrict = true;
  const onLogin = () => (isStrict ? new Error('refused') : undefined);
  const { server, wash } = washOn({ onLogin });
  for (let washes = 0; washes < 8; washes += 1) expect(await wash([used(anna)], 0)).toBe(false);
  isStrict = false;
  expect([await wash([used(anna)], 0), server.seen.logins]).toEqual([false, 0]);
});
