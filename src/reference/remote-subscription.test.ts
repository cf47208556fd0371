// Appendix A with a remote contact: the component sees all that the user's server routes, and sends what no local
// account's server would let through.

import { expect, test } from 'vitest';
import { type Cell, findState, loadAppendixA, type StateName } from '../spec/appendix-a.ts';
import { bind } from './client.test-kit.ts';
import { type Meeting, useRemote } from './remote.test-kit.ts';

const remoteSide = useRemote();
const GET = '<iq type="get"><query xmlns="jabber:iq:roster"/></iq>';
const appendix = loadAppendixA();

/** Two brought into a state, as the user's server sees it; what that brought is thrown away. */
async function reach(state: StateName): Promise<Meeting> {
  const meeting = await remoteSide.meet();
  for (const { who, type } of findState(appendix, state).moves) await move(meeting, who, type);
  return meeting;
}

/** One subscription stanza; returns what the user has received, and what has come to the remote domain. */
function move({ client, juliet, romeo, say, settled }: Meeting, who: 'user' | 'contact', type: string, content = '') {
  if (who === 'contact') return say(`<presence type="${type}" to="${juliet}">${content}</presence>`);
  client.send(`<presence type="${type}" to="${romeo}">${content}</presence>`);
  return settled();
}

const attr = (stanza: string, name: string) => new RegExp(` ${name}="([^"]*)"`).exec(stanza)?.[1];
const presences = (stanzas: readonly string[]) => stanzas.filter((s) => s.startsWith('<presence'));
const typesIn = (stanzas: readonly string[]) => presences(stanzas).map((s) => attr(s, 'type') ?? 'available');
const itemsIn = (stanzas: readonly string[]) => stanzas.flatMap((s) => s.match(/<item[^>]*>/g) ?? []);
const show = (item = '') => ({
  subscription: attr(item, 'subscription') ?? 'none',
  ask: item.includes('ask="subscribe"'),
  approved: item.includes('approved="true"'),
});
const cellsOf = (direction: string) =>
  appendix.tables
    .filter((t) => t.direction === direction)
    .flatMap((t) => t.cells.map((cell) => ({ stanza: t.stanza, cell })));

async function expectState({ name, client }: Meeting, cell: Cell, approved = false) {
  const { subscription, ask, pendingIn } = findState(appendix, cell.newState);
  expect(show(itemsIn(await client.ask(GET))[0])).toEqual({ subscription, ask, approved });
  const again = await bind(remoteSide.server, `${name}/again`);
  again.send('<presence/>');
  const isAskedAgain = typesIn(await again.fence()).includes('subscribe');
  expect(isAskedAgain).toBe(pendingIn);
  expect(typesIn(await remoteSide.component.fence()).includes('subscribe')).toBe(ask);
}

test('there are 72 cells, of which nine need a remote contact', () => {
  const all = [...cellsOf('outbound'), ...cellsOf('inbound')];
  expect(all).toHaveLength(72);
  expect(all.filter(({ cell }) => !cell.localCause)).toHaveLength(9);
});

test.each(cellsOf('outbound'))('a user of a remote contact sends what $cell.id is about', async ({ stanza, cell }) => {
  const pair = await reach(cell.state);
  const seen = await move(pair, 'user', stanza);
  const before = cell.unavailableFirst ? ['unavailable'] : [];
  const after = cell.presenceAfter ? ['available'] : [];
  expect(typesIn(seen.remote)).toEqual(cell.pass === 'MUST' ? [...before, stanza, ...after] : []);
  const isDue = cell.push.due === 'MUST' || cell.push.due === 'pre-approval-supported';
  expect(itemsIn(seen.user).map(show)).toEqual(isDue ? [cell.push.shows] : []);
  await expectState(pair, cell, cell.preApproval === 'set');
});

test.each(cellsOf('inbound'))('a remote contact sends what $cell.id is about', async ({ stanza, cell }) => {
  const pair = await reach(cell.state);
  const seen = await move(pair, 'contact', stanza);
  expect(typesIn(seen.user)).toEqual(cell.pass === 'MUST' ? [stanza] : []);
  expect(itemsIn(seen.user).map(show)).toEqual(cell.push.due === 'MUST' ? [cell.push.shows] : []);
  const gone = cell.unavailableAfter ? ['unavailable'] : [];
  expect(typesIn(seen.remote)).toEqual([...gone, ...(cell.reply ? [cell.reply] : [])]);
  await expectState(pair, cell);
});

test.each(cellsOf('inbound').filter(({ cell }) => cell.ifPreApproved))(
  'a remote contact that is pre-approved sends what $cell.id is about',
  async ({ cell }) => {
    const pair = await reach(cell.state);
    await move(pair, 'user', 'subscribed');
    const seen = await move(pair, 'contact', 'subscribe');
    expect(typesIn(seen.user)).toEqual([]);
    expect(itemsIn(seen.user).map(show)[0]).toMatchObject({
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
])('an outbound "%s" to a resource goes from the bare JID to the bare JID with "%s"', async (type, resource) => {
  const pair = await reach(type.startsWith('sub') ? 'None + Pending In' : 'Both');
  pair.client.send(
    `<presence type="${type}" to="${pair.romeo}/x" id="s"><status>hi</status><x xmlns="urn:x"/></presence>`,
  );
  const { remote } = await pair.settled();
  expect(remote.find((s) => attr(s, 'type') === type)).toBe(
    `<presence type="${type}" to="${pair.romeo}${resource}" id="s" from="${pair.juliet}"><status>hi</status><x xmlns="urn:x"/></presence>`,
  );
});

test('what the server replies by itself goes from bare JID to bare JID', async () => {
  const pair = await reach('From');
  const { remote } = await move(pair, 'contact', 'subscribe');
  expect(remote).toEqual([`<presence type="subscribed" from="${pair.juliet}" to="${pair.romeo}"/>`]);
});

test('a request to a resource counts as one to the account', async () => {
  const pair = await reach('None');
  const { user } = await pair.say(`<presence type="subscribe" to="${pair.juliet}/nowhere"/>`);
  expect(user).toEqual([`<presence from="${pair.romeo}" type="subscribe" to="${pair.juliet}"/>`]);
});

test.each([
  ['subscribed', 'None + Pending Out'],
  ['unsubscribe', 'From'],
  ['unsubscribed', 'To'],
] as const)('"%s" to a resource that is not there is ignored', async (type, state) => {
  const pair = await reach(state);
  const before = await pair.client.ask(GET);
  expect(await pair.say(`<presence type="${type}" to="${pair.juliet}/nowhere"/>`)).toEqual({ user: [], remote: [] });
  expect(itemsIn(await pair.client.ask(GET))).toEqual(itemsIn(before));
});

test.each([
  ['subscribed', 'None + Pending Out'],
  ['unsubscribe', 'From'],
  ['unsubscribed', 'To'],
] as const)('"%s" to a resource that is there counts, and is shown as it was sent', async (type, state) => {
  const pair = await reach(state);
  const { user } = await pair.say(`<presence type="${type}" to="${pair.juliet}/r"/>`);
  expect(user).toContain(`<presence from="${pair.romeo}" type="${type}" to="${pair.juliet}/r"/>`);
  expect(itemsIn(user)).toHaveLength(1);
});

test('a request is sent again, with an id of its own, when a resource comes online, until it is answered', async () => {
  const pair = await reach('None');
  await move(pair, 'user', 'subscribe', '<status>hi</status>');
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
  await move(pair, 'contact', 'unsubscribed');
  pair.client.send('<presence type="unavailable"/><presence/>');
  expect((await pair.settled()).remote).toEqual([]);
});

test.each([
  ['To', ['unsubscribe']],
  ['From', ['unavailable', 'unsubscribed']],
  ['Both', ['unavailable', 'unsubscribe', 'unsubscribed']],
  ['None + Pending Out+In', ['unsubscribe', 'unsubscribed']],
] as const)('removing an item in state %s tells a remote contact %j', async (state, types) => {
  const pair = await reach(state);
  const item = `<item jid="${pair.romeo}" subscription="remove"/>`;
  await pair.client.ask(`<iq type="set"><query xmlns="jabber:iq:roster">${item}</query></iq>`);
  expect(typesIn(await remoteSide.component.fence())).toEqual(types);
});
