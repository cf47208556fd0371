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

const END = `<stream:error><internal-server-error xmlns='${NS.streamErrors}'/></stream:error></stream:stream>`;
const KILLER = parseXml('<message type="whisper" to="juliet@localhost"/>');
const ending: Rule = [/<message [^>]*whisper[^>]*>/, () => END];

/** A remote domain on a server that ends the stream at some messages; `refusals` answer the handshakes after the first one. */
async function endable({ refusals = [] as readonly string[] } = {}) {
  const answers = ['<handshake/>', ...refusals];
  const handshake: Rule = [/<handshake>[^<]*<\/handshake>/, () => answers.shift() ?? '<handshake/>'];
  const server = await startFakeServer({ rules: [ending, handshake, ...rules] });
  const { host, port } = server.address;
  const options = { timeoutMs: 5000, streams: new OpenStreams() };
  const remote = await joinRemoteDomain({ host, port, domain: DOMAIN, secret: 's' }, options);
  stops.push(() => remote.close(), server.stop);
  const connect = (user: string) =>
    remote.connect({
      ...{ account: { jid: `${user}@${DOMAIN}`, password: '' }, resource: 'orchard' },
      ...{ answers: false, timeoutMs: 5000, record: () => undefined },
    });
  const romeo = await connect('romeo');
  const lose = async () => {
    await romeo.send(KILLER, 'step');
    await romeo.arrival(() => false, 5000).catch(() => undefined);
  };
  const joins = () => server.received().split('<handshake>').length - 1;
  return { remote, connect, romeo, lose, joins };
}

test('a domain whose stream the server has ended joins again once, for all sessions that come next', async () => {
  const { remote, connect, romeo, lose, joins } = await endable();
  await lose();
  const cause = { kind: 'stream-error', condition: 'internal-server-error' };
  expect([romeo.ended, remote.losses, joins()]).toEqual([cause, [cause], 1]);
  await Promise.all(['paris', 'tybalt', 'mercutio'].map(connect));
  expect([joins(), remote.losses]).toEqual([2, [cause]]);
  const again = await connect('romeo');
  expect((await again.request(PING, 'fence', 5000)).attrs['id']).toBe('f');
});

const refusal = (condition: string) =>
  `<stream:error><${condition} xmlns='${NS.streamErrors}'/></stream:error></stream:stream>`;

test('a server that holds the domain for a moment is asked again', async () => {
  const { connect, lose, joins } = await endable({ refusals: [refusal('conflict')] });
  await lose();
  await connect('paris');
  expect(joins()).toBe(3);
});

test('a server that takes the component no more is not asked for ever', async () => {
  const { remote, connect, lose, joins } = await endable({ refusals: Array(3).fill(refusal('not-authorized')) });
  await lose();
  for (const user of ['paris', 'tybalt']) {
    await expect(connect(user)).rejects.toMatchObject({
      problem: {
        kind: 'domain-ended',
        domain: DOMAIN,
        cause: { kind: 'component-refused', condition: 'not-authorized' },
      },
    });
  }
  expect([joins(), remote.losses.length]).toEqual([4, 1]);
});

test('a domain that was closed has lost nothing, and joins no more', async () => {
  const { remote, connect, joins } = await endable();
  await remote.renew();
  await remote.close();
  await expect(connect('paris')).rejects.toMatchObject({ problem: { kind: 'domain-ended' } });
  expect([joins(), remote.losses]).toEqual([2, []]);
});
