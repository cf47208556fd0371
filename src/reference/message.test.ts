import { afterAll, beforeAll, expect, test } from 'vitest';
import { bind, login, register } from './client.test-kit.ts';
import type { ReferenceServer } from './server.ts';
import { startReference } from './server.ts';

let server: ReferenceServer;
beforeAll(async () => {
  server = await startReference();
});
afterAll(() => server.stop());

const jid = (local: string) => `${local}@${server.domain}`;
const message = (type: string, to: string) => `<message type="${type}" to="${to}" id="m"><body>b</body></message>`;
const outcome = (stanzas: readonly string[]) =>
  stanzas.map((s) => (s.includes('<error ') ? `error ${/<([a-z]+-[a-z-]+) /.exec(s)?.[1]}` : 'got'));

test.each(['normal', 'chat', 'headline'])(
  'a %s message to the bare JID reaches the resource of highest priority',
  async (type) => {
    const sender = await login(server, `from-${type}/r`);
    const low = await login(server, `to-${type}/low`);
    const high = await login(server, `to-${type}/high`);
    const negative = await login(server, `to-${type}/negative`);
    high.send('<presence><priority>5</priority></presence>');
    negative.send('<presence><priority>-1</priority></presence>');
    for (const client of [high, negative, low, high, negative]) await client.fence();
    sender.send(message(type, jid(`to-${type}`)));
    await sender.fence();
    const seen = [outcome(await high.fence()), outcome(await low.fence()), outcome(await negative.fence())];
    expect(seen).toEqual(type === 'headline' ? [['got'], ['got'], []] : [['got'], [], []]);
  },
);

test.each([
  ['normal', 'nobody', ['error service-unavailable']],
  ['chat', 'nobody/r', ['error service-unavailable']],
  ['groupchat', 'there', ['error service-unavailable']],
  ['headline', 'nobody', []],
  ['error', 'nobody', []],
  ['error', 'there', []],
  ['normal', 'there/elsewhere', ['error service-unavailable']],
  ['normal', 'there/r', ['got']],
  ['chat', 'there/elsewhere', ['got']],
  ['error', 'there/r', ['got']],
])('a %s message to %s has the outcome %j', async (type, to, expected) => {
  const sender = await login(server, 'sender/r');
  const receiver = await login(server, 'there/r');
  const [local = '', resource] = to.split('/');
  sender.send(message(type, resource ? `${jid(local)}/${resource}` : jid(local)));
  expect([...outcome(await sender.fence()), ...outcome(await receiver.fence())]).toEqual(expected);
});

test('messages are kept for the next resource that is not of negative priority, with the time', async () => {
  await register(server, 'away');
  const sender = await login(server, 'patient/r');
  for (const type of ['chat', 'normal', 'headline']) sender.send(message(type, jid('away')));
  expect(await sender.fence()).toEqual([]);
  const client = await bind(server, 'away/r');
  client.send('<presence><priority>-1</priority></presence>');
  expect((await client.fence()).filter((s) => s.startsWith('<message'))).toEqual([]);
  client.send('<presence/>');
  const kept = (await client.fence()).filter((s) => s.startsWith('<message'));
  expect(kept).toHaveLength(2);
  expect(kept[0]).toMatch(/<body>b<\/body><delay xmlns="urn:xmpp:delay" from="[^"]+" stamp="\d{4}-[^"]+Z"\/>/);
});

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

test('a message to a foreign domain comes back', async () => {
  const client = await login(server, 'foreign/r');
  client.send(message('chat', 'a@elsewhere.invalid'));
  expect(outcome(await client.fence())).toEqual(['error remote-server-not-found']);
});
