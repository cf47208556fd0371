import { expect, test } from 'vitest';
import { bind, login, register } from './client.test-kit.ts';
import { useRemote } from './remote.test-kit.ts';
import { attr } from './stanza-text.test-kit.ts';

const { server, pair } = await useRemote('noisy');
const DISCO = 'http://jabber.org/protocol/disco#info';
const EVENT = 'http://jabber.org/protocol/pubsub#event';

/** The senders of stanzas that have this in them. */
const sendersOf = (stanzas: readonly string[], part: string) =>
  stanzas.filter((stanza) => stanza.includes(part)).map((stanza) => attr(stanza, 'from'));

test('greets a client that logs in, and asks for its version', async () => {
  await register(server, 'nurse');
  const stanzas = await (await bind(server, 'nurse/x')).fence();
  expect(sendersOf(stanzas, 'Welcome')).toEqual([server.domain]);
  expect(sendersOf(stanzas, '<query xmlns="jabber:iq:version"/>')).toEqual([server.domain]);
});

test('follows presence with a query of each account that receives it, and an event of each whose presence is received', async () => {
  await login(server, 'paris/x');
  const client = await bind(server, 'paris/y');
  await client.fence();
  client.send('<presence/>');
  const stanzas = await client.fence();
  expect(sendersOf(stanzas, DISCO)).toEqual([server.domain, `paris@${server.domain}`]);
  expect(sendersOf(stanzas, EVENT)).toEqual([`paris@${server.domain}`]);
});

test('follows presence of a remote contact that has a subscription, and of no other', async () => {
  const [friend, stranger] = [await pair('both'), await pair()];
  const { remote } = await friend.send(`<presence from="${friend.romeo}/x" to="${friend.juliet}"/>`);
  expect([sendersOf(remote, DISCO), sendersOf(remote, EVENT)]).toEqual([[friend.juliet], [friend.juliet]]);
  const { remote: none } = await stranger.send(`<presence from="${stranger.romeo}/x" to="${stranger.juliet}"/>`);
  expect(none.slice(0, -1)).toEqual([]);
});

test('adds extensions to messages and presence of users', async () => {
  const { client, juliet } = await pair();
  client.send(`<message to="${juliet}/r" id="m"><body>b</body></message><presence><status>s</status></presence>`);
  const found = (await client.fence()).filter((stanza) => attr(stanza, 'from') === `${juliet}/r`);
  const names = (stanza = '') => [...stanza.matchAll(/<([a-z-]+) [^>]*xmlns="/g)].map(([, name]) => name);
  expect(found.map(names)).toEqual([
    ['delay', 'stanza-id', 'origin-id', 'occupant-id'],
    ['x', 'c'],
  ]);
});

test('says how many messages were stored', async () => {
  await register(server, 'tybalt');
  const sender = await login(server, 'abram/x');
  sender.send(`<message to="tybalt@${server.domain}"><body>b</body></message>`);
  await sender.fence();
  const client = await bind(server, 'tybalt/x');
  client.send('<presence/>');
  expect(sendersOf(await client.fence(), 'Stored while you were away: 1.')).toEqual([server.domain]);
});
