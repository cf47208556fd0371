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
  ['<presence><show>away<status>busy</status></show></presence>'],
  ['<presence><priority>1<status>busy</status></priority></presence>'],
  ['<presence><status>busy<show>dnd</show></status></presence>'],
  [`<presence><status>${'a'.repeat(1025)}</status></presence>`],
  ['<presence><status/></presence>'],
  ['<message><thread>two words</thread></message>'],
  ['<message><body>ay <b xmlns="urn:x">me</b></body></message>'],
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
  ['<message><subject>to be</subject><thread>e0ffe42b28561960c6b12b944a092794b9683a38</thread></message>'],
  ['<message type="error"><error type="cancel"><x xmlns="urn:x"/></error></message>'],
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
