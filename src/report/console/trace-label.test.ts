import { expect, test } from 'vitest';
import { parseXml } from '../../stanza/xml.ts';
import { traceLabel } from './trace-label.ts';

test.each([
  ['<presence/>', 'presence'],
  ['<presence type="subscribe" to="romeo@localhost"/>', 'presence subscribe'],
  ['<message type="chat"><body>hi</body></message>', 'message chat'],
  ['<iq type="set"><query xmlns="jabber:iq:roster"><item jid="a@b"/></query></iq>', 'iq set roster'],
  ['<iq type="get"><query xmlns="http://jabber.org/protocol/disco#info"/></iq>', 'iq get disco#info'],
  ['<iq type="get"><ping xmlns="urn:xmpp:ping"/></iq>', 'iq get ping'],
  ['<iq type="result"/>', 'iq result'],
  [
    '<iq type="error"><query xmlns="jabber:iq:roster"/><error><bad-request xmlns="s"/></error></iq>',
    'iq error bad-request',
  ],
  ['<presence type="&#x202e;evil&#xa;"/>', 'presence \\u{202e}evil\\n'],
])('labels %s as "%s"', (stanza, label) => {
  expect(traceLabel(parseXml(stanza))).toBe(label);
});
