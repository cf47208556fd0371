import { expect, test } from 'vitest';
import { bareOf } from '../stanza/jid.ts';
import { login, register } from './client.test-kit.ts';
import { useServer } from './server.test-kit.ts';
import { outcomesOf } from './stanza-text.test-kit.ts';

const server = await useServer();

const jid = (local: string) => `${local}@${server.domain}`;
const message = (type: string, to: string) => `<message type="${type}" to="${to}" id="m"><body>b</body></message>`;

test.each(['normal', 'chat', 'headline'])(
  'a %s message to the bare JID reaches the resource with the highest priority',
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
    const seen = [outcomesOf(await high.fence()), outcomesOf(await low.fence()), outcomesOf(await negative.fence())];
    expect(seen).toEqual(type === 'headline' ? [['received'], ['received'], []] : [['received'], [], []]);
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
  ['normal', 'there/r', ['received']],
  ['chat', 'there/elsewhere', ['received']],
  ['error', 'there/r', ['received']],
  ['error', 'nobody/r', []],
  ['whisper', 'there', ['received']],
  ['whisper', 'there/elsewhere', ['error service-unavailable']],
])('a %s message to %s has the outcome %j', async (type, to, expected) => {
  const sender = await login(server, 'sender/r');
  const receiver = await login(server, 'there/r');
  await register(server, 'away');
  const address = `${bareOf(to)}@${server.domain}${to.slice(bareOf(to).length)}`;
  sender.send(message(type, address));
  expect([...outcomesOf(await sender.fence()), ...outcomesOf(await receiver.fence())]).toEqual(expected);
});

test('a message is delivered with its to, its type and its children unchanged', async () => {
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

test.each(['', ' to="self@xmppspec.localhost"'])(
  'a message with the attributes "%s" is for the own account',
  async (address) => {
    const client = await login(server, 'self/r');
    client.send(`<message${address} type="chat" id="m"/>`);
    expect(await client.fence()).toEqual([expect.stringContaining(`to="${jid('self')}"`)]);
  },
);

test.each([
  ['chat', 'a@elsewhere.invalid', ['error remote-server-not-found']],
  ['headline', 'elsewhere.invalid', ['error remote-server-not-found']],
  ['error', 'a@elsewhere.invalid', []],
  ['chat', 'xmppspec.localhost', ['error service-unavailable']],
  ['headline', 'xmppspec.localhost/x', ['error service-unavailable']],
  ['error', 'xmppspec.localhost', []],
  ['chat', 'a@@xmppspec.localhost', ['error jid-malformed']],
  ['error', 'a@@xmppspec.localhost', []],
])('a %s message to %s returns %j', async (type, to, expected) => {
  const client = await login(server, 'lost/r');
  client.send(message(type, to));
  expect(outcomesOf(await client.fence())).toEqual(expected);
});
