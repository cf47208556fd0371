import { expect, test } from 'vitest';
import type { StateName } from '../spec/appendix-a.ts';
import { findCell, findState, loadAppendixA } from '../spec/appendix-a.ts';
import { login, type TestClient } from './client.test-kit.ts';
import { useServer } from './server.test-kit.ts';
import { itemsIn, stateIn, typesIn } from './stanza-text.test-kit.ts';

const appendix = loadAppendixA();
const server = await useServer();

const GET = '<iq type="get"><query xmlns="jabber:iq:roster"/></iq>';
let pairs = 0;

interface Pair {
  readonly user: TestClient;
  readonly contact: TestClient;
  readonly jids: { readonly user: string; readonly contact: string };
  readonly names: { readonly user: string; readonly contact: string };
}

/** Makes two online accounts in a state, by its moves. Discards what both receive meanwhile. */
async function reach(state: StateName): Promise<Pair> {
  const names = { user: `u${++pairs}`, contact: `c${pairs}` };
  const jids = { user: `${names.user}@${server.domain}`, contact: `${names.contact}@${server.domain}` };
  const pair = {
    user: await login(server, `${names.user}/r`),
    contact: await login(server, `${names.contact}/r`),
    jids,
    names,
  };
  for (const { who, type } of findState(appendix, state).moves) await move(pair, { who, type });
  return pair;
}

interface Move {
  readonly who: 'user' | 'contact';
  readonly type: string;
  readonly content?: string;
}

/** Sends a subscription stanza. Returns what both have received after it. */
async function move(pair: Pair, { who, type, content = '' }: Move) {
  const to = pair.jids[who === 'user' ? 'contact' : 'user'];
  pair[who].send(`<presence type="${type}" to="${to}" id="m">${content}</presence>`);
  const own = await pair[who].fence();
  const other = await pair[who === 'user' ? 'contact' : 'user'].fence();
  return who === 'user' ? { user: own, contact: other } : { user: other, contact: own };
}

const outbound = appendix.tables.filter((t) => t.direction === 'outbound');
const inbound = appendix.tables.filter((t) => t.direction === 'inbound');

test.each(outbound.flatMap((t) => t.cells.map((cell) => ({ stanza: t.stanza, cell }))))(
  'the user sends the stanza of the cell $cell.id',
  async ({ stanza, cell }) => {
    const pair = await reach(cell.state);
    const seen = await move(pair, { who: 'user', type: stanza });
    const isDue = cell.push.due === 'MUST' || cell.push.due === 'pre-approval-supported';
    expect(itemsIn(seen.user).slice(0, 1).map(stateIn)).toEqual(isDue ? [cell.push.shows] : []);
    const atContact = findCell(appendix, 'inbound', stanza, findState(appendix, cell.state).mirror);
    const isDelivered = cell.pass === 'MUST' && atContact.pass === 'MUST';
    expect(typesIn(seen.contact).includes(stanza)).toBe(isDelivered);
    const after = findState(appendix, cell.newState);
    const approved = cell.preApproval === 'set';
    expect(stateIn(itemsIn(await pair.user.ask(GET))[0])).toEqual({
      subscription: after.subscription,
      ask: after.ask,
      approved,
    });
  },
);

test.each(inbound.flatMap((t) => t.cells.filter((c) => c.localCause).map((cell) => ({ stanza: t.stanza, cell }))))(
  'the contact sends the stanza of the cell $cell.id',
  async ({ stanza, cell }) => {
    const pair = await reach(cell.state);
    const seen = await move(pair, { who: 'contact', type: stanza });
    expect(itemsIn(seen.user).map(stateIn)).toEqual(cell.push.due === 'MUST' ? [cell.push.shows] : []);
    expect(typesIn(seen.user).includes(stanza)).toBe(cell.pass === 'MUST');
    const { subscription, ask, pendingIn } = findState(appendix, cell.newState);
    expect(stateIn(itemsIn(await pair.user.ask(GET))[0])).toMatchObject({ subscription, ask });
    const again = await receivedAtLogin(`${pair.names.user}/again`);
    expect(typesIn(again).includes('subscribe')).toBe(pendingIn);
  },
);

/** Returns what another resource of an account receives after its initial presence. */
async function receivedAtLogin(address: string): Promise<readonly string[]> {
  const client = await login(server, address);
  client.send('<presence type="unavailable"/>');
  await client.fence();
  client.send('<presence/>');
  return client.fence();
}

test('a request goes from bare JID to bare JID and keeps its id and content', async () => {
  const pair = await reach('None');
  pair.user.send(
    `<presence type="subscribe" to="${pair.jids.contact}/x" id="s1"><status>hi</status><x xmlns="urn:x"/></presence>`,
  );
  await pair.user.fence();
  expect(await pair.contact.fence()).toEqual([
    `<presence type="subscribe" to="${pair.jids.contact}" id="s1" from="${pair.jids.user}"><status>hi</status><x xmlns="urn:x"/></presence>`,
  ]);
});

test('a request to an offline contact is stored once, with its children, until it is answered', async () => {
  const pair = await reach('None');
  pair.contact.send('<presence type="unavailable"/>');
  await pair.contact.fence();
  await move(pair, { who: 'user', type: 'subscribe', content: '<x xmlns="urn:x"/>' });
  await move(pair, { who: 'user', type: 'subscribe' });
  for (const _ of [1, 2]) {
    pair.contact.send('<presence type="unavailable"/><presence/>');
    const requests = (await pair.contact.fence()).filter((s) => s.includes('"subscribe"'));
    expect(requests).toHaveLength(1);
    expect(requests[0]).toContain('<x xmlns="urn:x"/>');
  }
  expect((await pair.contact.ask(GET)).flatMap((s) => itemsIn([s]))).toEqual([]);
  await move(pair, { who: 'contact', type: 'unsubscribed' });
  pair.contact.send('<presence type="unavailable"/><presence/>');
  expect(typesIn(await pair.contact.fence())).not.toContain('subscribe');
});

test('an approval is delivered before its push, and the presence of the contact after it', async () => {
  const pair = await reach('None + Pending Out');
  const { user } = await move(pair, { who: 'contact', type: 'subscribed' });
  expect(user[0]).toContain('type="subscribed"');
  expect(itemsIn([user[1] ?? '']).map(stateIn)).toEqual([{ subscription: 'to', ask: false, approved: false }]);
  expect(user[2]).toMatch(new RegExp(`^<presence from="${pair.jids.contact}/r" to="${pair.jids.user}"`));
});

test('a cancelled subscriber receives unavailable presence before the cancellation', async () => {
  const pair = await reach('From');
  const { contact } = await move(pair, { who: 'user', type: 'unsubscribed' });
  expect(typesIn(contact)).toEqual(['unavailable', 'unsubscribed']);
  expect(contact[0]).toContain(`from="${pair.jids.user}/r"`);
});

test('a subscriber who unsubscribes receives unavailable presence, and the stanza is delivered before the push', async () => {
  const pair = await reach('From');
  const { user, contact } = await move(pair, { who: 'contact', type: 'unsubscribe' });
  expect(user[0]).toContain('type="unsubscribe"');
  expect(itemsIn([user[1] ?? '']).map(stateIn)).toEqual([{ subscription: 'none', ask: false, approved: false }]);
  expect(typesIn(contact)).toEqual(['unavailable']);
});

test('the request of a pre-approved contact is approved automatically', async () => {
  const pair = await reach('None');
  await move(pair, { who: 'user', type: 'subscribed' });
  const { user, contact } = await move(pair, { who: 'contact', type: 'subscribe' });
  expect(typesIn(user)).toEqual([]);
  expect(itemsIn(user).map(stateIn)).toEqual([{ subscription: 'from', ask: false, approved: false }]);
  expect(typesIn(contact)).toEqual(['subscribed', 'available']);
  expect(itemsIn(contact).map(stateIn).at(-1)?.subscription).toBe('to');
});

test('the withdrawal of a pre-approval sends nothing to the contact', async () => {
  const pair = await reach('None');
  await move(pair, { who: 'user', type: 'subscribed' });
  const { user, contact } = await move(pair, { who: 'user', type: 'unsubscribed' });
  expect(itemsIn(user).map(stateIn)).toEqual([{ subscription: 'none', ask: false, approved: false }]);
  expect(contact).toEqual([]);
});

test.each([
  ['To', ['unsubscribe']],
  ['From', ['unavailable', 'unsubscribed']],
  ['Both', ['unavailable', 'unsubscribe', 'unsubscribed']],
  ['None', []],
] as const)('removing an item in state %s sends %j to the contact', async (state, types) => {
  const pair = await reach(state);
  await pair.user.ask(`<iq type="set"><query xmlns="jabber:iq:roster"><item jid="${pair.jids.contact}"/></query></iq>`);
  await pair.user.ask(
    `<iq type="set"><query xmlns="jabber:iq:roster"><item jid="${pair.jids.contact}" subscription="remove"/></query></iq>`,
  );
  expect(typesIn(await pair.contact.fence())).toEqual(types);
  expect(itemsIn(await pair.user.ask(GET))).toEqual([]);
  expect(itemsIn(await pair.contact.ask(GET)).map(stateIn)).toEqual(
    state === 'None' ? [] : [{ subscription: 'none', ask: false, approved: false }],
  );
});

test('a request to a missing account stays pending without an answer, a request to an unknown domain fails', async () => {
  const { user } = await reach('None');
  user.send(`<presence type="subscribe" to="nobody@${server.domain}"/>`);
  expect(await user.fence()).toHaveLength(1);
  user.send('<presence type="subscribe" to="nobody@elsewhere.invalid" id="s"/>');
  expect((await user.fence()).join()).toContain('<remote-server-not-found');
});
