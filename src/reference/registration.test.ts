import { expect, test } from 'vitest';
import { serialize } from '../stanza/serialize.ts';
import { elements } from '../stanza/xml.ts';
import { bind, connectRaw, login, register } from './client.test-kit.ts';
import { useServer } from './server.test-kit.ts';

const server = await useServer({ admin: { local: 'admin', password: 'pw-admin' } });

const REMOVE = '<iq type="set"><query xmlns="jabber:iq:register"><remove/></query></iq>';

test('the form has fields for a username and a password', async () => {
  const client = await connectRaw(server);
  await client.open();
  client.send('<iq type="get" id="g"><query xmlns="jabber:iq:register"/></iq>');
  const [query] = elements(await client.next());
  expect(elements(query!).map((e) => e.name)).toEqual(['instructions', 'username', 'password']);
});

test('a second account with the same name is refused as a conflict', async () => {
  expect((await register(server, 'once')).attrs['type']).toBe('result');
  expect(serialize(await register(server, 'Once'))).toContain('<error type="cancel"><conflict');
});

test.each(['', 'a b', 'a@b'])('the name "%s" is refused', async (name) => {
  expect((await register(server, name)).attrs['type']).toBe('error');
});

test('the removal of an account ends the subscriptions of its contacts', async () => {
  const leaver = await login(server, 'leaver/r');
  const friend = await login(server, 'friend/r');
  friend.send(`<presence type="subscribe" to="leaver@${server.domain}"/>`);
  await friend.fence();
  leaver.send(`<presence type="subscribed" to="friend@${server.domain}"/>`);
  await leaver.fence();
  await friend.fence();
  expect((await leaver.ask(REMOVE)).at(-1)).toContain('type="result"');
  expect(await leaver.streamError()).toBe('not-authorized');
  const seen = (await friend.fence()).join();
  expect(seen).toContain('type="unavailable"');
  expect(seen).toContain('subscription="none"');
  await expect(bind(server, 'leaver/r')).rejects.toThrow();
});

const command = (node: string, form: string) =>
  `<iq type="set" to="${server.domain}"><command xmlns="http://jabber.org/protocol/commands" node="http://jabber.org/protocol/admin#${node}">${form}</command></iq>`;
const field = (name: string, value: string) => `<field var="${name}"><value>${value}</value></field>`;
const submit = (...fields: string[]) => `<x xmlns="jabber:x:data" type="submit">${fields.join('')}</x>`;

test('the administrator adds and deletes a user with ad-hoc commands', async () => {
  const admin = await login(server, 'admin/r');
  const [form] = await admin.ask(command('add-user', ''));
  expect(form).toContain('status="executing"');
  expect(form).toContain('<field var="accountjid" type="jid-single"><required/></field>');
  const jid = `made@${server.domain}`;
  const add = command('add-user', submit(field('accountjid', jid), field('password', 'pw-made')));
  expect((await admin.ask(add))[0]).toContain('status="completed"');
  expect((await admin.ask(add))[0]).toContain('<conflict');
  const made = await bind(server, 'made/r');
  const remove = command('delete-user', submit(field('accountjids', jid)));
  expect((await admin.ask(remove))[0]).toContain('status="completed"');
  expect(await made.streamError()).toBe('not-authorized');
  expect((await admin.ask(remove))[0]).toContain('<item-not-found');
});

test('other users are refused the commands as forbidden', async () => {
  const client = await login(server, 'climber/r');
  expect((await client.ask(command('add-user', '')))[0]).toContain('<forbidden');
});

test('an account that is removed during its login cannot bind', async () => {
  await register(server, 'gone');
  const client = await connectRaw(server);
  await client.open();
  client.send(`<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="PLAIN">${btoa('\0gone\0pw-gone')}</auth>`);
  await client.next();
  await client.open();
  await (await bind(server, 'gone/other')).ask(REMOVE);
  client.send('<iq type="set" id="b"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/></iq>');
  expect(await client.streamError()).toBe('not-authorized');
});

test('a changed password replaces the old one', async () => {
  const client = await login(server, 'changer/r');
  const change =
    '<iq type="set"><query xmlns="jabber:iq:register"><username>changer</username><password>new</password></query></iq>';
  expect((await client.ask(change))[0]).toContain('type="result"');
  await expect(bind(server, 'changer/s')).rejects.toThrow();
});
