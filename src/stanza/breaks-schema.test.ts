import { expect, test } from 'vitest';
import { breaksSchema } from './breaks-schema.ts';
import { parseXml } from './xml.ts';

const roster = (item: string) => `<iq type="set" id="r"><query xmlns="jabber:iq:roster">${item}</query></iq>`;

test.each([
  ['<message type="whisper"/>'],
  ['<message type="CHAT"/>'],
  ['<message id="a b"/>'],
  ['<presence type="invisible"/>'],
  ['<presence type=""/>'],
  ['<presence><priority>128</priority></presence>'],
  ['<presence><priority>high</priority></presence>'],
  ['<presence><priority/></presence>'],
  ['<presence><show>asleep</show></presence>'],
  ['<iq id="q" type="fetch"/>'],
  ['<iq id="q"/>'],
  ['<iq type="get"/>'],
  ['<iq id="q" type="get"><a xmlns="urn:a"/><b xmlns="urn:b"/></iq>'],
  ['<iq id="q" type="error"><error/></iq>'],
  [roster('<item/>')],
  [roster('<item jid="a@b" ask="maybe"/>')],
  [roster('<item jid="a@b" subscription="sideways"/>')],
])('%s breaks the schema', (xml) => {
  expect(breaksSchema(parseXml(xml))).toBe(true);
});

test.each([
  ['<message/>'],
  ['<message type="chat" id="m-1"><body>hi</body><x xmlns="urn:x"><priority>high</priority></x></message>'],
  ['<presence/>'],
  ['<presence type="probe" to="a@b"/>'],
  ['<presence><show>dnd</show><priority> -128 </priority></presence>'],
  ['<presence><priority xmlns="urn:x">high</priority></presence>'],
  ['<iq id="q" type="result"/>'],
  ['<iq id="q" type="error"><a xmlns="urn:a"/><error type="cancel"/></iq>'],
  [roster('<item jid="a@b" ask="subscribe" subscription="remove" approved="true" other="x"/>')],
])('%s does not break the schema', (xml) => {
  expect(breaksSchema(parseXml(xml))).toBe(false);
});
