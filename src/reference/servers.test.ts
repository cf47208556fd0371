// Two servers, with a client on each.

import { expect, test } from 'vitest';
import { serialize } from '../stanza/serialize.ts';
import { bind, login, register, type TestClient } from './client.test-kit.ts';
import { MANTUA, usePeers, VERONA } from './peers.test-kit.ts';
import { attr, itemsIn, messageIdsIn, outcomesOf, stateIn, typesIn } from './stanza-text.test-kit.ts';

const peers = await usePeers();
const GET = '<iq type="get"><query xmlns="jabber:iq:roster"/></iq>';
let count = 0;

interface Pair {
  /** The local part of both. */
  readonly name: string;
  /** The bare JID of the user of the first server, and its client. */
  readonly juliet: string;
  readonly a: TestClient;
  /** The bare JID of the user of the second server, and its client. */
  readonly romeo: string;
  readonly b: TestClient;
}

/** A user of each server, online as resource r. */
async function makePair(): Promise<Pair> {
  const name = `user${++count}`;
  const [a, b] = [await login(peers.verona, `${name}/r`), await login(peers.mantua, `${name}/r`)];
  return { name, juliet: `${name}@${VERONA}`, a, romeo: `${name}@${MANTUA}`, b };
}

/** What the client has received up to the answer of a domain to its ping. */
const upToPing = async (client: TestClient, domain: string) =>
  (await client.ask(`<iq type="get" to="${domain}"><ping xmlns="urn:xmpp:ping"/></iq>`)).slice(0, -1);

/** What both have received when all that one has sent has had its effects on the other server, and those theirs. */
async function settled({ a, b }: Pair) {
  const first = await upToPing(a, MANTUA);
  const atB = await upToPing(b, VERONA);
  return { a: [...first, ...(await a.fence())], b: atB };
}

/** Each subscribes to the presence of the other. */
async function befriend(pair: Pair): Promise<Pair> {
  const { a, b, juliet, romeo } = pair;
  a.send(`<presence type="subscribe" to="${romeo}"/>`);
  await settled(pair);
  b.send(`<presence type="subscribed" to="${juliet}"/><presence type="subscribe" to="${juliet}"/>`);
  await settled(pair);
  a.send(`<presence type="subscribed" to="${romeo}"/>`);
  await settled(pair);
  await settled(pair);
  return pair;
}

const statesOf = async (clients: readonly TestClient[]) =>
  Promise.all(clients.map(async (client) => stateIn(itemsIn(await client.ask(GET))[0])));

test('a subscription between two servers is requested, approved, cancelled and ended', async () => {
  const pair = await makePair();
  const { a, b, juliet, romeo } = pair;
  a.send(`<presence type="subscribe" to="${romeo}/any" id="s"><status>hi</status></presence>`);
  const requested = await settled(pair);
  expect(requested.b).toEqual([
    `<presence type="subscribe" to="${romeo}" id="s" from="${juliet}"><status>hi</status></presence>`,
  ]);
  expect(itemsIn(requested.a).map(stateIn)).toEqual([{ subscription: 'none', ask: true, approved: false }]);
  b.send(`<presence type="subscribed" to="${juliet}"/>`);
  const approved = await settled(pair);
  expect(typesIn((await settled(pair)).a)).toEqual([]);
  expect(itemsIn(approved.b).map((item) => stateIn(item).subscription)).toEqual(['from']);
  expect((await statesOf([a, b])).map(({ subscription }) => subscription)).toEqual(['to', 'from']);
  b.send(`<presence type="unsubscribed" to="${juliet}"/>`);
  const cancelled = await settled(pair);
  expect(typesIn(cancelled.a)).toEqual(['unavailable', 'unsubscribed']);
  expect((await statesOf([a, b])).map(({ subscription }) => subscription)).toEqual(['none', 'none']);
});

test('an approval brings the presence of the contact, with its children', async () => {
  const pair = await makePair();
  const { a, b, juliet, romeo } = pair;
  b.send('<presence><show>dnd</show></presence>');
  a.send(`<presence type="subscribe" to="${romeo}"/>`);
  await settled(pair);
  b.send(`<presence type="subscribed" to="${juliet}"/>`);
  const first = await settled(pair);
  const seen = [...first.a, ...(await settled(pair)).a];
  expect(typesIn(seen)).toEqual(['subscribed', 'available']);
  expect(seen).toContain(`<presence from="${romeo}/r" to="${juliet}"><show>dnd</show></presence>`);
});

test('a pre-approved request is answered by the other server', async () => {
  const pair = await makePair();
  const { a, b, juliet, romeo } = pair;
  b.send(`<presence type="subscribed" to="${juliet}"/>`);
  await settled(pair);
  a.send(`<presence type="subscribe" to="${romeo}"/>`);
  const { a: atA, b: atB } = await settled(pair);
  expect(typesIn(atA)).toEqual(['subscribed', 'available']);
  expect(typesIn(atB)).toEqual([]);
});

test('a request waits for a contact that is offline, and its approval for the user', async () => {
  const name = `user${++count}`;
  const [juliet, romeo] = [`${name}@${VERONA}`, `${name}@${MANTUA}`];
  await register(peers.mantua, name);
  const a = await login(peers.verona, `${name}/r`);
  a.send(`<presence type="subscribe" to="${romeo}"/>`);
  await upToPing(a, MANTUA);
  const b = await bind(peers.mantua, `${name}/r`);
  await b.ask(GET);
  b.send('<presence/>');
  expect(typesIn(await b.fence())).toEqual(['available', 'subscribe']);
  a.send('</stream:stream>');
  await a.closed();
  b.send(`<presence type="subscribed" to="${juliet}"/>`);
  await upToPing(b, VERONA);
  const again = await bind(peers.verona, `${name}/again`);
  expect(await statesOf([again])).toEqual([{ subscription: 'to', ask: false, approved: false }]);
});

test('a login probes the contacts of the other server, which answers with their presence', async () => {
  const pair = await befriend(await makePair());
  const { name, a, b, romeo } = pair;
  b.send('<presence id="now"><show>xa</show></presence>');
  await settled(pair);
  const more = await bind(peers.verona, `${name}/more`);
  more.send('<presence/>');
  const seen = await upToPing(more, MANTUA);
  expect(seen).toContain(`<presence id="now" from="${romeo}/r" to="${pair.juliet}"><show>xa</show></presence>`);
  expect((await settled(pair)).b.filter((stanza) => stanza.includes(`from="${pair.juliet}/more"`))).toHaveLength(1);
  expect(a.isClosed).toBe(false);
});

test('a probe for a subscriber is answered with unavailable presence while the account is offline', async () => {
  const { a, b, romeo } = await befriend(await makePair());
  b.send('</stream:stream>');
  await b.closed();
  await upToPing(a, MANTUA);
  a.send(`<presence type="probe" to="${romeo}"/>`);
  expect(typesIn(await upToPing(a, MANTUA))).toEqual(['unavailable']);
});

test('the subscriptions of an account that is removed end on the other server', async () => {
  const { a, b } = await befriend(await makePair());
  b.send('<iq type="set" id="x"><query xmlns="jabber:iq:register"><remove/></query></iq>');
  await b.closed();
  await upToPing(a, MANTUA);
  expect(await statesOf([a])).toEqual([{ subscription: 'none', ask: false, approved: false }]);
});

test.each([
  ['unavailable presence', (client: TestClient) => client.send('<presence type="unavailable"/>')],
  ['closing the stream', (client: TestClient) => client.send('</stream:stream>')],
  ['a lost connection', (client: TestClient) => client.socket.destroy()],
])('%s reaches subscribers and recipients of directed presence on the other server, once', async (_, leave) => {
  const pair = await befriend(await makePair());
  const stranger = await login(peers.verona, `stranger${count}/r`);
  pair.b.send(`<presence to="stranger${count}@${VERONA}/r"/>`);
  await settled(pair);
  leave(pair.b);
  for (const client of [pair.a, stranger]) {
    let received = await client.next();
    while (received.attrs['type'] !== 'unavailable') received = await client.next();
    expect(received.attrs['from']).toBe(`${pair.romeo}/r`);
    expect(typesIn(await upToPing(client, MANTUA))).toEqual([]);
  }
});

test('messages between two servers stay in order, to bare and full JIDs alike', async () => {
  const pair = await makePair();
  const ids = Array.from({ length: 50 }, (_, index) => String(index));
  const target = (id: string) => (id.endsWith('1') ? pair.romeo : `${pair.romeo}/r`);
  pair.a.send(
    ids.map((id) => `<message type="chat" to="${target(id)}" id="${id}"><body>${id}</body></message>`).join(''),
  );
  const { b } = await settled(pair);
  expect(messageIdsIn(b)).toEqual(ids);
  expect(b[1]).toBe(`<message type="chat" to="${pair.romeo}" id="1" from="${pair.juliet}/r"><body>1</body></message>`);
});

test('a message to an account that is offline is stored there, and delivered with the time', async () => {
  const { a, b, romeo, name } = await makePair();
  b.send('</stream:stream>');
  await b.closed();
  a.send(`<message type="chat" to="${romeo}" id="late"><body>hi</body></message>`);
  await upToPing(a, MANTUA);
  const again = await bind(peers.mantua, `${name}/again`);
  again.send('<presence/>');
  const [late = ''] = (await again.fence()).filter((stanza) => stanza.startsWith('<message'));
  expect(attr(late, 'id')).toBe('late');
  expect(late).toContain('<delay ');
});

test('errors of the other server come from the address that was asked for', async () => {
  const { a, romeo } = await makePair();
  const to = `nobody@${MANTUA}/x`;
  a.send(`<message to="${to}" id="m"/><iq type="get" to="${to}" id="i"><query xmlns="urn:x"/></iq>`);
  a.send(`<iq type="get" to="${romeo}" id="r"><query xmlns="jabber:iq:roster"/></iq>`);
  const seen = await upToPing(a, MANTUA);
  expect(seen.map((stanza) => /<(service-unavailable|forbidden) /.exec(stanza)?.[1])).toEqual([
    'service-unavailable',
    'service-unavailable',
    'forbidden',
  ]);
  expect(seen.map((stanza) => attr(stanza, 'from'))).toEqual([to, to, romeo]);
  expect(seen.map((stanza) => attr(stanza, 'id'))).toEqual(['m', 'i', 'r']);
});

test('an IQ reaches the resource that shares its presence, and the answer returns', async () => {
  const pair = await befriend(await makePair());
  const { a, b, juliet, romeo } = pair;
  a.send(`<iq type="get" to="${romeo}/r" id="q"><query xmlns="urn:x"/></iq>`);
  expect((await settled(pair)).b).toEqual([
    `<iq type="get" to="${romeo}/r" id="q" from="${juliet}/r"><query xmlns="urn:x"/></iq>`,
  ]);
  b.send(`<iq type="result" to="${juliet}/r" id="q"/>`);
  await upToPing(b, VERONA);
  expect(await a.fence()).toEqual([`<iq type="result" to="${juliet}/r" id="q" from="${romeo}/r"/>`]);
});

test('a domain without a server is not found', async () => {
  const { a } = await makePair();
  a.send('<message to="romeo@padua.localhost" id="m"/>');
  const returned = serialize(await a.next());
  expect([attr(returned, 'from'), ...outcomesOf([returned])]).toEqual([
    'romeo@padua.localhost',
    'error remote-server-not-found',
  ]);
});

test('a cut connection is opened again, by either server, and presence stays as it was', async () => {
  const pair = await befriend(await makePair());
  const { a, b, juliet, romeo } = pair;
  peers.cut();
  a.send(`<message to="${romeo}/r" id="lost"/>`);
  await a.fence();
  // Until the servers have seen the end, what they send may be lost.
  while ((await pingOutcome(a)) !== 'result') {}
  while ((await pingOutcome(b, VERONA)) !== 'result') {}
  b.send('<presence id="p"/>');
  const { a: atA } = await settled(pair);
  expect(atA).toContain(`<presence id="p" from="${romeo}/r" to="${juliet}"/>`);
});

async function pingOutcome(client: TestClient, domain = MANTUA) {
  return attr(
    (await client.ask(`<iq type="get" to="${domain}"><ping xmlns="urn:xmpp:ping"/></iq>`)).at(-1) ?? '',
    'type',
  );
}

test('a restart keeps accounts and subscriptions, ends all streams, and forgets who is online', async () => {
  const pair = await befriend(await makePair());
  const { name, a, b, juliet, romeo } = pair;
  const { port } = peers.mantua;
  await peers.mantua.restart();
  await b.closed();
  expect([peers.mantua.port, a.isClosed]).toEqual([port, false]);
  const again = await bind(peers.mantua, `${name}/again`);
  expect(await statesOf([again])).toEqual([{ subscription: 'both', ask: false, approved: false }]);
  while ((await pingOutcome(a)) !== 'result') {}
  again.send('<presence/>');
  expect(await upToPing(again, VERONA)).toContain(`<presence from="${juliet}/r" to="${romeo}"/>`);
});
