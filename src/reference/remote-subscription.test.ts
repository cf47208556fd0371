// Appendix A with a remote contact: the component receives all that the user's server routes, and sends stanzas that the
// server would not route for a local contact.

import { expect, test } from 'vitest';
import { type Cell, findState, loadAppendixA, type StateName } from '../spec/appendix-a.ts';
import { bind } from './client.test-kit.ts';
import { type Pair, useRemote } from './remote.test-kit.ts';
import { attr, itemsIn, stateIn, typesIn } from './stanza-text.test-kit.ts';

const sides = await useRemote();
const GET = '<iq type="get"><query xmlns="jabber:iq:roster"/></iq>';
const appendix = loadAppendixA();

/** Makes a pair in a state of the user's server. Discards what both sides receive meanwhile. */
async function reach(state: StateName): Promise<Pair> {
  const pair = await sides.pair();
  for (const { who, type } of findState(appendix, state).moves) await move(pair, { who, type });
  return pair;
}

interface Move {
  readonly who: 'user' | 'contact';
  readonly type: string;
  readonly content?: string;
}

/** Sends a subscription stanza. Returns what the user and the remote domain have received. */
function move({ client, juliet, romeo, send, settled }: Pair, { who, type, content = '' }: Move) {
  if (who === 'contact') return send(`<presence type="${type}" to="${juliet}">${content}</presence>`);
  client.send(`<presence type="${type}" to="${romeo}">${content}</presence>`);
  return settled();
}

const cellsOf = (direction: string) =>
  appendix.tables
    .filter((t) => t.direction === direction)
    .flatMap((t) => t.cells.map((cell) => ({ stanza: t.stanza, cell })));

async function expectState({ name, client }: Pair, cell: Cell, approved = false) {
  const { subscription, ask, pendingIn } = findState(appendix, cell.newState);
  expect(stateIn(itemsIn(await client.ask(GET))[0])).toEqual({ subscription, ask, approved });
  const again = await bind(sides.server, `${name}/again`);
  again.send('<presence/>');
  const hasRequest = typesIn(await again.fence()).includes('subscribe');
  expect(hasRequest).toBe(pendingIn);
  expect(typesIn(await sides.component.fence()).includes('subscribe')).toBe(ask);
}

test('there are 72 cells, of which nine need a remote contact', () => {
  const all = [...cellsOf('outbound'), ...cellsOf('inbound')];
  expect(all).toHaveLength(72);
  expect(all.filter(({ cell }) => !cell.localCause)).toHaveLength(9);
});

test.each(cellsOf('outbound'))(
  'a user sends the stanza of the cell $cell.id to a remote contact',
  async ({ stanza, cell }) => {
    const pair = await reach(cell.state);
    const seen = await move(pair, { who: 'user', type: stanza });
    const before = cell.unavailableFirst ? ['unavailable'] : [];
    const after = cell.presenceAfter ? ['available'] : [];
    expect(typesIn(seen.remote)).toEqual(cell.pass === 'MUST' ? [...before, stanza, ...after] : []);
    const isDue = cell.push.due === 'MUST' || cell.push.due === 'pre-approval-supported';
    expect(itemsIn(seen.user).map(stateIn)).toEqual(isDue ? [cell.push.shows] : []);
    await expectState(pair, cell, cell.preApproval === 'set');
  },
);

test.each(cellsOf('inbound'))('a remote contact sends the stanza of the cell $cell.id', async ({ stanza, cell }) => {
  const pair = await reach(cell.state);
  const seen = await move(pair, { who: 'contact', type: stanza });
  expect(typesIn(seen.user)).toEqual(cell.pass === 'MUST' ? [stanza] : []);
  expect(itemsIn(seen.user).map(stateIn)).toEqual(cell.push.due === 'MUST' ? [cell.push.shows] : []);
  const gone = cell.unavailableAfter ? ['unavailable'] : [];
  expect(typesIn(seen.remote)).toEqual([...gone, ...(cell.reply ? [cell.reply] : [])]);
  await expectState(pair, cell);
});

test.each(cellsOf('inbound').filter(({ cell }) => cell.ifPreApproved))(
  'a pre-approved remote contact sends the stanza of the cell $cell.id',
  async ({ cell }) => {
    const pair = await reach(cell.state);
    await move(pair, { who: 'user', type: 'subscribed' });
    const seen = await move(pair, { who: 'contact', type: 'subscribe' });
    expect(typesIn(seen.user)).toEqual([]);
    expect(itemsIn(seen.user).map(stateIn)[0]).toMatchObject({
      subscription: findState(appendix, cell.ifPreApproved!.newState).subscription,
    });
    expect(typesIn(seen.remote)).toEqual(['subscribed', 'available']);
  },
);

test.each([
  ['subscribe', ''],
  ['subscribed', '/x'],
  ['unsubscribe', '/x'],
  ['unsubscribed', '/x'],
])(
  'an outbound "%s" to a full JID is routed from the bare JID to the bare JID followed by "%s"',
  async (type, resource) => {
    const pair = await reach(type.startsWith('sub') ? 'None + Pending In' : 'Both');
    pair.client.send(
      `<presence type="${type}" to="${pair.romeo}/x" id="s"><status>hi</status><x xmlns="urn:x"/></presence>`,
    );
    const { remote } = await pair.settled();
    expect(remote.find((s) => attr(s, 'type') === type)).toBe(
      `<presence type="${type}" to="${pair.romeo}${resource}" id="s" from="${pair.juliet}"><status>hi</status><x xmlns="urn:x"/></presence>`,
    );
  },
);

test('an automatic reply goes from bare JID to bare JID', async () => {
  const pair = await reach('From');
  const { remote } = await move(pair, { who: 'contact', type: 'subscribe' });
  expect(remote).toEqual([`<presence type="subscribed" from="${pair.juliet}" to="${pair.romeo}"/>`]);
});

test('a request to a full JID is handled as a request to the account', async () => {
  const pair = await reach('None');
  const { user } = await pair.send(`<presence type="subscribe" to="${pair.juliet}/nowhere"/>`);
  expect(user).toEqual([`<presence from="${pair.romeo}" type="subscribe" to="${pair.juliet}"/>`]);
});

test.each([
  ['subscribed', 'None + Pending Out'],
  ['unsubscribe', 'From'],
  ['unsubscribed', 'To'],
] as const)('"%s" to an unmatched resource is ignored', async (type, state) => {
  const pair = await reach(state);
  const before = await pair.client.ask(GET);
  expect(await pair.send(`<presence type="${type}" to="${pair.juliet}/nowhere"/>`)).toEqual({ user: [], remote: [] });
  expect(itemsIn(await pair.client.ask(GET))).toEqual(itemsIn(before));
});

test.each([
  ['subscribed', 'None + Pending Out'],
  ['unsubscribe', 'From'],
  ['unsubscribed', 'To'],
] as const)('"%s" to a connected resource is handled, and delivered unchanged', async (type, state) => {
  const pair = await reach(state);
  const { user } = await pair.send(`<presence type="${type}" to="${pair.juliet}/r"/>`);
  expect(user).toContain(`<presence from="${pair.romeo}" type="${type}" to="${pair.juliet}/r"/>`);
  expect(itemsIn(user)).toHaveLength(1);
});

test('a request is sent again with a new id for each initial presence, until it is answered', async () => {
  const pair = await reach('None');
  await move(pair, { who: 'user', type: 'subscribe', content: '<status>hi</status>' });
  const ids: (string | undefined)[] = [];
  for (const _ of [1, 2]) {
    pair.client.send('<presence type="unavailable"/><presence/>');
    const { remote } = await pair.settled();
    expect(remote).toHaveLength(1);
    expect(remote[0]).toContain(`type="subscribe" to="${pair.romeo}"`);
    expect(remote[0]).toContain('<status>hi</status>');
    ids.push(attr(remote[0] ?? '', 'id'));
  }
  expect(new Set(ids.filter(Boolean)).size).toBe(2);
  await move(pair, { who: 'contact', type: 'unsubscribed' });
  pair.client.send('<presence type="unavailable"/><presence/>');
  expect((await pair.settled()).remote).toEqual([]);
});

test.each([
  ['To', ['unsubscribe']],
  ['From', ['unavailable', 'unsubscribed']],
  ['Both', ['unavailable', 'unsubscribe', 'unsubscribed']],
  ['None + Pending Out+In', ['unsubscribe', 'unsubscribed']],
] as const)('removing an item in state %s sends %j to a remote contact', async (state, types) => {
  const pair = await reach(state);
  const item = `<item jid="${pair.romeo}" subscription="remove"/>`;
  await pair.client.ask(`<iq type="set"><query xmlns="jabber:iq:roster">${item}</query></iq>`);
  expect(typesIn(await sides.component.fence())).toEqual(types);
});
