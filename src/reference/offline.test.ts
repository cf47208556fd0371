import { expect, test } from 'vitest';
import { bind, login, register, type TestClient } from './client.test-kit.ts';
import { useServer } from './server.test-kit.ts';
import { messageIdsIn } from './stanza-text.test-kit.ts';

const server = await useServer();

/** Sends chat messages with these ids to the account. */
async function send(to: string, ...ids: readonly string[]): Promise<void> {
  const sender = await login(server, 'patient/sender');
  for (const id of ids) {
    sender.send(`<message type="chat" id="${id}" to="${to}@${server.domain}"><body>b</body></message>`);
  }
  expect(await sender.fence()).toEqual([]);
  sender.send('</stream:stream>');
  await sender.closed();
}

const priority = (value: number) => `<presence><priority>${value}</priority></presence>`;

/** Returns the ids of the messages that a client receives after it has sent something. */
async function idsAfter(client: TestClient, sent: string): Promise<readonly string[]> {
  client.send(sent);
  return messageIdsIn(await client.fence());
}

test('an offline message is delivered unchanged, with the time of its arrival', async () => {
  await register(server, 'timed');
  await send('timed', 'm');
  const client = await bind(server, 'timed/r');
  client.send('<presence/>');
  const to = `timed@${server.domain}`;
  const head = `<message type="chat" id="m" to="${to}" from="patient@${server.domain}/sender"><body>b</body>`;
  const delay = `<delay xmlns="urn:xmpp:delay" from="${server.domain}" stamp="\\d{4}-[^"]+Z"/>`;
  expect(await client.fence()).toContainEqual(expect.stringMatching(`^${head}${delay}</message>$`));
});

test('offline messages are delivered in order, once, to the first resource with a non-negative priority', async () => {
  await register(server, 'away');
  await send('away', 'a', 'b', 'c');
  const negative = await bind(server, 'away/negative');
  const first = await bind(server, 'away/first');
  expect(await idsAfter(negative, priority(-1))).toEqual([]);
  expect(await idsAfter(first, '')).toEqual([]);
  expect(await idsAfter(first, '<presence/>')).toEqual(['a', 'b', 'c']);
  expect(await idsAfter(first, '<presence type="unavailable"/><presence/>')).toEqual([]);
  expect(await idsAfter(negative, priority(1))).toEqual([]);
});

test('a resource whose priority becomes non-negative receives offline messages', async () => {
  const client = await login(server, 'rising/r');
  expect(await idsAfter(client, priority(-1))).toEqual([]);
  await send('rising', 'a', 'b');
  expect(await idsAfter(client, priority(-2))).toEqual([]);
  expect(await idsAfter(client, priority(0))).toEqual(['a', 'b']);
});

test.each(['groupchat', 'headline', 'error'])('a %s message is not stored', async (type) => {
  await register(server, `no-${type}`);
  const sender = await login(server, 'hasty/r');
  sender.send(`<message type="${type}" id="m" to="no-${type}@${server.domain}"/>`);
  await sender.fence();
  const client = await bind(server, `no-${type}/r`);
  expect(await idsAfter(client, '<presence/>')).toEqual([]);
});

test('a chat message to an unmatched resource is stored with its full JID', async () => {
  await register(server, 'left');
  await send('left', 'bare');
  const sender = await login(server, 'patient/r');
  sender.send(`<message type="chat" id="full" to="left@${server.domain}/gone"/>`);
  await sender.fence();
  const client = await bind(server, 'left/r');
  client.send('<presence/>');
  expect(await client.fence()).toContainEqual(expect.stringContaining(`id="full" to="left@${server.domain}/gone"`));
});
