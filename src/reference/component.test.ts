import { expect, test } from 'vitest';
import { login, register } from './client.test-kit.ts';
import { joinComponent, openComponent } from './component.test-kit.ts';
import { SIDE, useRemote } from './remote.test-kit.ts';
import { startReference } from './server.ts';
import { attr } from './stanza-text.test-kit.ts';

const sides = await useRemote();
const jid = (local: string) => `${local}@${sides.server.domain}`;

test('a server without a remote domain has no port for components', async () => {
  const plain = await startReference();
  expect(plain.componentPort).toBeUndefined();
  await plain.stop();
});

test.each([
  ['host-unknown', 'elsewhere.localhost', ''],
  ['not-authorized', SIDE.domain, '<handshake>0000</handshake>'],
  ['not-authorized', SIDE.domain, `<presence from="romeo@${SIDE.domain}" to="juliet@localhost"/>`],
])('a component is refused with %s for %s %s', async (condition, domain, sent) => {
  const other = await openComponent(sides.server, domain);
  other.send(sent);
  expect(await other.streamError()).toBe(condition);
  await other.closed();
});

test('a second component for the domain is refused as a conflict, and the first stays connected', async () => {
  const second = await openComponent(sides.server, SIDE.domain);
  await second.sendHandshake(SIDE.secret);
  expect(await second.streamError()).toBe('conflict');
  expect(await sides.component.fence()).toEqual([]);
});

test.each([
  ['invalid-from', `<message from="romeo@elsewhere.localhost" to="juliet@xmppspec.localhost"/>`],
  ['invalid-from', `<message from="romeo@@${SIDE.domain}" to="juliet@xmppspec.localhost"/>`],
  ['improper-addressing', `<message from="romeo@${SIDE.domain}"/>`],
  ['improper-addressing', '<message to="juliet@xmppspec.localhost"/>'],
  ['unsupported-stanza-type', '<x/>'],
  ['not-well-formed', '<message <'],
])('%s ends the stream of a component', async (condition, sent) => {
  const own = await startReference({ component: SIDE });
  const other = await joinComponent(own, SIDE);
  other.send(sent);
  expect(await other.streamError()).toBe(condition);
  await other.closed();
  await joinComponent(own, SIDE);
  await own.stop();
});

test('stanzas in both directions have the namespace of their stream', async () => {
  const client = await login(sides.server, 'names/r');
  const content = '<body>名</body><x xmlns="urn:x"><message xmlns="jabber:client"/></x>';
  client.send(`<message to="romeo@${SIDE.domain}/orchard" id="1">${content}</message>`);
  await client.fence();
  expect(await sides.component.fence()).toEqual([
    `<message to="romeo@${SIDE.domain}/orchard" id="1" from="${jid('names')}/r">${content}</message>`,
  ]);
  sides.component.send(`<message from="romeo@${SIDE.domain}/orchard" to="${jid('names')}/r">${content}</message>`);
  await sides.component.fence();
  expect(await client.fence()).toEqual([
    `<message from="romeo@${SIDE.domain}/orchard" to="${jid('names')}/r">${content}</message>`,
  ]);
});

test.each([
  ['<message type="chat"/>', 'nobody@xmppspec.localhost', '<service-unavailable'],
  ['<message/>', 'juliet@elsewhere.localhost', '<remote-server-not-found'],
  ['<presence type="hello"/>', 'bounced@xmppspec.localhost', '<bad-request'],
  ['<presence type="subscribe"/>', 'juliet@@xmppspec.localhost', '<jid-malformed'],
  ['<iq type="get"><query xmlns="jabber:iq:roster"/></iq>', 'bounced@xmppspec.localhost', '<forbidden'],
  ['<iq type="get"><query xmlns="urn:x"/></iq>', 'xmppspec.localhost', '<service-unavailable'],
  ['<iq type="get"/>', 'xmppspec.localhost', '<bad-request'],
])('the server answers %s to %s with %s/>', async (stanza, to, condition) => {
  await register(sides.server, 'bounced');
  sides.component.send(stanza.replace(/^<\w+/, `$& id="b" from="romeo@${SIDE.domain}/x" to="${to}"`));
  const [returned = ''] = await sides.component.fence();
  expect(returned).toContain(condition);
  expect(returned).toContain(`to="romeo@${SIDE.domain}/x"`);
});

test.each([
  '<presence/>',
  '<presence type="subscribe"/>',
  '<presence type="unavailable"/>',
  '<presence type="error"/>',
  '<iq type="result"/>',
  '<message type="error"/>',
])('%s to a missing account is ignored', async (stanza) => {
  sides.component.send(
    stanza.replace(/^<\w+/, `$& id="b" from="romeo@${SIDE.domain}/x" to="nobody@${sides.server.domain}"`),
  );
  expect(await sides.component.fence()).toEqual([]);
});

test('the server answers requests of remote entities', async () => {
  const [answer] = await sides.component.ask(
    `<iq type="get" to="${sides.server.domain}"><query xmlns="jabber:iq:version"/></iq>`,
  );
  expect(answer).toContain('<name>xmppspec reference</name>');
});

test('stanzas to the remote domain return errors while no component is connected', async () => {
  const own = await startReference({ component: SIDE });
  const client = await login(own, 'alone/r');
  client.send(`<message to="romeo@${SIDE.domain}" id="m"/><presence to="romeo@${SIDE.domain}" id="p"/>`);
  client.send(`<presence type="subscribe" to="romeo@${SIDE.domain}" id="s"/>`);
  const returned = (await client.fence()).filter((stanza) => stanza.includes('<remote-server-timeout'));
  expect(returned.map((stanza) => attr(stanza, 'id'))).toEqual(['m', 'p', 's']);
  await own.stop();
});
