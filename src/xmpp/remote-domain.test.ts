import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import type { TranscriptEntry } from '../model/session.ts';
import { serialize } from '../stanza/serialize.ts';
import { NS, parseXml } from '../stanza/xml.ts';
import { noteText } from '../wording/notes.ts';
import { isExpired } from '../wording/problems.ts';
import { expiring, type FakeServer, type Rule, silentAt, startFakeServer } from './fake-server.test-kit.ts';
import { HeldAnswers } from './held-answers.ts';
import { OpenStreams } from './open-streams.ts';
import { connectComponent } from './renewable-domain.ts';

const DOMAIN = 'remote.localhost';
const SECRET = 'wherefore 名';
const HEADER = `<?xml version='1.0'?><stream:stream xmlns='jabber:component:accept' xmlns:stream='${NS.streams}' from='${DOMAIN}' id='s&amp;1'>`;
const END = '<message to="romeo@remote.localhost/orchard" id="end"/>';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const FENCE = parseXml('<iq type="get" id="f" to="localhost"><ping xmlns="urn:xmpp:ping"/></iq>');
const fenced: Rule = [/<iq [^>]*id="f"[^>]*>/, () => `<iq type='result' id='f' to='romeo@${DOMAIN}/orchard'/>`];
const opened: Rule = [/<stream:stream [^>]*>/, () => HEADER];
const digest = createHash('sha1').update(`s&1${SECRET}`).digest('hex');
const joined: Rule = [
  /<handshake>([^<]*)<\/handshake>/,
  ([, given]) => (given === digest ? '<handshake/>' : refuse('not-authorized')),
];
const refuse = (condition: string) =>
  `<stream:error><${condition} xmlns='${NS.streamErrors}'/></stream:error></stream:stream>`;

async function start(rules: readonly Rule[] = []) {
  const server = await startFakeServer({ rules: [...rules, opened, joined, fenced] });
  stops.push(server.stop);
  return server;
}

const addressOf = ({ address: { host, port } }: FakeServer, secret = SECRET) => ({
  host,
  port,
  domain: DOMAIN,
  secret,
});

/** A remote domain, and sessions of romeo there by resource. */
async function begin({ rules = [] as readonly Rule[], resources = ['orchard'] } = {}) {
  const server = await start(rules);
  const remote = await connectComponent(addressOf(server), { timeoutMs: 5000, streams: new OpenStreams() });
  stops.unshift(() => remote.close());
  const sessions = await Promise.all(resources.map((resource) => play(remote, `romeo@${DOMAIN}`, resource)));
  return { server, remote, sessions, romeo: sessions[0]! };
}

async function play(remote: Awaited<ReturnType<typeof connectComponent>>, jid: string, resource: string) {
  const entries: Omit<TranscriptEntry, 'atMs' | 'session'>[] = [];
  const account = { jid, password: '' };
  const record = (entry: (typeof entries)[number]) => void entries.push(entry);
  const session = await remote.connect({ account, resource, answers: true, timeoutMs: 5000, record });
  const lines = () =>
    entries.map(
      (e) => `${e.direction} ${e.kind} ${e.note === undefined ? serialize(e.stanza!) : noteText(e.note, 'en')}`,
    );
  return { session, lines };
}

/** What a session has received up to the stanza `end`. */
async function takeAll({ session }: Awaited<ReturnType<typeof play>>) {
  await session.arrival(() => session.inbox.at(-1)?.attrs['id'] === 'end', 5000);
  const seen = session.drain().map((stanza) => serialize(stanza));
  return seen.slice(0, -1);
}

test('opens a component stream and proves the secret', async () => {
  const { server } = await begin();
  expect(server.received()).toContain(`xmlns="jabber:component:accept"`);
  expect(server.received()).toContain(`to="${DOMAIN}"`);
  expect(server.received()).not.toContain('version="');
});

test.each([
  [
    'not-authorized',
    'refused the secret of the component "remote.localhost"; give the one that the server is set up with',
  ],
  ['host-unknown', 'knows no component "remote.localhost"; set it up there, or name the domain that it has'],
  ['conflict', 'has a component "remote.localhost" connected already; end that one first, or'],
  ['undefined-condition', 'refused the component "remote.localhost": undefined-condition'],
])('explains a refusal with %s', async (condition, words) => {
  const server = await start([[/<handshake>/, () => refuse(condition)]]);
  const connecting = connectComponent(addressOf(server), { timeoutMs: 5000, streams: new OpenStreams() });
  await expect(connecting).rejects.toThrow(`127.0.0.1:${server.address.port} ${words}`);
});

test('reports a wrong secret and does not show it', async () => {
  const server = await start();
  const error: Error = await connectComponent(addressOf(server, 'montague'), {
    timeoutMs: 5000,
    streams: new OpenStreams(),
  }).catch((e) => e);
  expect(error.message).toContain('refused the secret');
  expect(error.message).not.toContain('montague');
});

test('ends a handshake that takes too long', async () => {
  const { rule, asked } = silentAt(/<handshake>/);
  const server = await start([rule]);
  const options = { timeoutMs: 50, streams: new OpenStreams() };
  const connecting = expiring(asked, () => connectComponent(addressOf(server), options));
  await expect(connecting).rejects.toThrow(
    `no answer to the component handshake from 127.0.0.1:${server.address.port} within 50 ms`,
  );
  await expect(connecting).rejects.toSatisfy(isExpired);
});

test('reports a refused connection', async () => {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  const connecting = connectComponent(
    { host: '127.0.0.1', port, domain: DOMAIN, secret: SECRET },
    { timeoutMs: 5000, streams: new OpenStreams() },
  );
  await expect(connecting).rejects.toThrow(
    `127.0.0.1:${port} refused the connection; check that the server runs there`,
  );
});

test.each([
  ['<presence type="subscribe" to="juliet@localhost"/>', `romeo@${DOMAIN}`],
  ['<presence type="subscribed" to="juliet@localhost"/>', `romeo@${DOMAIN}`],
  ['<presence type="unsubscribe" to="juliet@localhost"/>', `romeo@${DOMAIN}`],
  ['<presence type="unsubscribed" to="juliet@localhost"/>', `romeo@${DOMAIN}`],
  ['<presence to="juliet@localhost"/>', `romeo@${DOMAIN}/orchard`],
  ['<message type="subscribe" to="juliet@localhost"/>', `romeo@${DOMAIN}/orchard`],
  [`<presence type="subscribe" to="juliet@localhost" from="romeo@${DOMAIN}/x"/>`, `romeo@${DOMAIN}/x`],
])('sends %s from %s', async (stanza, from) => {
  const { server, romeo } = await begin();
  await romeo.session.send(parseXml(stanza), 'step');
  const { attrs, name } = parseXml(romeo.lines()[1]!.slice('sent step '.length));
  expect([name, attrs['from']]).toEqual([parseXml(stanza).name, from]);
  await romeo.session.request(FENCE, 'fence', 5000);
  expect(server.received()).toContain(`from="${from}"`);
});

test('writes stanzas in the namespace of the stream and reads them in that of clients', async () => {
  const { server, romeo } = await begin();
  const foreign = '<x xmlns="urn:x"><message xmlns="jabber:client"/></x>';
  const body = `<message to="romeo@${DOMAIN}/orchard" id="1"><body>名</body>${foreign}</message>`;
  await romeo.session.send(parseXml(body), 'step');
  await romeo.session.request(FENCE, 'fence', 5000);
  expect(server.received()).toContain(`id="1" from="romeo@${DOMAIN}/orchard"><body>名</body>${foreign}</message>`);
  server.send(`${body}${END}`);
  expect(await takeAll(romeo)).toEqual([body]);
});

test('joins a character that is split over two packets', async () => {
  const { server, romeo } = await begin();
  const bytes = Buffer.from(
    `<message id="first" to="romeo@${DOMAIN}/orchard"/><message to="romeo@${DOMAIN}"><body>名</body></message>${END}`,
  );
  const cut = bytes.indexOf('名') + 1;
  server.send(bytes.subarray(0, cut));
  await romeo.session.arrival(() => romeo.session.inbox.length > 0, 5000);
  server.send(bytes.subarray(cut));
  expect((await takeAll(romeo))[1]).toContain('<body>名</body>');
});

test('delivers a stanza to the session with its full JID, or else to the first session of its user', async () => {
  const { server, sessions } = await begin({ resources: ['orchard', 'garden'] });
  const to = (address: string) => `<message to="${address}"/>`;
  const addresses = [`romeo@${DOMAIN}`, `romeo@${DOMAIN}/garden`, `romeo@${DOMAIN}/nowhere`, `Romeo@${DOMAIN}`];
  server.send(`${addresses.map(to).join('')}${END}${END.replace('orchard', 'garden')}`);
  expect(await takeAll(sessions[0]!)).toEqual([to(addresses[0]!), to(addresses[2]!), to(addresses[3]!)]);
  expect(await takeAll(sessions[1]!)).toEqual([to(addresses[1]!)]);
});

test('keeps stanzas for addresses without a session as unclaimed', async () => {
  const { server, remote, romeo } = await begin();
  const mercutio = await play(remote, `mercutio@${DOMAIN}`, 'street');
  await mercutio.session.close(0);
  server.send(`<presence to="tybalt@${DOMAIN}"/><presence to="mercutio@${DOMAIN}/street"/><presence/>${END}`);
  expect(await takeAll(romeo)).toEqual([]);
  expect(remote.unclaimedStanzas.map(({ attrs }) => attrs['to'])).toEqual([
    `tybalt@${DOMAIN}`,
    `mercutio@${DOMAIN}/street`,
    undefined,
  ]);
});

test('settles requests of two sessions with the same id each by its own answer', async () => {
  const { server, sessions } = await begin({ resources: ['orchard', 'garden'] });
  const ping = parseXml('<iq type="get" id="p" to="localhost"><ping xmlns="urn:xmpp:ping"/></iq>');
  const [one, two] = sessions.map(({ session }) => session.request(ping, 'fence', 5000));
  server.send(`<iq type='error' id='p' to='romeo@${DOMAIN}/garden'/><iq type='result' id='p' to='romeo@${DOMAIN}'/>`);
  server.send(`<iq type='result' id='p' to='romeo@${DOMAIN}/orchard'/>`);
  expect([(await one)?.attrs['type'], (await two)?.attrs['type']]).toEqual(['result', 'error']);
  expect(sessions[0]!.session.drain()).toEqual([parseXml(`<iq type="result" id="p" to="romeo@${DOMAIN}"/>`)]);
  expect(sessions[1]!.lines()).toEqual([
    `note step connected as romeo@${DOMAIN}/garden`,
    expect.stringMatching(`^sent fence <iq type="get" id="p" to="localhost" from="romeo@${DOMAIN}/garden">`),
    `received fence <iq type="error" id="p" to="romeo@${DOMAIN}/garden"/>`,
  ]);
});

test('answers nothing by itself', async () => {
  const { server, romeo } = await begin();
  server.send(
    `<iq type="get" id="1" from="localhost" to="romeo@${DOMAIN}/orchard"><ping xmlns="${NS.ping}"/></iq>${END}`,
  );
  expect(await takeAll(romeo)).toHaveLength(1);
  expect(romeo.lines().filter((line) => line.startsWith('sent'))).toEqual([]);
});

test.each([
  ['without "to"', '<presence/>', 'needs a "to"'],
  [
    'from a foreign domain',
    '<presence to="juliet@localhost" from="juliet@localhost"/>',
    '"from" must be an address at',
  ],
])('does not send a stanza %s, which would end the stream', async (_, stanza, words) => {
  const { romeo } = await begin();
  await expect(romeo.session.send(parseXml(stanza), 'step')).rejects.toThrow(words);
  expect(romeo.lines()).toHaveLength(1);
});

test('ends one session without effect on another', async () => {
  const { server, sessions, remote } = await begin({ resources: ['orchard', 'garden'] });
  sessions[1]!.session.drop();
  expect(sessions[1]!.session.ended).toEqual({ kind: 'connection-dropped-by-client' });
  expect(sessions[1]!.lines().at(-1)).toBe('note step connection dropped by this client');
  await expect(sessions[1]!.session.send(parseXml('<presence to="a@b"/>'), 'step')).rejects.toThrow(
    'nothing can be sent',
  );
  server.send(`<presence to="romeo@${DOMAIN}/garden"/>${END}`);
  expect(await takeAll(sessions[0]!)).toHaveLength(1);
  await expect(play(remote, `romeo@${DOMAIN}`, 'orchard')).rejects.toThrow('is connected already');
  await play(remote, `romeo@${DOMAIN}`, 'garden');
});

test('ends all sessions and their waits when the connection ends', async () => {
  const { server, sessions, remote } = await begin({ resources: ['orchard', 'garden'] });
  const ping = parseXml('<iq type="get" id="p" to="localhost"/>');
  const request = sessions[0]!.session.request(ping, 'fence', 5000);
  const arrival = sessions[1]!.session.arrival(() => false, 5000);
  server.drop();
  await expect(request).rejects.toThrow('no answer to the iq "p": connection closed by the server');
  await expect(arrival).rejects.toThrow('connection closed by the server');
  expect(sessions.map(({ session }) => session.ended)).toEqual(Array(2).fill({ kind: 'connection-closed-by-server' }));
  await expect(play(remote, `romeo@${DOMAIN}`, 'x')).rejects.toThrow(`no session can begin at ${DOMAIN}`);
});

test('lists the first thousand stanzas for addresses without a session, and counts the rest', async () => {
  const { server, remote, romeo } = await begin();
  server.send(`<message to="nobody@${DOMAIN}"/>`.repeat(1500) + END);
  await takeAll(romeo);
  expect([remote.unclaimedStanzas.length, remote.unlistedStanzas]).toEqual([1000, 500]);
});

test('a flood ends the session that it is for, and no other', async () => {
  const { server, sessions } = await begin({ resources: ['orchard', 'garden'] });
  server.send(`<message to="romeo@${DOMAIN}/orchard"/>`.repeat(1500));
  server.send(`<message id="end" to="romeo@${DOMAIN}/garden"/>`);
  await takeAll(sessions[1]!);
  expect(sessions[0]!.session.ended).toEqual({ kind: 'flooded', unit: 'stanzas', limit: 1000 });
  expect(sessions[1]!.session.ended).toBeUndefined();
});

test('closes the stream when the domain is closed', async () => {
  const { server, remote, romeo } = await begin();
  await remote.close();
  expect(server.received().endsWith('</stream:stream>')).toBe(true);
  expect(romeo.session.ended).toEqual({ kind: 'stream-closed-by-client' });
});

const PRESENCE_FIRST: Rule = [/<iq [^>]*id="f"[^>]*>/, () => '<presence to="romeo@remote.localhost/orchard"/>'];

test('where the server holds an answer until what comes before is acknowledged, whitespace does that', async () => {
  const known = vi.spyOn(HeldAnswers.prototype, 'isKnown', 'get').mockReturnValue(true);
  onTestFinished(() => known.mockRestore());
  const answer: Rule = [/<\/iq>\s$/, () => `<iq type='result' id='f' to='romeo@${DOMAIN}/orchard'/>`];
  const { romeo } = await begin({ rules: [PRESENCE_FIRST, answer] });
  expect((await romeo.session.request(FENCE, 'fence', 5000)).attrs['type']).toBe('result');
});

test('other servers get no whitespace', async () => {
  const { server, romeo } = await begin({ rules: [PRESENCE_FIRST] });
  const answer = romeo.session.request(FENCE, 'fence', 5000);
  await romeo.session.arrival(() => romeo.session.inbox.length > 0, 5000);
  server.send(`<iq type='result' id='f' to='romeo@${DOMAIN}/orchard'/>`);
  await answer;
  expect(server.received()).toMatch(/<\/iq>$/);
});
