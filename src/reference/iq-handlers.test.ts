import { expect, test } from 'vitest';
import { bareOf, resourceOf } from '../stanza/jid.ts';
import { bind, login, register } from './client.test-kit.ts';
import { useServer } from './server.test-kit.ts';
import { outcomesOf } from './stanza-text.test-kit.ts';

const server = await useServer();

const jid = (local: string) => `${local}@${server.domain}`;
const DISCO = '<query xmlns="http://jabber.org/protocol/disco#info"/>';
const VCARD = '<vCard xmlns="vcard-temp"/>';

test('an IQ reaches a resource only when its sender has presence of that resource', async () => {
  const sender = await login(server, 'asker/r');
  const receiver = await login(server, 'asked/r');
  const iq = `<iq type="get" id="q" to="${jid('asked')}/r"><query xmlns="urn:x"/></iq>`;
  sender.send(iq);
  expect(outcomesOf(await sender.fence())).toEqual(['error service-unavailable']);
  receiver.send(`<presence to="${jid('asker')}/r"/>`);
  await receiver.fence();
  sender.send(iq);
  expect(outcomesOf(await sender.fence())).toEqual(['received']);
  expect(outcomesOf(await receiver.fence())).toEqual(['received']);
  receiver.send(`<iq type="result" id="q" to="${jid('asker')}/r"/>`);
  await receiver.fence();
  expect(outcomesOf(await sender.fence())).toEqual(['received']);
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
])(
  'a stranger who sends %s %s receives the same answer from an online, an offline and a missing account',
  async (type, payload) => {
    const stranger = await login(server, 'stranger/r');
    const present = await login(server, 'present/r');
    await register(server, 'absent');
    const answers = [];
    for (const local of ['present', 'absent', 'nobody']) {
      const [answer = ''] = await stranger.ask(`<iq type="${type}" to="${jid(local)}">${payload}</iq>`);
      answers.push(answer.replace(jid(local), 'X').replace(/id="[^"]+"/, ''));
    }
    expect(outcomesOf(answers)).toEqual(Array(3).fill('error service-unavailable'));
    expect(new Set(answers).size).toBe(1);
    expect(await present.fence()).toEqual([]);
  },
);

test.each(['get', 'set'])(
  'an IQ %s of a stranger receives the same answer from a connected and an unmatched resource',
  async (type) => {
    const stranger = await login(server, 'curious/r');
    const hidden = await login(server, 'hidden/r');
    await register(server, 'gone');
    for (const to of ['hidden/r', 'hidden/x', 'gone/r', 'nobody/r']) {
      const answer = await stranger.ask(
        `<iq type="${type}" to="${jid(bareOf(to))}/${resourceOf(to)}"><x xmlns="urn:x"/></iq>`,
      );
      expect(outcomesOf(answer)).toEqual(['error service-unavailable']);
    }
    expect(await hidden.fence()).toEqual([]);
  },
);

test('a subscriber receives the disco#info identity of an account, online or offline', async () => {
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
  expect(outcomesOf([await ask(VCARD)])).toEqual(['error service-unavailable']);
  expect((await user.fence()).filter((s) => s.startsWith('<iq type="get"'))).toEqual([]);
  user.send('<presence type="unavailable"/></stream:stream>');
  await user.closed();
  expect(await ask(DISCO)).toBe(online);
});

test.each(['', ' to="own@xmppspec.localhost"'])(
  'an IQ with the attributes "%s" is for the own account',
  async (address) => {
    await register(server, 'own');
    const client = await bind(server, 'own/r');
    expect(outcomesOf(await client.ask(`<iq type="get"${address}>${DISCO}</iq>`))).toEqual(['received']);
    expect(outcomesOf(await client.ask(`<iq type="get"${address}>${VCARD}</iq>`))).toEqual([
      'error service-unavailable',
    ]);
  },
);
