import { expect, test } from 'vitest';
import { NS, parseXml } from '../../stanza/xml.ts';
import { lint } from './lint.ts';
import { LINT_RULES } from './rules.ts';

const USER = 'juliet@localhost';
const roster = (type: string, items: string, attrs = '') =>
  `<iq type="${type}" id="r1"${attrs}><query xmlns="${NS.roster}">${items}</query></iq>`;
const judge = (arrived: string, sent: readonly string[] = []) =>
  lint(
    [{ session: 'juliet/balcony', jid: `${USER}/balcony`, user: USER, stanza: parseXml(arrived) }],
    sent.map((source) => parseXml(source)),
  );
const broken = (arrived: string, sent: readonly string[] = []) =>
  judge(arrived, sent).violations.map(({ requirement }) => requirement);

const WRONG: readonly (readonly [requirement: string, stanza: string])[] = [
  ['rfc6121-2-c', roster('set', '<item jid="nurse@localhost"/>', ' from="romeo@localhost"')],
  ['rfc6121-2.1.2.2-d', roster('set', '<item jid="nurse@localhost" ask="unsubscribe"/>')],
  ['rfc6121-2.1.2.3-a', roster('result', '<item name="Nurse"/>')],
  ['rfc6121-2.1.6-a', roster('set', '<item jid="nurse@localhost"/><item jid="tybalt@localhost"/>')],
  ['rfc6121-2.1.6-a', roster('set', '')],
  ['rfc6121-2.2-b', roster('set', '<item jid="nurse@localhost"/>', ` from="${USER}/balcony"`)],
  ['rfc6121-3-a', '<presence type="subscribed" from="romeo@localhost/orchard"/>'],
  ['rfc6121-4.7.1-b', '<presence type="error"/>'],
  ['rfc6121-4.7.2.1-b', '<presence><show>away</show><show>dnd</show></presence>'],
  ['rfc6121-4.7.2.1-c', '<presence><show>away<x xmlns="x"/></show></presence>'],
  ['rfc6121-4.7.2.1-d', '<presence><show>online</show></presence>'],
  ['rfc6121-4.7.2.2-b', '<presence><status>gone<b/></status></presence>'],
  ['rfc6121-4.7.2.2-g', '<presence><status>gone</status><status>away</status></presence>'],
  ['rfc6121-4.7.2.3-b', '<presence><priority>128</priority></presence>'],
  ['rfc6121-4.7.2.3-c', '<presence><priority>1</priority><priority>2</priority></presence>'],
  ['rfc6121-4.7.2.3-d', '<presence><priority>1<b/></priority></presence>'],
  ['rfc6121-5.2.2-b', '<message type="notice"/>'],
  ['rfc6121-5.2.3-d', '<message><body xml:lang="en">a</body><body xml:lang="en">b</body></message>'],
  ['rfc6121-5.2.3-c', '<message><body>a<b/></body></message>'],
  ['rfc6121-5.2.4-c', '<message><subject>a</subject><subject>b</subject></message>'],
  ['rfc6121-5.2.4-b', '<message><subject>a<b/></subject></message>'],
  ['rfc6121-5.2.5-d', '<message><thread>a</thread><thread>b</thread></message>'],
  ['rfc6121-5.2.5-k', '<message><thread>a<b/></thread></message>'],
  ['rfc6120-8.1.1.1-b', `<iq type="result" id="r1" to="${USER}"/>`],
  ['rfc6120-8.1.1.1-b', roster('set', '<item jid="nurse@localhost"/>', ` from="${USER}" to="${USER}/chamber"`)],
  ['rfc6120-8.2.3-a', '<iq type="result"/>'],
  ['rfc6120-8.3.1-c', '<message type="error" from="romeo@localhost"/>'],
  ['rfc6120-8.3.1-c', '<iq type="error" id="r1" from="localhost"><query xmlns="q"/></iq>'],
  ['rfc6120-8.3.1-d', '<iq type="result" id="r1"><error type="cancel"/></iq>'],
  ['rfc6121-9-a', '<message from="xmpp:romeo@localhost"/>'],
  ['rfc6121-9-a', roster('result', '<item jid="xmpp:nurse@localhost"/>')],
];

test.each(WRONG)('%s alone is broken by %s', (requirement, stanza) => {
  expect(broken(stanza)).toEqual([requirement]);
});

test('a roster push to a user of another domain shows that user a roster, whatever its sender', () => {
  const remote = { session: 'romeo/orchard', jid: 'romeo@b.test/orchard', user: 'romeo@b.test', isRemote: true };
  const pushes = [roster('set', '<item jid="a@b"/>'), roster('set', '<item jid="a@b"/>', ' from="romeo@b.test"')];
  const { violations } = lint([{ ...remote, stanza: parseXml(pushes[0] ?? '') }], []);
  expect(violations.map(({ requirement }) => requirement)).toEqual(['rfc6121-2-c']);
  expect(lint([{ ...remote, stanza: parseXml(pushes[1] ?? '') }], []).violations).toMatchObject([
    { requirement: 'rfc6121-2-c' },
  ]);
});

test('every rule has been seen broken', () => {
  expect(
    LINT_RULES.map((rule) => rule.requirement).filter((id) => !WRONG.some(([requirement]) => requirement === id)),
  ).toEqual([]);
});

test.each(WRONG)('%s is not held against a server that only relays %s', (_, stanza) => {
  expect(broken(stanza, [stanza])).toEqual([]);
});

test.each([
  roster(
    'result',
    '<item jid="a@x" ask="subscribe"/><item jid="b@x" subscription="both" approved="true"><group>A</group></item>',
  ),
  roster('set', '<item jid="a@x" subscription="remove"/>', ` from="${USER}"`),
  '<presence type="subscribe" from="romeo@localhost"/>',
  `<iq type="result" id="r1" to="${USER}/balcony"/>`,
  `<iq type="result" id="r1" from="romeo@localhost" to="${USER}"/>`,
  '<message><error xmlns="x"/></message>',
  '<presence><show> xa </show><status>a</status><status xml:lang="cs">b</status><priority>-128</priority></presence>',
  '<message type="chat" from="romeo@localhost/xmpp:x"><body>a</body><body xml:lang="en">b</body><thread>t</thread></message>',
  '<message><html xmlns="h"><body>a<b/></body></html><show>no</show></message>',
])('nothing is wrong with %s', (stanza) => {
  expect(broken(stanza)).toEqual([]);
});

test("a wrong value that differs from the one sent is the server's own", () => {
  const sent = '<presence><priority>300</priority></presence>';
  expect(broken('<presence><priority>200</priority></presence>', [sent])).toEqual(['rfc6121-4.7.2.3-b']);
});

test('a forged push is the fault of who sent it, although the server stamps it', () => {
  const items = '<item jid="a@x"/><item jid="b@x"/>';
  expect(broken(roster('set', items, ' from="tybalt@localhost/street"'), [roster('set', items)])).toEqual([]);
});

test('counts the elements checked, and a violation names the session and the stanza', () => {
  const { held, violations } = judge('<message type="notice"><body/></message>');
  expect(held).toMatchObject({ 'rfc6121-5.2.2-b': 1, 'rfc6121-5.2.3-c': 1, 'rfc6121-9-a': 1 });
  expect(violations).toMatchObject([
    {
      session: 'juliet/balcony',
      fault: { kind: 'message-type', type: 'notice' },
    },
  ]);
});

test('names the same session in any order of arrival', () => {
  const stanza = parseXml('<presence type="error"/>');
  const at = (session: string) => ({ session, jid: USER, user: USER, stanza });
  const [balcony, chamber] = [at('juliet/balcony'), at('juliet/chamber')];
  const named = (all: readonly (typeof balcony)[]) => lint(all, []).violations.map(({ session }) => session);
  expect([named([balcony, chamber]), named([chamber, balcony])]).toEqual([['juliet/balcony'], ['juliet/balcony']]);
});
