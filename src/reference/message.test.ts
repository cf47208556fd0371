import { afterAll, beforeAll, expect, test } from 'vitest';
import { login, register } from './client.test-kit.ts';
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
  ['headline', 'nobody', ['error service-unavailable']],
  ['headline', 'away', []],
  ['error', 'nobody', []],
  ['error', 'there', []],
  ['normal', 'there/elsewhere', ['error service-unavailable']],
  ['normal', 'there/r', ['got']],
  ['chat', 'there/elsewhere', ['got']],
  ['error', 'there/r', ['got']],
  ['error', 'nobody/r', []],
  ['whisper', 'there', ['got']],
  ['whisper', 'there/elsewhere', ['error service-unavailable']],
])('a %s message to %s has the outcome %j', async (type, to, expected) => {
  const sender = await login(server, 'sender/r');
  const receiver = await login(server, 'there/r');
  await register(server, 'away');
  const [local = '', resource] = to.split('/');
  sender.send(message(type, resource ? `${jid(local)}/${resource}` : jid(local)));
  expect([...outcome(await sender.fence()), ...outcome(await receiver.fence())]).toEqual(expected);
});

test('a message goes without change to its address, its type or what is in it', async () => {
  const sender = await login(server, 'wordy/r');
  const receiver = await login(server, 'reader/r');
  const content =
    '<subject xml:lang="cs">p</subject><body>a</body><body xml:lang="zh">名</body>' +
    '<thread parent="0">1</thread><x xmlns="urn:x">y</x>';
  for (const to of ['READER@', 'reader@']) {
    sender.send(`<message to="${to}${server.domain}" id="w" type="whisper" xml:lang="de">${content}</message>`);
    await sender.fence();
    expect(await receiver.fence()).toEqual([
      `<message to="${to}${server.domain}" id="w" type="whisper" xml:lang="de" from="${jid('wordy')}/r">${content}</message>`,
    ]);
  }
});

test.each(['', ' to="self@xmppspec.localhost"'])('a message with address "%s" is for oneself', async (address) => {
  const client = await login(server, 'self/r');
  client.send(`<message${address} type="chat" id="m"/>`);
  expect(await client.fence()).toEqual([expect.stringContaining(`to="${jid('self')}"`)]);
});

test.each([
  ['chat', 'a@elsewhere.invalid', ['error remote-server-not-found']],
  ['headline', 'elsewhere.invalid', ['error remote-server-not-found']],
  ['error', 'a@elsewhere.invalid', []],
  ['chat', 'xmppspec.localhost', ['error service-unavailable']],
  ['headline', 'xmppspec.localhost/x', ['error service-unavailable']],
  ['error', 'xmppspec.localhost', []],
  ['chat', 'a@@xmppspec.localhost', ['error jid-malformed']],
  ['error', 'a@@xmppspec.localhost', []],
])('a %s message to %s comes back as %j', async (type, to, expected) => {
  const client = await login(server, 'lost/r');
  client.send(message(type, to));
  expect(outcome(await client.fence())).toEqual(expected);
});
