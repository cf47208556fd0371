import { expect, test } from 'vitest';
import { bind, login, register, type TestClient } from './client.test-kit.ts';
import { SIDE, useRemote } from './remote.test-kit.ts';
import { useServer } from './server.test-kit.ts';

const server = await useServer();

const jid = (local: string) => `${local}@${server.domain}`;

/** Subscribes `watcher` to the presence of `seen`. Both are online as resource r. */
async function subscribe(watcher: string, seen: string): Promise<[TestClient, TestClient]> {
  const pair: [TestClient, TestClient] = [await login(server, `${watcher}/r`), await login(server, `${seen}/r`)];
  pair[0].send(`<presence type="subscribe" to="${jid(seen)}"/>`);
  await pair[0].fence();
  pair[1].send(`<presence type="subscribed" to="${jid(watcher)}"/>`);
  for (const client of [pair[1], pair[0], pair[1]]) await client.fence();
  return pair;
}

const brief = (stanzas: readonly string[]) =>
  stanzas.map((s) => {
    const [, from = ''] = /from="([^@]*)@/.exec(s) ?? [];
    const [, resource = ''] = /from="[^"/]*(\/\w*)"/.exec(s) ?? [];
    return `${/type="(\w+)"/.exec(s)?.[1] ?? 'available'} ${from}${resource}`;
  });

test('initial presence reaches the sender, its other resources and subscribers, with its children', async () => {
  const [watcher] = await subscribe('w1', 's1');
  const more = await bind(server, 's1/more');
  more.send('<presence id="p"><show>dnd</show><x xmlns="urn:x"/></presence>');
  expect(brief(await more.fence())).toEqual(['available s1/more', 'available s1/r']);
  expect(await watcher.fence()).toEqual([
    `<presence id="p" from="${jid('s1')}/more" to="${jid('w1')}"><show>dnd</show><x xmlns="urn:x"/></presence>`,
  ]);
});

test('a resource receives the presence of its contacts after initial presence', async () => {
  await subscribe('w2', 's2');
  const more = await bind(server, 'w2/more');
  more.send('<presence/>');
  expect(brief(await more.fence())).toEqual(['available w2/more', 'available w2/r', 'available s2/r']);
});

test.each([
  ['unavailable presence', (client: TestClient) => client.send('<presence type="unavailable"/>')],
  ['closing the stream', (client: TestClient) => client.send('</stream:stream>')],
  ['a lost connection', (client: TestClient) => client.socket.destroy()],
])('%s causes one unavailable presence to subscribers and recipients of directed presence', async (what, leave) => {
  const names = [`w-${what}`, `s-${what}`, `d-${what}`].map((name) => name.replaceAll(' ', '.'));
  const [watcher, seen] = await subscribe(names[0] ?? '', names[1] ?? '');
  const stranger = await login(server, `${names[2]}/r`);
  seen.send(`<presence to="${jid(names[2] ?? '')}/r"/><presence to="${jid(names[0] ?? '')}"/>`);
  await seen.fence();
  expect(await stranger.fence()).toHaveLength(1);
  await watcher.fence();
  leave(seen);
  expect((await watcher.next()).attrs['type']).toBe('unavailable');
  expect((await stranger.next()).attrs['type']).toBe('unavailable');
  expect([...(await watcher.fence()), ...(await stranger.fence())]).toEqual([]);
});

test('unavailable presence is echoed, and presence after it is handled as initial presence', async () => {
  const [, seen] = await subscribe('w4', 's4');
  seen.send('<presence type="unavailable"><status>bye</status></presence>');
  expect((await seen.fence()).join()).toContain('bye');
  seen.send(`<presence type="subscribe" to="${jid('w4')}"/><presence/>`);
  expect(brief(await seen.fence())).toContain('available s4/r');
});

test.each(['x', '128', '-129', '1.5', ''])('the priority "%s" is refused with bad-request', async (priority) => {
  await register(server, 'prio');
  const client = await bind(server, 'prio/r');
  client.send(`<presence id="p"><priority>${priority}</priority></presence>`);
  const seen = await client.fence();
  expect(seen).toHaveLength(1);
  expect(seen[0]).toContain('<bad-request');
});

test('presence of an unknown type is refused with bad-request', async () => {
  const client = await login(server, 'odd/r');
  client.send('<presence type="hello" id="p"/>');
  expect((await client.fence())[0]).toContain('<bad-request');
});

test('a subscriber who probes receives the last presence with its id, or unavailable presence with the time', async () => {
  const [watcher, seen] = await subscribe('w5', 's5');
  seen.send('<presence id="last"><show>away</show></presence>');
  await seen.fence();
  await watcher.fence();
  const probe = `<presence type="probe" to="${jid('s5')}" id="probe"/>`;
  watcher.send(probe);
  expect(await watcher.fence()).toEqual([
    `<presence id="last" from="${jid('s5')}/r" to="${jid('w5')}/r"><show>away</show></presence>`,
  ]);
  watcher.send(probe.replace(jid('s5'), `${jid('s5')}/r`));
  expect(await watcher.fence()).toEqual([`<presence id="last" from="${jid('s5')}/r" to="${jid('w5')}/r"/>`]);
  seen.send('<presence type="unavailable"/>');
  await seen.fence();
  await watcher.fence();
  watcher.send(probe);
  expect((await watcher.fence())[0]).toMatch(
    /type="unavailable" from="s5@[^/"]+".* id="probe"><delay xmlns="urn:xmpp:delay"/,
  );
});

test('a stranger who probes receives nothing, a recipient of directed presence receives presence without children', async () => {
  const seen = await login(server, 's6/r');
  const prober = await login(server, 'p6/r');
  const probe = `<presence type="probe" to="${jid('s6')}/r" id="probe"/>`;
  prober.send(probe);
  expect(await prober.fence()).toEqual([]);
  seen.send(`<presence to="${jid('p6')}/r" id="directed"><show>dnd</show></presence>`);
  await seen.fence();
  await prober.fence();
  prober.send(probe);
  expect(await prober.fence()).toEqual([`<presence id="directed" from="${jid('s6')}/r" to="${jid('p6')}/r"/>`]);
});

test('a stranger that received directed presence receives no broadcasts', async () => {
  const seen = await login(server, 's7/r');
  const stranger = await login(server, 'd7/r');
  seen.send(`<presence to="${jid('d7')}/r"/><presence><show>xa</show></presence>`);
  await seen.fence();
  expect(await stranger.fence()).toHaveLength(1);
  seen.send(`<presence type="unavailable" to="${jid('d7')}/r"/></stream:stream>`);
  await seen.closed();
  expect(await stranger.fence()).toHaveLength(1);
});

test('a cancelled subscriber receives unavailable presence once of a resource that sent it directed presence only', async () => {
  const [watcher] = await subscribe('w8', 's8');
  const hidden = await bind(server, 's8/hidden');
  hidden.send(`<presence to="${jid('w8')}"/>`);
  await hidden.fence();
  expect(brief(await watcher.fence())).toEqual(['available s8/hidden']);
  hidden.send(`<presence type="unsubscribed" to="${jid('w8')}"/></stream:stream>`);
  await hidden.closed();
  expect(brief(await watcher.fence()).sort()).toEqual(
    expect.arrayContaining(['unavailable s8/hidden', 'unavailable s8/r', 'unsubscribed s8']),
  );
  expect(await watcher.fence()).toEqual([]);
});

const sides = await useRemote();
const probe = (to: string) => `<presence type="probe" to="${to}" id="probe"/>`;

test('a subscriber receives the last presence of each resource, with its id and children', async () => {
  const { name, client, juliet, romeo, settled, send } = await sides.pair('from');
  const more = await bind(sides.server, `${name}/more`);
  const content = '<show>away</show><x xmlns="urn:x"/>';
  more.send(`<presence id="first"/><presence id="last">${content}</presence>`);
  await settled(more);
  client.send(`<presence to="mercutio@${SIDE.domain}" id="directed"><show>dnd</show></presence>`);
  await settled();
  expect((await send(probe(juliet))).remote).toEqual([
    `<presence from="${juliet}/r" to="${romeo}"/>`,
    `<presence id="last" from="${juliet}/more" to="${romeo}">${content}</presence>`,
  ]);
});

test('a subscriber receives unavailable presence with the time and the id of the probe when no resource is available', async () => {
  const { client, juliet, romeo, settled, send } = await sides.pair('from');
  client.send('<presence type="unavailable"/>');
  await settled();
  const delay = '<delay xmlns="urn:xmpp:delay" from="[^"]*" stamp="[^"]*"/>';
  expect((await send(probe(juliet))).remote).toEqual([
    expect.stringMatching(
      `^<presence type="unavailable" from="${juliet}" to="${romeo}" id="probe">${delay}</presence>$`,
    ),
  ]);
});

test('a subscriber who probes one resource receives presence of that resource without children', async () => {
  const { client, juliet, romeo, settled, send } = await sides.pair('from');
  client.send('<presence id="last"><show>away</show><priority>3</priority></presence>');
  await settled();
  expect((await send(probe(`${juliet}/r`))).remote).toEqual([`<presence id="last" from="${juliet}/r" to="${romeo}"/>`]);
  expect((await send(probe(`${juliet}/nowhere`))).remote).toEqual([
    `<presence type="unavailable" id="probe" from="${juliet}/nowhere" to="${romeo}"/>`,
  ]);
});

test.each(['', '/r', '/nowhere'])(
  'a stranger who probes the bare JID followed by "%s" receives unsubscribed from the bare JID',
  async (resource) => {
    const { juliet, romeo, send } = await sides.pair('to');
    expect((await send(probe(`${juliet}${resource}`))).remote).toEqual([
      `<presence type="unsubscribed" from="${juliet}" to="${romeo}" id="probe"/>`,
    ]);
  },
);

test('a probe of a missing account is answered with unsubscribed', async () => {
  const { romeo, send } = await sides.pair();
  const nobody = `nobody@${sides.server.domain}`;
  expect((await send(probe(nobody))).remote).toEqual([
    `<presence type="unsubscribed" from="${nobody}" to="${romeo}" id="probe"/>`,
  ]);
});

test('a probe does not remove a pre-approval', async () => {
  const { client, juliet, romeo, settled, send } = await sides.pair();
  client.send(`<presence type="subscribed" to="${romeo}"/>`);
  await settled();
  expect((await send(probe(juliet))).user).toEqual([]);
  const [roster] = await client.ask('<iq type="get"><query xmlns="jabber:iq:roster"/></iq>');
  expect(roster).toContain('approved="true"');
});

test('directed presence permits probes of the resource that sent it, until unavailable presence follows', async () => {
  const { client, juliet, romeo, settled, send } = await sides.pair();
  client.send(`<presence to="${romeo}/o" id="directed"><show>dnd</show></presence>`);
  await settled();
  const ask = async (to: string) => (await send(probe(to).replace(' ', ` from="${romeo}/o" `))).remote;
  expect(await ask(`${juliet}/r`)).toEqual([`<presence id="directed" from="${juliet}/r" to="${romeo}/o"/>`]);
  const unsubscribed = [`<presence type="unsubscribed" from="${juliet}" to="${romeo}/o" id="probe"/>`];
  expect(await ask(juliet)).toEqual(unsubscribed);
  client.send(`<presence type="unavailable" to="${romeo}/o"/>`);
  await settled();
  expect(await ask(`${juliet}/r`)).toEqual(unsubscribed);
});

test('a subscriber receives presence of a resource that sent only directed presence to it', async () => {
  const { name, juliet, romeo, settled, send } = await sides.pair('from');
  const hidden = await bind(sides.server, `${name}/hidden`);
  hidden.send(`<presence to="${romeo}" id="directed"/>`);
  await settled(hidden);
  expect((await send(probe(`${juliet}/hidden`))).remote).toEqual([
    `<presence id="directed" from="${juliet}/hidden" to="${romeo}"/>`,
  ]);
});

test('a probe from a client is routed unchanged, and never answered with an error', async () => {
  const { client, juliet, romeo, settled } = await sides.pair();
  client.send(`<presence type="probe" to="${romeo}" id="c"/><presence type="probe"/>`);
  client.send('<presence type="probe" to="a@elsewhere.localhost"/>');
  expect(await settled()).toEqual({
    user: [],
    remote: [`<presence type="probe" to="${romeo}" id="c" from="${juliet}/r"/>`],
  });
});

test('a subscriber who probes a moved account receives the new address, a stranger does not', async () => {
  const { juliet, romeo, send } = await sides.pair('from', 'moved');
  const [answer = ''] = (await send(probe(`${juliet}/r`))).remote;
  expect(answer).toContain(
    `<presence type="error" id="probe" from="${juliet}" to="${romeo}"><error type="cancel"><gone `,
  );
  expect(answer).toContain('>xmpp:new-home-of-moved@');
  const stranger = await send(probe(juliet).replace(' ', ` from="stranger@${SIDE.domain}" `));
  expect(stranger.remote).toEqual([expect.stringContaining('type="unsubscribed"')]);
});
