// Streams between servers, of which one is a plain socket.

import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import type { Endpoint } from '../model/problem.ts';
import { serialize } from '../stanza/serialize.ts';
import { text } from '../stanza/xml.ts';
import { login } from './client.test-kit.ts';
import { listenAsPeer, openPeer, type TestPeer } from './peer.test-kit.ts';
import { portOf } from './peers.test-kit.ts';
import { type ReferenceServer, startReference } from './server.ts';
import { attr, messageIdsIn, outcomesOf } from './stanza-text.test-kit.ts';

const VERONA = 'verona.localhost';
const MANTUA = 'mantua.localhost';
const HEADER = `from='${MANTUA}' to='${VERONA}' version='1.0'`;
const FEATURES = '<stream:features><dialback xmlns="urn:xmpp:features:dialback"/></stream:features>';

/** A server that finds the other one at that address, if any. It stops after the tests. */
async function startVerona(mantua?: Endpoint): Promise<ReferenceServer> {
  const servers = new Map(mantua && [[MANTUA, mantua]]);
  const server = await startReference({ domain: VERONA, s2s: { servers, timeoutMs: 5000 } });
  afterAll(() => server.stop());
  return server;
}

/** Answers the question of a stream that a server has opened. */
function answering(type: string): (peer: TestPeer) => Promise<void> {
  return async (peer) => {
    peer.sendHeader(`from='${MANTUA}' to='${VERONA}' version='1.0' id='i'`);
    peer.send(FEATURES);
    const { name } = await peer.next();
    peer.send(`<db:${name} from='${MANTUA}' to='${VERONA}' id='i' type='${type}'/>`);
  };
}

const sendKey = (peer: TestPeer, from = MANTUA) =>
  peer.send(`<db:result from='${from}' to='${VERONA}'>key</db:result>`);

/** Opens a stream of the other server, whose key is confirmed. */
async function openProven(server: ReferenceServer): Promise<TestPeer> {
  const peer = await openPeer(server, HEADER);
  await peer.next();
  sendKey(peer);
  expect((await peer.next()).attrs).toEqual({ from: VERONA, to: MANTUA, type: 'valid' });
  return peer;
}

test('a server without servers listens for none', async () => {
  const server = await startReference();
  expect(server.s2sPort).toBeUndefined();
  await server.stop();
});

test('the header of an accepted stream has an id, names both domains, and dialback is offered', async () => {
  const peer = await openPeer(await startVerona(), HEADER);
  expect(serialize(await peer.next())).toContain('<dialback xmlns="urn:xmpp:features:dialback"/>');
  expect(peer.header?.attrs).toEqual({ from: VERONA, to: MANTUA, version: '1.0', id: expect.stringMatching(/^\w+$/) });
});

test('a server that states no version, no sender and no receiver gets no features', async () => {
  const peer = await openPeer(await startVerona(await listenAsPeer(answering('valid'))), '');
  sendKey(peer);
  expect((await peer.next()).attrs['type']).toBe('valid');
  expect(Object.keys(peer.header?.attrs ?? {})).toEqual(['from', 'id']);
});

test('stanzas of a domain that has proved itself are delivered', async () => {
  const server = await startVerona(await listenAsPeer(answering('valid')));
  const client = await login(server, 'juliet/r');
  const peer = await openProven(server);
  const content = '<body>名</body><x xmlns="urn:x"><message xmlns="jabber:client"/></x>';
  peer.send(`<message from="romeo@${MANTUA}/o" to="juliet@${VERONA}/r">${content}</message>`);
  expect(serialize(await client.next())).toBe(
    `<message from="romeo@${MANTUA}/o" to="juliet@${VERONA}/r">${content}</message>`,
  );
});

test.each([
  ['invalid-from', `<message from="romeo@padua.localhost" to="juliet@${VERONA}"/>`],
  ['improper-addressing', `<message from="romeo@@${MANTUA}" to="juliet@${VERONA}"/>`],
  ['improper-addressing', `<message from="romeo@${MANTUA}"/>`],
  ['improper-addressing', `<message to="juliet@${VERONA}"/>`],
  ['host-unknown', `<message from="romeo@${MANTUA}" to="juliet@padua.localhost"/>`],
  ['unsupported-stanza-type', '<x/>'],
  ['host-unknown', `<db:result from='${MANTUA}' to='padua.localhost'>key</db:result>`],
  ['improper-addressing', `<db:result to='${VERONA}'>key</db:result>`],
  ['not-authorized', `<db:result from='${VERONA}' to='${VERONA}'>key</db:result>`],
  ['not-well-formed', '<message <'],
])('%s ends a proven stream: %s', async (condition, sent) => {
  const peer = await openProven(await startVerona(await listenAsPeer(answering('valid'))));
  peer.send(sent);
  expect(await peer.streamError()).toBe(condition);
  await peer.closed();
});

test.each([
  ['host-unknown', `from='${MANTUA}' to='padua.localhost' version='1.0'`, ''],
  ['not-authorized', '', `<message from="romeo@${MANTUA}" to="juliet@${VERONA}"/>`],
])('%s ends a stream with the header %s that sends %s without a key', async (condition, header, sent) => {
  const peer = await openPeer(await startVerona(), header);
  peer.send(sent);
  expect(await peer.streamError()).toBe(condition);
});

test('a key that its server denies is refused', async () => {
  const peer = await openPeer(await startVerona(await listenAsPeer(answering('invalid'))), HEADER);
  await peer.next();
  sendKey(peer);
  expect((await peer.next()).attrs['type']).toBe('invalid');
  await peer.closed();
});

test('a key of a domain without a server is refused', async () => {
  const peer = await openPeer(await startVerona(), HEADER);
  await peer.next();
  sendKey(peer);
  expect((await peer.next()).attrs['type']).toBe('invalid');
});

/** A server whose client has sent messages to the other one, and the stream that it has opened for them. */
async function openOutgoing(...ids: readonly string[]) {
  const accepted: TestPeer[] = [];
  let accept: (peer: TestPeer) => void = () => undefined;
  const first = new Promise<TestPeer>((resolve) => {
    accept = resolve;
  });
  const server = await startVerona(
    await listenAsPeer((peer) => {
      accepted.push(peer);
      accept(peer);
    }),
  );
  const client = await login(server, 'juliet/r');
  client.send(ids.map((id) => `<message to="romeo@${MANTUA}" id="${id}"/>`).join(''));
  return { server, client, peer: await first, accepted };
}

test('stanzas wait until the key is accepted, and then come in order', async () => {
  const { client, peer } = await openOutgoing('1', '2');
  await peer.opened();
  expect(peer.header?.attrs).toEqual({ from: VERONA, to: MANTUA, version: '1.0' });
  peer.sendHeader(`from='${MANTUA}' to='${VERONA}' version='1.0' id='i'`);
  peer.send(FEATURES);
  expect((await peer.next()).name).toBe('result');
  client.send(`<message to="romeo@${MANTUA}" id="3"/>`);
  await client.fence();
  peer.send(`<db:result from='${MANTUA}' to='${VERONA}' type='valid'/>`);
  const received = [await peer.next(), await peer.next(), await peer.next()];
  expect(messageIdsIn(received.map((stanza) => serialize(stanza, { ns: stanza.ns })))).toEqual(['1', '2', '3']);
  expect(new Set(received.map(({ ns }) => ns))).toEqual(new Set(['jabber:server']));
});

test('the key is sent without waiting for features to a server that states no version', async () => {
  const { peer } = await openOutgoing('1');
  peer.sendHeader("id='i'");
  expect((await peer.next()).name).toBe('result');
});

test.each([
  ['its own key', 'valid', '', MANTUA],
  ['another key', 'invalid', 'x', MANTUA],
  ['its key for another domain', 'invalid', '', 'padua.localhost'],
])('a server that is asked about %s calls it %s', async (_, type, added, from) => {
  const { server, peer } = await openOutgoing('1');
  peer.sendHeader("id='i'");
  const key = text(await peer.next());
  const asking = await openPeer(server, `from='${from}' to='${VERONA}' version='1.0'`);
  await asking.next();
  asking.send(`<db:verify from='${from}' to='${VERONA}' id='i'>${key}${added}</db:verify>`);
  expect((await asking.next()).attrs).toEqual({ from: VERONA, to: from, id: 'i', type });
});

test.each([
  ['refuses the key', (peer: TestPeer) => answering('invalid')(peer)],
  ['refuses the key with an error', (peer: TestPeer) => answering('error')(peer)],
  ['ends the stream', (peer: TestPeer) => peer.send('</stream:stream>')],
  ['closes the connection', (peer: TestPeer) => peer.socket.destroy()],
  ['sends no XML', (peer: TestPeer) => peer.send('HTTP/1.1 400 Bad Request\r\n\r\n')],
])('stanzas return with <remote-server-timeout/> when the other server %s', async (_, behave) => {
  const { client, peer } = await openOutgoing('1', '2');
  await behave(peer);
  const returned = [await client.next(), await client.next()].map((stanza) => serialize(stanza));
  expect(outcomesOf(returned)).toEqual(['error remote-server-timeout', 'error remote-server-timeout']);
  expect(returned.map((stanza) => attr(stanza, 'id'))).toEqual(['1', '2']);
});

test('stanzas return with <remote-server-timeout/> when no connection is accepted, or nothing is ever answered', async () => {
  const silent = await listenAsPeer(() => undefined);
  const closed = createServer();
  const servers = new Map([
    [MANTUA, silent],
    ['padua.localhost', { host: '127.0.0.1', port: await portOf(closed) }],
  ]);
  await once(closed.close(), 'close');
  const server = await startReference({ domain: VERONA, s2s: { servers, timeoutMs: 1 } });
  const client = await login(server, 'juliet/r');
  for (const domain of servers.keys()) {
    client.send(`<presence type="subscribe" to="romeo@${domain}" id="s"/>`);
    let received = serialize(await client.next());
    while (attr(received, 'id') !== 's') received = serialize(await client.next());
    expect(outcomesOf([received])).toEqual(['error remote-server-timeout']);
    expect(attr(received, 'to')).toBe(`juliet@${VERONA}/r`);
  }
  await server.stop();
});

test('a stopped server closes its connections, and opens none for the presence of its clients', async () => {
  const { server, client, peer, accepted } = await openOutgoing('1');
  client.send(`<presence to="romeo@${MANTUA}"/>`);
  await client.fence();
  await server.stop();
  await peer.closed();
  expect(accepted).toEqual([peer]);
});
