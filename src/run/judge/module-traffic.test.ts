import { expect, test } from 'vitest';
import { parseXml } from '../../stanza/xml.ts';
import { moduleOf } from './module-traffic.ts';

const event = '<event xmlns="http://jabber.org/protocol/pubsub#event"/>';
const disco = '<query xmlns="http://jabber.org/protocol/disco#info"/>';
const inRoom = '<x xmlns="http://jabber.org/protocol/muc#user"/>';

/** The module that sends a stanza, in a case that has sent these. */
function recognised(xml: string, ...sent: readonly string[]) {
  const stanzas = sent.map((one) => parseXml(one));
  return moduleOf(parseXml(xml), { domain: 'a.test', remote: 'remote.a.test', sent: () => stanzas });
}

test.each([
  ['disco', `<iq type="get" from="a.test">${disco}</iq>`],
  ['disco', `<iq type="get" from="romeo@a.test">${disco}</iq>`],
  ['disco', `<iq type="get" from="pubsub.a.test">${disco}</iq>`],
  ['version', '<iq type="get"><query xmlns="jabber:iq:version"/></iq>'],
  ['last', '<iq type="get"><query xmlns="jabber:iq:last"/></iq>'],
  ['time', '<iq type="get"><time xmlns="urn:xmpp:time"/></iq>'],
  ['vcard', '<iq type="get"><vCard xmlns="vcard-temp"/></iq>'],
  ['ping', '<iq type="get" from="a.test"><ping xmlns="urn:xmpp:ping"/></iq>'],
  ['pep', `<message type="headline" from="romeo@a.test">${event}</message>`],
  ['muc', `<message from="room@rooms.a.test">${inRoom}</message>`],
  ['announcement', '<message from="a.test/announce"><subject>Today</subject></message>'],
])('recognises %s: %s', (module, xml) => {
  expect(recognised(xml)).toBe(module);
});

test.each([
  ['a question of a client', `<iq type="get" from="romeo@a.test/orchard">${disco}</iq>`],
  ['a question of another domain', `<iq type="get" from="b.test">${disco}</iq>`],
  ['a question of the remote domain', `<iq type="get" from="remote.a.test">${disco}</iq>`],
  ['a change', '<iq type="set" from="a.test"><vCard xmlns="vcard-temp"/></iq>'],
  ['a roster push', '<iq type="set"><query xmlns="jabber:iq:roster"/></iq>'],
  ['an answer', `<iq type="result" from="a.test">${disco}</iq>`],
  ['an event of a resource', `<message from="romeo@a.test/orchard">${event}</message>`],
  ['an event beside words', `<message from="romeo@a.test"><body>hi</body>${event}</message>`],
  ['an error with an event', `<message type="error" from="romeo@a.test">${event}</message>`],
  ['words of an account', '<message from="romeo@a.test"><body>hi</body></message>'],
  ['words of a user', '<message from="romeo@a.test/orchard"><body>hi</body></message>'],
  ['words of the remote domain', '<message from="remote.a.test"><body>hi</body></message>'],
  ['an error of the server', '<message type="error" from="a.test"><body>hi</body></message>'],
  ['presence of a resource', '<presence from="romeo@a.test/orchard"/>'],
  ['a room of the remote domain', `<presence from="room@remote.a.test/x">${inRoom}</presence>`],
  ['a carbon, which no session asks for', '<message><received xmlns="urn:xmpp:carbons:2"/></message>'],
  ['an archived message, which no session asks for', '<message><result xmlns="urn:xmpp:mam:2"/></message>'],
])('leaves to the rules %s: %s', (_, xml) => {
  expect(recognised(xml)).toBeUndefined();
});

test('nothing that a client of the case has sent is of a module', () => {
  const words = '<message from="a.test"><body>Ay me</body></message>';
  expect(recognised(words)).toBe('announcement');
  expect(recognised(words, '<message><body>Ay me</body></message>')).toBeUndefined();
  const question = `<iq type="get" from="romeo@a.test">${disco}</iq>`;
  expect(recognised(question, `<iq type="get" to="juliet@a.test/balcony">${disco}</iq>`)).toBeUndefined();
});

test('a request that a client of the case has sent keeps its id: a question of the server with an id of its own is of a module', () => {
  const asked = `<iq type="get" id="a" to="juliet@a.test/nowhere">${disco}</iq>`;
  const question = (id: string) => `<iq type="get" id="${id}" from="a.test">${disco}</iq>`;
  expect(recognised(question('b'), asked)).toBe('disco');
  expect(recognised(question('a'), asked)).toBeUndefined();
});
