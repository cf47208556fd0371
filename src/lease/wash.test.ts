import { expect, test } from 'vitest';
import type { Account, Session, UsedAccount } from '../model/session.ts';
import { parseXml } from '../stanza/xml.ts';
import { fakeServer } from './fake-server.test-kit.ts';
import { createWash, type WashSide } from './wash.ts';

const anna = { jid: 'anna@fake.localhost', password: 'secret' };
const bert = { jid: 'bert@fake.localhost', password: 'secret' };

function washOn(behaviour: Parameters<typeof fakeServer>[0] = {}) {
  const server = fakeServer(behaviour);
  for (const { jid, password } of [anna, bert]) server.accounts.set(jid, password);
  const store = ({ jid }: Account, ...xml: readonly string[]) => {
    const stanzas = xml.map((text) => parseXml(text));
    server.stored.set(jid, stanzas);
  };
  const side: WashSide = { connect: server.connect, timeoutMs: 50, withRoom: (_, work) => work() };
  const washBy = createWash(side);
  const wash = (used: readonly UsedAccount[]) => washBy(used, { settleMs: 0 });
  return { server, store, side, wash };
}

const used = (account: Account, changes: Partial<UsedAccount> = {}): UsedAccount => ({
  account,
  session: undefined,
  idle: [],
  requesters: [],
  ...changes,
});

test('empties the roster, denies requests and takes messages, until a look finds nothing', async () => {
  const { server, store, wash } = washOn();
  server.rosters.set(anna.jid, new Map([['a@x.invalid', 'both']]));
  store(anna, '<presence type="subscribe" from="e@x.invalid"/>', '<message/>');
  expect(await wash([used(anna)])).toBe(true);
  expect([server.rosters.get(anna.jid)?.size, server.stored.get(anna.jid), server.seen.open]).toEqual([0, [], 0]);
  expect(server.presence).toEqual([
    ...['unsubscribe a@x.invalid', 'unsubscribed a@x.invalid'],
    ...['unavailable', 'available', 'unsubscribed e@x.invalid'],
    ...['unavailable', 'available', 'unavailable'],
  ]);
});

test('roster items alone need one look', async () => {
  const { server, wash } = washOn();
  server.rosters.set(anna.jid, new Map([['a@x.invalid', 'none']]));
  expect(await wash([used(anna)])).toBe(true);
  expect([server.rosters.get(anna.jid)?.size, server.presence]).toEqual([
    0,
    ['unavailable', 'available', 'unavailable'],
  ]);
});

test('contacts in the same wash remove their items without a word; the server ends their subscriptions', async () => {
  const { server, wash } = washOn();
  server.rosters.set(anna.jid, new Map([[bert.jid, 'both']]));
  server.rosters.set(bert.jid, new Map([[anna.jid, 'both']]));
  expect(await wash([used(anna), used(bert)])).toBe(true);
  expect([server.rosters.get(anna.jid)?.size, server.rosters.get(bert.jid)?.size]).toEqual([0, 0]);
  expect(server.presence.filter((sent) => sent.startsWith('unsub'))).toEqual([]);
});

test('a request of a contact in the same wash is withdrawn', async () => {
  const { server, wash } = washOn();
  server.rosters.set(anna.jid, new Map([[bert.jid, 'none ask']]));
  expect(await wash([used(anna), used(bert)])).toBe(true);
  expect(server.presence[0]).toBe(`unsubscribe ${bert.jid}`);
});

test('a further open session that fails while the wash goes on makes it fail, and nothing else', async () => {
  const { server, wash } = washOn();
  const open = (resource: string) =>
    server.connect({ account: anna, resource, answers: true, timeoutMs: 50, record: () => undefined });
  const [session, other] = [await open('balcony'), await open('chamber')];
  await other.send(parseXml('<presence/>'), 'setup');
  const cut: Session = Object.create(other, { request: { value: () => Promise.reject(new Error('cut')) } });
  const slow: Session = Object.create(session, {
    request: { value: () => new Promise((_, reject) => setTimeout(reject, 20, new Error('cut, too'))) },
  });
  expect(await wash([used(anna, { session: slow, idle: [cut] })])).toBe(false);
});

test('no account is clean where presence of another one comes: it shows a subscription that no roster shows', async () => {
  const { store, wash } = washOn();
  store(anna, `<presence from="${bert.jid}/orchard"/>`);
  expect(await wash([used(anna), used(bert)])).toBe(false);
});

test('uses the open session of an account, which stays connected', async () => {
  const { server, wash } = washOn();
  const connect = { account: anna, resource: 'balcony', answers: true, timeoutMs: 50, record: () => undefined };
  const session = await server.connect(connect);
  expect(await wash([used(anna, { session }), used(bert)])).toBe(true);
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
  expect(await wash([used(anna, { session, idle: [other] })])).toBe(true);
  expect([server.presence[0], server.presence.at(-1)]).toEqual(['unavailable', 'unavailable']);
  expect([other.inbox.length, session.inbox.length, server.seen.open]).toEqual([0, 0, 2]);
});

test('a further open session that has sent no presence sends none', async () => {
  const { server, wash } = washOn();
  const open = (resource: string) =>
    server.connect({ account: anna, resource, answers: true, timeoutMs: 50, record: () => undefined });
  const [session, other] = [await open('balcony'), await open('cellar')];
  expect(await wash([used(anna, { session, idle: [other] })])).toBe(true);
  expect([session.hasSentPresence, other.hasSentPresence]).toEqual([true, false]);
});

test('denies known requests although the server does not show them again', async () => {
  const { server, wash } = washOn();
  expect(await wash([used(anna, { requesters: [bert.jid] })])).toBe(true);
  expect(server.presence[0]).toBe(`unsubscribed ${bert.jid}`);
});

test.each<[string, Parameters<typeof fakeServer>[0], string]>([
  ['a request stays pending', { denies: false }, '<presence type="subscribe" from="e@x.invalid"/>'],
  ['another session of the account is available', {}, `<presence from="${anna.jid}/ghost"/>`],
])('no account is clean when %s on one of them', async (_, behaviour, xml) => {
  const { server, store, wash } = washOn(behaviour);
  store(anna, xml);
  expect(await wash([used(anna), used(bert)])).toBe(false);
  expect(server.seen.open).toBe(0);
});

test('an account that cannot log in, or whose session does not end, is not clean', async () => {
  const { server, wash } = washOn();
  server.accounts.set(anna.jid, 'changed');
  expect(await wash([used(anna), used(bert)])).toBe(false);
  expect(await washOn({ closes: false }).wash([used(anna)])).toBe(false);
});

test('an account whose roster is refused is not clean', async () => {
  expect(await washOn({ refusesRoster: true }).wash([used(anna)])).toBe(false);
});

test('gives up after some washes in a row that leave accounts unclean', async () => {
  let isStrict = true;
  const onLogin = () => (isStrict ? new Error('refused') : undefined);
  const { server, wash } = washOn({ onLogin });
  for (let washes = 0; washes < 3; washes += 1) expect(await wash([used(anna)])).toBe(false);
  isStrict = false;
  expect([await wash([used(anna)]), server.seen.logins]).toEqual([false, 0]);
});

/** Anna on one server and bert on another, in one wash. */
function washPair(behaviour: Parameters<typeof fakeServer>[0] = {}) {
  const [own, peer] = [washOn(), washOn(behaviour)];
  const wash = createWash(own.side, peer.side);
  return { own, peer, wash, used: [used(anna), used(bert, { isPeer: true })] };
}

test('accounts of two servers are washed together: each logs in to its own server', async () => {
  const { own, peer, wash, used } = washPair();
  own.server.rosters.set(anna.jid, new Map([['bert@peer', 'both']]));
  peer.store(bert, '<presence type="subscribe" from="anna@fake.localhost"/>');
  expect(await wash(used, { settleMs: 0, cross: async () => undefined })).toBe(true);
  expect([own.server.rosters.get(anna.jid)?.size, peer.server.stored.get(bert.jid)]).toEqual([0, []]);
  expect([own, peer].map(({ server }) => server.seen.logins)).toEqual([1, 1]);
});

test('each look reads the rosters after what is under way between the servers has arrived', async () => {
  const { own, peer, wash, used } = washPair();
  own.server.rosters.set(anna.jid, new Map([['bert@peer', 'to']]));
  const looks: (readonly string[])[] = [];
  const late = new Map([['anna@fake.localhost', 'from']]);
  const cross = async (sessions: readonly Session[]) => {
    looks.push(sessions.map(({ jid }) => jid.replace(/[/].*/, '')));
    // A stanza sent before the first look changes the roster of the peer only now.
    if (looks.length === 1) peer.server.rosters.get(bert.jid)?.set(...[...late][0]!);
  };
  expect(await wash(used, { settleMs: 0, cross })).toBe(true);
  expect(looks).toEqual(Array.from({ length: 2 }, () => [anna.jid, bert.jid]));
  expect(peer.server.rosters.get(bert.jid)?.size).toBe(0);
});

test('no account of either server is clean where the crossing is not proven', async () => {
  const { wash, used } = washPair();
  expect(await wash(used, { settleMs: 0, cross: () => Promise.reject(new Error('no answer')) })).toBe(false);
});

test('no account of either server is clean where a request stays pending on the peer', async () => {
  const { own, peer, wash, used } = washPair({ denies: false });
  peer.store(bert, '<presence type="subscribe" from="anna@fake.localhost"/>');
  expect(await wash(used, { settleMs: 0, cross: async () => undefined })).toBe(false);
  expect([own, peer].map(({ server }) => server.seen.open)).toEqual([0, 0]);
});

test('nothing is washed where one of the servers has no room for clean accounts', async () => {
  const { own, peer } = washPair();
  const wash = createWash(own.side, { ...peer.side, withRoom: async () => false });
  expect(await wash([used(anna), used(bert, { isPeer: true })], { settleMs: 0 })).toBe(false);
  expect(own.server.seen.logins).toBe(0);
});
