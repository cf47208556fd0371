import { expect, test } from 'vitest';
import { fromComponent, toComponent } from './component.ts';
import { NS, parseXml } from './xml.ts';

const FOREIGN = '<x xmlns="urn:x"><message xmlns="jabber:client"><body/></message></x>';
const source = `<message to="a@b"><body>hi</body>${FOREIGN}</message>`;

test('a stanza changes its namespace with what inherits it, and nothing else', () => {
  expect(toComponent(parseXml(source))).toEqual(parseXml(source, NS.component));
});

test('the way back gives the same stanza', () => {
  expect(fromComponent(toComponent(parseXml(source)))).toEqual(parseXml(source));
});
