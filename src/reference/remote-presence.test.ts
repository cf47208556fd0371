import { expect, test } from 'vitest';
import { bind, login, type TestClient } from './client.test-kit.ts';
import { joinComponent } from './component.test-kit.ts';
import { SIDE, useRemote } from './remote.test-kit.ts';
import { startReference } from './server.ts';

const sides = await useRemote();

test.each([
  ['none', false, false],
  ['to', true, false],
  ['from', false, true],
  ['both', true, true],
] as const)(
  'with subscription %s the initial presence of a resource causes a probe: %s, a notification: %s',
  async (subscription, probes, notifies) => {
    const { name, juliet, romeo, settled } = await sides.pair(subscription);
    const more = await bind(sides.server, `${name}/more`);
    const content = '<show>dnd</show><x xmlns="urn:x"/>';
    more.send(`<presence id="p">${content}</presence>`);
    expect((await settled(more)).remote).toEqual([
      ...(notifies ? [`<presence id="p" from="${juliet}/more" to="${romeo}">${content}</presence>`] : []),
      ...(probes
        ? [expect.stringMatching(`^<presence type="probe" from="${juliet}" to="${romeo}" id="[^"]+"/>$`)]
        : []),
    ]);
  },
);

test('updated presence is broadcast with its children, without probes', async () => {
  const { client, juliet, romeo, settled } = await sides.pair('both');
  client.send('<presence id="p"><show>xa</show><priority>5</priority></presence>');
  expect((await settled()).remote).toEqual([
    `<presence id="p" from="${juliet}/r" to="${romeo}"><show>xa</show><priority>5</priority></presence>`,
  ]);
});

test.each([
  ['unavailable presence', (client: TestClient) => client.send('<presence type="unavailable"/>')],
  ['closing the stream', (client: TestClient) => client.send('</stream:stream>')],
  ['a lost connection', (client: TestClient) => client.socket.destroy()],
])('%s causes one unavailable presence to remote subscribers and recipients of directed presence', async (_, leave) => {
  const { name, client, juliet, romeo, settled } = await sides.pair('both');
  const stranger = `stranger-of-${name}@${SIDE.domain}/r`;
  client.send('<presence><show>dnd</show><priority>3</priority></presence>');
  client.send(`<presence to="${stranger}"/><presence to="${romeo}/r"/>`);
  await settled();
  leave(client);
  const received = [await sides.component.next(), await sides.component.next()];
  expect(received.map(({ attrs }) => attrs)).toEqual(
    [romeo, stranger].map((to) => ({ type: 'unavailable', from: `${juliet}/r`, to })),
  );
  expect(received.flatMap(({ children }) => children)).toEqual([]);
  expect(await sides.component.fence()).toEqual([]);
});

test('unavailable presence of a client is broadcast with its children', async () => {
  const { client, juliet, romeo, settled } = await sides.pair('from');
  client.send('<presence type="unavailable" id="u"><status>bye</status><x xmlns="urn:x"/></presence>');
  expect((await settled()).remote).toEqual([
    `<presence type="unavailable" id="u" from="${juliet}/r" to="${romeo}"><status>bye</status><x xmlns="urn:x"/></presence>`,
  ]);
});

test('the recipient of directed presence receives unavailable presence once', async () => {
  const { client, juliet, romeo, settled } = await sides.pair();
  client.send(`<presence to="${romeo}/r" id="d"><show>dnd</show></presence><presence><show>xa</show></presence>`);
  expect((await settled()).remote).toEqual([
    `<presence to="${romeo}/r" id="d" from="${juliet}/r"><show>dnd</show></presence>`,
  ]);
  client.send(`<presence type="unavailable" to="${romeo}"/><presence type="unavailable"/>`);
  expect((await settled()).remote).toEqual([`<presence type="unavailable" to="${romeo}" from="${juliet}/r"/>`]);
});

test('a subscriber receives broadcasts after directed unavailable presence', async () => {
  const { client, romeo, settled } = await sides.pair('from');
  client.send(`<presence type="unavailable" to="${romeo}"/>`);
  expect((await settled()).remote).toHaveLength(1);
  client.send('<presence id="later"/>');
  expect((await settled()).remote).toEqual([expect.stringContaining('id="later"')]);
});

test('the end of a resource that was never available reaches the recipients of its directed presence', async () => {
  const { name, juliet, romeo, settled } = await sides.pair('from');
  const hidden = await bind(sides.server, `${name}/hidden`);
  hidden.send(`<presence to="${romeo}/r"/>`);
  expect((await settled(hidden)).remote).toEqual([`<presence to="${romeo}/r" from="${juliet}/hidden"/>`]);
  hidden.send('</stream:stream>');
  await hidden.closed();
  expect(await sides.component.fence()).toEqual([
    `<presence type="unavailable" from="${juliet}/hidden" to="${romeo}/r"/>`,
  ]);
});

test('a contact that has become unavailable receives no unavailable presence for directed presence', async () => {
  const { client, juliet, romeo, settled, send } = await sides.pair();
  client.send(`<presence to="${romeo}/r"/>`);
  await settled();
  await send(`<presence type="unavailable" from="${romeo}/r" to="${juliet}"/>`);
  client.send('<presence type="unavailable"/>');
  expect((await settled()).remote).toEqual([]);
});

test('remote presence to the bare JID reaches every available resource, to a full JID that resource only', async () => {
  const { name, client, juliet, romeo, settled, send } = await sides.pair('to');
  const more = await bind(sides.server, `${name}/more`);
  more.send('<presence><priority>-1</priority></presence>');
  await settled(more);
  await client.fence();
  const stanza = `<presence from="${romeo}/o" to="${juliet}"><show>chat</show></presence>`;
  expect((await send(stanza)).user).toEqual([stanza]);
  expect(await more.fence()).toEqual([stanza]);
  expect((await send(stanza.replace(juliet, `${juliet}/more`))).user).toEqual([]);
  expect(await more.fence()).toHaveLength(1);
});

test('when the component disconnects its users become unavailable, and stanzas to them fail until it reconnects', async () => {
  const server = await startReference({ component: SIDE });
  const component = await joinComponent(server, SIDE);
  const client = await login(server, 'juliet/r');
  const [romeo, to] = [`romeo@${SIDE.domain}`, `juliet@${server.domain}`];
  component.send(`<presence from="${romeo}/o" to="${to}"/><presence from="${romeo}/p" to="${to}"/>`);
  component.send(`<presence type="unavailable" from="${romeo}/p" to="${to}"/>`);
  await component.fence();
  await client.fence();
  component.socket.destroy();
  expect((await client.next()).attrs).toEqual({ type: 'unavailable', from: `${romeo}/o`, to });
  client.send(`<presence to="${romeo}/o"/>`);
  expect((await client.fence()).join()).toContain('<remote-server-timeout');
  const again = await joinComponent(server, SIDE);
  client.send(`<message to="${romeo}/o"/>`);
  await client.fence();
  expect(await again.fence()).toHaveLength(1);
  await server.stop();
});

test.each([
  ['', undefined, ['r', 'negative']],
  ['', 'unavailable', ['r', 'negative']],
  ['/r', undefined, ['r']],
  ['/negative', 'unavailable', ['negative']],
  ['/idle', undefined, ['idle']],
  ['/idle', 'unavailable', ['idle']],
  ['/nowhere', undefined, []],
  ['/nowhere', 'unavailable', []],
] as const)(
  'presence to the bare JID followed by "%s", type %s, reaches %j and is not answered',
  async (at, type, reached) => {
    const { name, client, juliet, romeo, settled, send } = await sides.pair();
    const negative = await bind(sides.server, `${name}/negative`);
    negative.send('<presence><priority>-1</priority></presence>');
    const idle = await bind(sides.server, `${name}/idle`);
    await settled(negative);
    await client.fence();
    const typed = type === undefined ? '' : ` type="${type}"`;
    const { user, remote } = await send(`<presence${typed} to="${juliet}${at}"/>`);
    expect(remote).toEqual([]);
    const seen = Object.entries({ r: user, negative: await negative.fence(), idle: await idle.fence() });
    const expected = `<presence from="${romeo}"${typed} to="${juliet}${at}"/>`;
    expect(seen.filter(([, stanzas]) => stanzas.includes(expected)).map(([who]) => who)).toEqual(reached);
    expect(seen.flatMap(([, stanzas]) => stanzas)).toHaveLength(reached.length);
  },
);
