import { afterEach, expect, test } from 'vitest';
import { NS, parseXml } from '../stanza/xml.ts';
import { type Rule, startFakeServer } from './fake-server.test-kit.ts';
import { OpenStreams } from './open-streams.ts';
import { joinRemoteDomain } from './renewable-domain.ts';

const DOMAIN = 'remote.localhost';
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const STRAY = `<message from='juliet@localhost' to='paris@${DOMAIN}'/>`;
const rules: readonly Rule[] = [
  [
    /<stream:stream [^>]*>/,
    () => `<stream:stream xmlns='jabber:component:accept' xmlns:stream='${NS.streams}' from='${DOMAIN}' id='s'>`,
  ],
  [/<handshake>[^<]*<\/handshake>/, () => '<handshake/>'],
  [/<iq [^>]*id="f"[^>]*>/, () => `${STRAY}<iq type='result' id='f' to='romeo@${DOMAIN}/orchard'/>`],
];
const PING = parseXml('<iq type="get" id="f" to="localhost"><ping xmlns="urn:xmpp:ping"/></iq>');

test('a renewed domain ends the sessions of the earlier connection, and keeps what came without a session', async () => {
  const server = await startFakeServer({ rules });
  const { host, port } = server.address;
  const address = { host, port, domain: DOMAIN, secret: 's' };
  const remote = await joinRemoteDomain(address, { timeoutMs: 5000, streams: new OpenStreams() });
  stops.push(() => remote.close(), server.stop);
  const account = { jid: `romeo@${DOMAIN}`, password: '' };
  const login = { account, resource: 'orchard', answers: false, timeoutMs: 5000, record: () => undefined };
  const before = await remote.connect(login);
  await before.request(PING, 'fence', 5000);
  await remote.renew();
  expect(before.ended).toBeDefined();
  const after = await remote.connect(login);
  expect((await after.request(PING, 'fence', 5000)).attrs['id']).toBe('f');
  expect([remote.unclaimedStanzas.length, remote.unlistedStanzas, remote.domain]).toEqual([2, 0, DOMAIN]);
});
