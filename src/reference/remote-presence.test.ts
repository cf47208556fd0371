import { expect, test } from 'vitest';
import { bind, joinComponent, login, type TestClient } from './client.test-kit.ts';
import { SIDE, useRemote } from './remote.test-kit.ts';
import { startReference } from './server.ts';

const remoteSide = useRemote();

test.each([
  ['none', false, false],
  ['to', true, false],
  ['from', false, true],
  ['both', true, true],
] as const)(
  'with subscription %s a resource that comes online probes: %s, tells: %s',
  async (subscription, probes, tells) => {
    const { name, juliet, romeo, settled } = await remoteSide.meet(subscription);
    const more = await bind(remoteSide.server, `${name}/more`);
    const content = '<show>dnd</show><x xmlns="urn:x"/>';
    more.send(`<presence id="p">${content}</presence>`);
    expect((await settled(more)).remote).toEqual([
      ...(tells ? [`<presence id="p" from="${juliet}/more" to="${romeo}">${content}</presence>`] : []),
      ...(probes
        ? [expect.stringMatching(`^<presence type="probe" from="${juliet}" to="${romeo}" id="[^"]+"/>$`)]
        : []),
    ]);
  },
);

test('later presence is broadcast whole without further probes', async () => {
  const { client, juliet, romeo, settled } = await remoteSide.meet('both');
  client.send('<presence id="p"><show>xa</show><priority>5</priority></presence>');
  expect((await settled()).remote).toEqual([
    `<presence id="p" from="${juliet}/r" to="${romeo}"><show>xa</show><priority>5</priority></presence>`,
  ]);
});

test.each([
  ['unavailable presence', (client: TestClient) => client.send('<presence type="unavailable"/>')],
  ['closing the stream', (client: TestClient) => client.send('</stream:stream>')],
  ['a connection that breaks', (client: TestClient) => client.socket.destroy()],
])('%s reaches remote subscribers and receivers of directed presence once', async (_, leave) => {
  const { name, client, juliet, romeo, settled } = await remoteSide.meet('both');
  const stranger = `stranger-of-${name}@${SIDE.domain}/r`;
  client.send('<presence><show>dnd</show><priority>3</priority></presence>');
  client.send(`<presence to="${stranger}"/><presence to="${romeo}/r"/>`);
  await settled();
  leave(client);
  const told = [await remoteSide.component.next(), await remoteSide.component.next()];
  expect(told.map(({ attrs }) => attrs)).toEqual(
    [romeo, stranger].map((to) => ({ type: 'unavailable', from: `${juliet}/r`, to })),
  );
  expect(told.flatMap(({ children }) => children)).toEqual([]);
  expect(await remoteSide.component.fence()).toEqual([]);
});

test('unavailable presence of a client is broadcast whole', async () => {
  const { client, juliet, romeo, settled } = await remoteSide.meet('from');
  client.send('<presence type="unavailable" id="u"><status>bye</status><x xmlns="urn:x"/></presence>');
  expect((await settled()).remote).toEqual([
    `<presence type="unavailable" id="u" from="${juliet}/r" to="${romeo}"><status>bye</status><x xmlns="urn:x"/></presence>`,
  ]);
});

test('directed presence is taken back once', async () => {
  const { client, juliet, romeo, settled } = await remoteSide.meet();
  client.send(`<presence to="${romeo}/r" id="d"><show>dnd</show></presence><presence><show>xa</show></presence>`);
  expect((await settled()).remote).toEqual([
    `<presence to="${romeo}/r" id="d" from="${juliet}/r"><show>dnd</show></presence>`,
  ]);
  client.send(`<presence type="unavailable" to="${romeo}"/><presence type="unavailable"/>`);
  expect((await settled()).remote).toEqual([`<presence type="unavailable" to="${romeo}" from="${juliet}/r"/>`]);
});

test('directed unavailable presence does not take a subscriber out of broadcasts', async () => {
  const { client, romeo, settled } = await remoteSide.meet('from');
  client.send(`<presence type="unavailable" to="${romeo}"/>`);
  expect((await settled()).remote).toHaveLength(1);
  client.send('<presence id="later"/>');
  expect((await settled()).remote).toEqual([expect.stringContaining('id="later"')]);
});

test('a resource that never was available tells those to whom it sent directed presence', async () => {
  const { name, juliet, romeo, settled } = await remoteSide.meet('from');
  const hidden = await bind(remoteSide.server, `${name}/hidden`);
  hidden.send(`<presence to="${romeo}/r"/>`);
  expect((await settled(hidden)).remote).toEqual([`<presence to="${romeo}/r" from="${juliet}/hidden"/>`]);
  hidden.send('</stream:stream>');
  await hidden.closed();
  expect(await remoteSide.component.fence()).toEqual([
    `<presence type="unavailable" from="${juliet}/hidden" to="${romeo}/r"/>`,
  ]);
});

test('who goes unavailable needs no unavailable presence any more', async () => {
  const { client, juliet, romeo, settled, say } = await remoteSide.meet();
  client.send(`<presence to="${romeo}/r"/>`);
  await settled();
  await say(`<presence type="unavailable" from="${romeo}/r" to="${juliet}"/>`);
  client.send('<presence type="unavailable"/>');
  expect((await settled()).remote).toEqual([]);
});

test('remote presence to the bare JID reaches every available resource, to a full JID only that', async () => {
  const { name, client, juliet, romeo, settled, say } = await remoteSide.meet('to');
  const more = await bind(remoteSide.server, `${name}/more`);
  more.send('<presence><priority>-1</priority></presence>');
  await settled(more);
  await client.fence();
  const stanza = `<presence from="${romeo}/o" to="${juliet}"><show>chat</show></presence>`;
  expect((await say(stanza)).user).toEqual([stanza]);
  expect(await more.fence()).toEqual([stanza]);
  expect((await say(stanza.replace(juliet, `${juliet}/more`))).user).toEqual([]);
  expect(await more.fence()).toHaveLength(1);
});

test('when the component goes its users are unavailable, and cannot be told anything until it is back', async () => {
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
] as const)('presence to the address with "%s", type %s, reaches %j and is not answered', async (at, type, reached) => {
  const { name, client, juliet, romeo, settled, say } = await remoteSide.meet();
  const negative = await bind(remoteSide.server, `${name}/negative`);
  negative.send('<presence><priority>-1</priority></presence>');
  const idle = await bind(remoteSide.server, `${name}/idle`);
  await settled(negative);
  await client.fence();
  const typed = type === undefined ? '' : ` type="${type}"`;
  const { user, remote } = await say(`<presence${typed} to="${juliet}${at}"/>`);
  expect(remote).toEqual([]);
  const seen = Object.entries({ r: user, negative: await negative.fence(), idle: await idle.fence() });
  const expected = `<presence from="${romeo}"${typed} to="${juliet}${at}"/>`;
  expect(seen.filter(([, stanzas]) => stanzas.includes(expected)).map(([who]) => who)).toEqual(reached);
  expect(seen.flatMap(([, stanzas]) => stanzas)).toHaveLength(reached.length);
});
