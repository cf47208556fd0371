import { afterAll, beforeAll, expect, test } from 'vitest';
import { bareOf, resourceOf } from '../stanza/jid.ts';
import { bind, login, register } from './client.test-kit.ts';
import type { ReferenceServer } from './server.ts';
import { startReference } from './server.ts';

let server: ReferenceServer;
beforeAll(async () => {
  server = await startReference();
});
afterAll(() => server.stop());

const jid = (local: string) => `${local}@${server.domain}`;
const outcome = (stanzas: readonly string[]) =>
  stanzas.map((s) => (s.includes('<error ') ? `error ${/<([a-z]+-[a-z-]+) /.exec(s)?.[1]}` : 'got'));
const DISCO = '<query xmlns="http://jabber.org/protocol/disco#info"/>';
const VCARD = '<vCard xmlns="vcard-temp"/>';

test('an IQ reaches a resource whose presence the sender may see, and nobody else does', async () => {
  const sender = await login(server, 'asker/r');
  const receiver = await login(server, 'asked/r');
  const iq = `<iq type="get" id="q" to="${jid('asked')}/r"><query xmlns="urn:x"/></iq>`;
  sender.send(iq);
  expect(outcome(await sender.fence())).toEqual(['error service-unavailable']);
  receiver.send(`<presence to="${jid('asker')}/r"/>`);
  await receiver.fence();
  sender.send(iq);
  expect(outcome(await sender.fence())).toEqual(['got']);
  expect(outcome(await receiver.fence())).toEqual(['got']);
  receiver.send(`<iq type="result" id="q" to="${jid('asker')}/r"/>`);
  await receiver.fence();
  expect(outcome(await sender.fence())).toEqual(['got']);
});

test('results and errors are never answered', async () => {
  const client = await login(server, 'answers/r');
  for (const to of [server.domain, jid('nobody'), `${jid('nobody')}/r`, jid('answers')]) {
    client.send(`<iq type="result" id="x" to="${to}"/><iq type="error" id="y" to="${to}"/>`);
  }
  expect(await client.fence()).toEqual([]);
});

test.each([
  ['get', VCARD],
  ['get', DISCO],
  ['set', '<x xmlns="urn:x"/>'],
])('a stranger who sends %s %s to an account gets the same answer, whoever is there', async (type, payload) => {
  const stranger = await login(server, 'stranger/r');
  const present = await login(server, 'present/r');
  await register(server, 'absent');
  const answers = [];
  for (const local of ['present', 'absent', 'nobody']) {
    const [answer = ''] = await stranger.ask(`<iq type="${type}" to="${jid(local)}">${payload}</iq>`);
    answers.push(answer.replace(jid(local), 'X').replace(/id="[^"]+"/, ''));
  }
  expect(outcome(answers)).toEqual(Array(3).fill('error service-unavailable'));
  expect(new Set(answers).size).toBe(1);
  expect(await present.fence()).toEqual([]);
});

test.each(['get', 'set'])('an IQ %s to a resource that is not there, or hidden, gets the same answer', async (type) => {
  const stranger = await login(server, 'curious/r');
  const hidden = await login(server, 'hidden/r');
  await register(server, 'gone');
  for (const to of ['hidden/r', 'hidden/x', 'gone/r', 'nobody/r']) {
    const answer = await stranger.ask(
      `<iq type="${type}" to="${jid(bareOf(to))}/${resourceOf(to)}"><x xmlns="urn:x"/></iq>`,
    );
    expect(outcome(answer)).toEqual(['error service-unavailable']);
  }
  expect(await hidden.fence()).toEqual([]);
});

test('who may see the presence of an account is told that it exists, whether or not somebody is there', async () => {
  const contact = await login(server, 'contact/r');
  const user = await login(server, 'user/r');
  user.send(`<presence type="subscribed" to="${jid('contact')}"/>`);
  await user.fence();
  contact.send(`<presence type="subscribe" to="${jid('user')}"/>`);
  await contact.fence();
  const ask = async (payload: string) =>
    (await contact.ask(`<iq type="get" to="${jid('user')}">${payload}</iq>`)).at(-1)?.replace(/id="[^"]+"/, '') ?? '';
  const online = await ask(DISCO);
  expect(online).toContain(`from="${jid('user')}" to="${jid('contact')}/r"`);
  expect(online).toContain('<identity category="account" type="registered"/>');
  expect(outcome([await ask(VCARD)])).toEqual(['error service-unavailable']);
  expect((await user.fence()).filter((s) => s.startsWith('<iq type="get"'))).toEqual([]);
  user.send('<presence type="unavailable"/></stream:stream>');
  await user.closed();
  expect(await ask(DISCO)).toBe(online);
});

test.each(['', ' to="own@xmppspec.localhost"'])('an IQ with address "%s" is for the own account', async (address) => {
  await register(server, 'own');
  const client = await bind(server, 'own/r');
  expect(outcome(await client.ask(`<iq type="get"${address}>${DISCO}</iq>`))).toEqual(['got']);
  expect(outcome(await client.ask(`<iq type="get"${address}>${VCARD}</iq>`))).toEqual(['error service-unavailable']);
});
