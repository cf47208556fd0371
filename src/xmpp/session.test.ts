import { Socket } from 'node:net';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import type { Session, TranscriptEntry } from '../model/session.ts';
import { serialize } from '../stanza/serialize.ts';
import { NS, parseXml } from '../stanza/xml.ts';
import { noteText } from '../wording/notes.ts';
import { isExpired, problemText } from '../wording/problems.ts';
import { createConnect } from './connect.ts';
import { PASSWORD, type Rule, startFakeServer } from './fake-server.test-kit.ts';
import { HeldAnswers } from './held-answers.ts';
import { OpenStreams } from './open-streams.ts';

type Entry = Omit<TranscriptEntry, 'atMs' | 'session'>;

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** A session with a fake server; `until` waits for an entry of its transcript. */
async function begin({ answers = true, rules = [] as readonly Rule[] } = {}) {
  const server = await startFakeServer({ mechanisms: ['PLAIN'], rules });
  const entries: Entry[] = [];
  let check = () => {};
  const record = (entry: Entry) => {
    entries.push(entry);
    check();
  };
  const account = { jid: 'juliet@localhost', password: PASSWORD };
  const connect = createConnect(server.address, new OpenStreams());
  const session = await connect({ account, resource: 'balcony', answers, timeoutMs: 5000, record });
  stops.push(() => session.close(0), server.stop);
  const until = (isIt: (entry: Entry) => boolean) =>
    new Promise<void>((resolve) => {
      check = () => entries.some(isIt) && resolve();
      check();
    });
  const lines = () =>
    entries.map(
      (e) => `${e.direction} ${e.kind} ${e.note === undefined ? serialize(e.stanza!) : noteText(e.note, 'en')}`,
    );
  return { server, session, entries, until, lines };
}

const hasId = (id: string) => (entry: Entry) => entry.stanza?.attrs['id'] === id;
const isNote = (entry: Entry) => entry.direction === 'note' && entry.note?.kind !== 'connected';
const iq = (id: string, payload = '<query xmlns="jabber:iq:roster"/>') =>
  parseXml(`<iq type="get" id="${id}">${payload}</iq>`);

const hasArrived = (session: Session) => () => session.inbox.length > 0;

const END = '<message id="end"/>';
const roster = `<query xmlns='${NS.roster}' ver='7'><item jid='romeo@localhost'/></query>`;
const ping = `<ping xmlns='${NS.ping}'/>`;

test('sends a stanza exactly as given', async () => {
  const { server, session } = await begin({ rules: [[/<iq [^>]*id="x"/, () => `<iq type='result' id='x'/>`]] });
  const odd = `<message to="romeo@localhost" id="1"><body>&lt;名册&gt; &amp; 'so'</body><x xmlns="urn:x"><y xmlns=""/></x></message>`;
  await session.send(parseXml(odd), 'step');
  await session.request(iq('x'), 'fence', 5000);
  expect(server.received()).toContain(odd);
});

test('resolves namespaces as the server declares them', async () => {
  const { server, session, until } = await begin();
  server.send(
    `<message xml:lang='zh' id='end'><d:delay xmlns:d='${NS.delay}' stamp='s'/><body>a<![CDATA[<b>]]></body><x xmlns=''/></message>`,
  );
  await until(hasId('end'));
  expect(session.drain()).toEqual([
    {
      name: 'message',
      ns: NS.client,
      attrs: { 'xml:lang': 'zh', id: 'end' },
      children: [
        { name: 'delay', ns: NS.delay, attrs: { stamp: 's' }, children: [] },
        { name: 'body', ns: NS.client, attrs: {}, children: ['a<b>'] },
        { name: 'x', ns: '', attrs: {}, children: [] },
      ],
    },
  ]);
});

test('joins a character that is split over two packets', async () => {
  const { server, session, until } = await begin();
  const bytes = Buffer.from('<message id="first"/><message id="end"><body>名册</body></message>');
  const cut = bytes.indexOf('名') + 1;
  server.send(bytes.subarray(0, cut));
  await until(hasId('first'));
  server.send(bytes.subarray(cut));
  await until(hasId('end'));
  expect(session.drain()[1]).toEqual(parseXml('<message id="end"><body>名册</body></message>'));
});

test('keeps stanzas that arrive in one packet with the answer to binding', async () => {
  const bound = `<bind xmlns='${NS.bind}'><jid>juliet@localhost/balcony</jid></bind>`;
  const rule: Rule = [/<iq [^>]*id="([^"]*)".*<\/iq>/, ([, id]) => `<iq type='result' id='${id}'>${bound}</iq>${END}`];
  const { session, lines } = await begin({ rules: [rule] });
  expect(session.drain()).toEqual([parseXml(END)]);
  expect(lines()).toEqual(['note step connected as juliet@localhost/balcony', 'received step <message id="end"/>']);
});

test.each([
  ['without from', ''],
  ['from the own bare address', ` from="juliet@localhost"`],
  ['from the domain', ` from="localhost"`],
])('keeps and answers a roster push %s', async (_, from) => {
  const { server, session, until, lines } = await begin();
  server.send(`<iq type='set' id='push'${from}>${roster}</iq>${END}`);
  await until(hasId('end'));
  expect(session.drain().map(({ attrs }) => attrs['id'])).toEqual(['push', 'end']);
  const to = from.replace('from', 'to');
  expect(lines().slice(1, 3)).toEqual([
    expect.stringMatching(/^received step <iq type="set" id="push"/),
    `sent auto <iq type="result" id="push"${to}/>`,
  ]);
});

test.each(['result', 'error'])('keeps an IQ %s to its own automatic answer from the inbox', async (type) => {
  const { server, session, until, lines } = await begin();
  server.send(`<iq type='set' id='push'>${roster}</iq>`);
  await until((entry) => entry.direction === 'sent' && entry.kind === 'auto');
  server.send(`<iq type='${type}' id='push'/>${END}`);
  await until(hasId('end'));
  expect(session.drain().map(({ attrs }) => attrs['type'])).toEqual(['set', undefined]);
  expect(lines().at(-2)).toBe(`received auto <iq type="${type}" id="push"/>`);
});

test('keeps an answer whose id is also that of a request of the session', async () => {
  const { server, session, until } = await begin();
  await session.send(parseXml(`<iq type="set" id="same">${roster}</iq>`), 'step');
  server.send(`<iq type='set' id='same'>${roster}</iq>`);
  await until((entry) => entry.direction === 'sent' && entry.kind === 'auto');
  server.send(`<iq type='result' id='same'/>${END}`);
  await until(hasId('end'));
  expect(session.drain().map(({ attrs }) => attrs['type'])).toEqual(['set', 'result', undefined]);
});

test.each([
  ['a roster push from another account', `<iq type='set' id='1' from='romeo@localhost'>${roster}</iq>`],
  ['a ping from another account', `<iq type='get' id='1' from='romeo@localhost/orchard'>${ping}</iq>`],
  ['an unknown get', `<iq type='get' id='1'><query xmlns='${NS.version}'/></iq>`],
  ['an unknown set', `<iq type='set' id='1'><query xmlns='urn:x'/></iq>`],
])('keeps %s and does not answer', async (_, stanza) => {
  const { server, session, until, entries } = await begin();
  server.send(`${stanza}${END}`);
  await until(hasId('end'));
  expect(session.drain().map(({ attrs }) => attrs['id'])).toEqual(['1', 'end']);
  expect(entries.filter(({ direction }) => direction === 'sent')).toEqual([]);
});

test('answers nothing if it must not answer', async () => {
  const { server, session, until, entries } = await begin({ answers: false });
  server.send(`<iq type='set' id='push'>${roster}</iq><iq type='get' id='ping'>${ping}</iq>${END}`);
  await until(hasId('end'));
  expect(session.drain().map(({ attrs }) => attrs['id'])).toEqual(['push', 'end']);
  expect(entries.filter(({ direction }) => direction === 'sent')).toEqual([]);
});

test('answers a ping of the server and keeps it out of the inbox', async () => {
  const { server, session, until, lines } = await begin();
  server.send(`<iq type='get' id='p' from='localhost' to='juliet@localhost/balcony'>${ping}</iq>${END}`);
  await until(hasId('end'));
  expect(session.drain()).toEqual([parseXml(END)]);
  expect(lines().slice(1, 3)).toEqual([
    expect.stringMatching(/^received auto <iq type="get" id="p"/),
    'sent auto <iq type="result" id="p" to="localhost"/>',
  ]);
});

test('settles concurrent requests each by its own answer, which has their kind and never reaches the inbox', async () => {
  const { server, session, entries } = await begin();
  const [one, two] = [session.request(iq('1'), 'setup', 5000), session.request(iq('2'), 'fence', 5000)];
  server.send(`<iq type='error' id='2'/><iq type='result' id='1'/>`);
  expect((await one).attrs['type']).toBe('result');
  expect((await two).attrs['type']).toBe('error');
  expect(session.drain()).toEqual([]);
  const received = entries.filter(({ direction }) => direction === 'received');
  expect(received.map(({ kind }) => kind)).toEqual(['fence', 'setup']);
});

test('expires a request without an answer, and keeps its late answer out of the inbox', async () => {
  const { server, session, until, entries } = await begin();
  const request = session.request(iq('1'), 'fence', 20);
  await expect(request).rejects.toThrow('no answer to <iq type="get" id="1"> within 20 ms');
  await expect(request).rejects.toSatisfy(isExpired);
  server.send(`<iq type='result' id='1'/>${END}`);
  await until(hasId('end'));
  expect(session.drain()).toEqual([parseXml(END)]);
  expect(entries.find(hasId('1'))?.kind).toBe('fence');
});

test('puts a second answer to the same request into the inbox', async () => {
  const { server, session, until } = await begin();
  const request = session.request(iq('1'), 'step', 5000);
  server.send(`<iq type='result' id='1'/><iq type='result' id='1'/>${END}`);
  await Promise.all([request, until(hasId('end'))]);
  expect(session.drain().map(({ attrs }) => attrs['id'])).toEqual(['1', 'end']);
});

test('refuses the id of a pending request', async () => {
  const { server, session } = await begin();
  const first = session.request(iq('1'), 'step', 5000);
  await expect(session.request(iq('1'), 'step', 5000)).rejects.toThrow('the id "1" was used by an earlier request');
  server.send(`<iq type='result' id='1'/>`);
  await first;
});

test.each([
  ['stanzas', '<message/>', 'the server sent more than 1,000 stanzas in one step'],
  ['answers to no request', `<iq type='result' id='x'/>`, 'the server sent more than 1,000 stanzas in one step'],
  ['pings', `<iq type='get' id='p'>${ping}</iq>`, 'the server sent more than 100 pings at once'],
])('ends at a flood of %s', async (_, stanza, problem) => {
  const { server, session, until, entries } = await begin();
  server.send(stanza.repeat(50_000));
  await until(isNote);
  expect(problemText(session.ended!, 'en')).toBe(problem);
  expect(entries.length).toBeLessThan(1100);
  expect(session.inbox.length).toBeLessThanOrEqual(1000);
});

test('forgets the oldest of many requests that were never answered', async () => {
  const { server, session, until } = await begin();
  const ids = Array.from({ length: 1001 }, (_, index) => `old-${index}`);
  await Promise.allSettled(ids.map((id) => session.request(iq(id), 'fence', 1)));
  server.send(`<iq type='result' id='old-0'/><iq type='result' id='old-1000'/>${END}`);
  await until(hasId('end'));
  expect(session.drain().map(({ attrs }) => attrs['id'])).toEqual(['old-0', 'end']);
});

test('ends with the condition of a stream error', async () => {
  const { server, session, until, lines } = await begin();
  const conflict = `<conflict xmlns='${NS.streamErrors}'/><text xmlns='${NS.streamErrors}'>Replaced</text>`;
  const request = session.request(iq('1'), 'step', 5000);
  server.send(`<stream:error>${conflict}</stream:error></stream:stream>`);
  await expect(request).rejects.toThrow('no answer to the iq "1": stream error: conflict');
  await until(isNote);
  expect(session.ended).toEqual({ kind: 'stream-error', condition: 'conflict' });
  expect(lines().at(-1)).toBe('note step stream error: conflict');
});

test.each([
  ['connection closed by the server', (server: { drop(): void }) => server.drop()],
  ['stream closed by the server', (server: { send(s: string): void }) => server.send('</stream:stream>')],
])('ends all pending requests: %s', async (reason, happen) => {
  const { server, session } = await begin();
  const requests = [session.request(iq('1'), 'step', 5000), session.request(iq('2'), 'step', 5000)];
  happen(server);
  const results = await Promise.allSettled(requests);
  expect(results.map((result) => result.status === 'rejected' && result.reason.message)).toEqual([
    `no answer to the iq "1": ${reason}`,
    `no answer to the iq "2": ${reason}`,
  ]);
  expect(session.ended && problemText(session.ended, 'en')).toBe(reason);
  await expect(session.send(parseXml('<presence/>'), 'step')).rejects.toThrow(`nothing can be sent: ${reason}`);
});

test('records stanzas that arrive while the stream closes, and does not answer them', async () => {
  const rule: Rule = [
    /<\/stream:stream>/,
    (_, { socket }) => void socket.end(`<iq type='set' id='push'>${roster}</iq></stream:stream>`),
  ];
  const { session, lines } = await begin({ rules: [rule] });
  const write = vi.spyOn(Socket.prototype, 'write');
  await session.close(5000);
  expect(write.mock.calls.filter(([text]) => text === '</stream:stream>')).toHaveLength(1);
  write.mockRestore();
  expect(lines().slice(1)).toEqual([
    'note step stream closed by this client',
    expect.stringMatching(/^received step <iq type="set" id="push">/),
  ]);
});

test('ends after the timeout if the server does not close its side', async () => {
  const { session, server } = await begin({ rules: [[/<\/stream:stream>/, () => undefined]] });
  await session.close(20);
  expect(session.ended).toEqual({ kind: 'stream-closed-by-client' });
  expect(server.received().match(/<\/stream:stream>/g)).toHaveLength(1);
});

test('waits for an arrival, unless a stanza has arrived before', async () => {
  const { server, session } = await begin();
  const arrival = session.arrival(hasArrived(session), 5000);
  server.send(END);
  await arrival;
  await session.arrival(hasArrived(session), 0);
  expect(session.drain()).toEqual([parseXml(END)]);
});

test('expires the wait for an arrival', async () => {
  const { session } = await begin();
  const arrival = session.arrival(hasArrived(session), 20);
  await expect(arrival).rejects.toThrow('what was awaited did not arrive within 20 ms');
  await expect(arrival).rejects.toSatisfy(isExpired);
});

test('ends the wait for an arrival when the stream ends', async () => {
  const { server, session } = await begin();
  const arrival = session.arrival(hasArrived(session), 5000);
  server.drop();
  await expect(arrival).rejects.toThrow('connection closed by the server');
  await expect(session.arrival(hasArrived(session), 0)).rejects.toThrow('connection closed by the server');
});

test('drops the connection without closing the stream', async () => {
  const { server, session, lines } = await begin();
  const request = session.request(iq('1'), 'step', 5000);
  session.drop();
  await expect(request).rejects.toThrow('no answer to the iq "1": connection dropped by this client');
  expect(session.ended).toEqual({ kind: 'connection-dropped-by-client' });
  await session.close(20);
  expect(lines().at(-1)).toBe('note step connection dropped by this client');
  expect(server.received()).not.toContain('</stream:stream>');
});

const MESSAGE_FIRST: Rule = [/<iq [^>]*id="x".*<\/iq>/, () => `<message id='m'/>`];

test('where the server holds an answer until what comes before is acknowledged, whitespace does that', async () => {
  const known = vi.spyOn(HeldAnswers.prototype, 'isKnown', 'get').mockReturnValue(true);
  onTestFinished(() => known.mockRestore());
  const answer: Rule = [/^ $/, () => `<iq type='result' id='x'/>`];
  const { session } = await begin({ rules: [MESSAGE_FIRST, answer] });
  expect((await session.request(iq('x'), 'fence', 5000)).attrs['type']).toBe('result');
});

test('other servers get no whitespace', async () => {
  const { server, session } = await begin({ rules: [MESSAGE_FIRST] });
  const answer = session.request(iq('x'), 'fence', 5000);
  await session.arrival(hasArrived(session), 5000);
  server.send(`<iq type='result' id='x'/>`);
  await answer;
  await session.close(1000);
  expect(server.received()).toMatch(/<\/iq><\/stream:stream>$/);
});
