import { expect, test } from 'vitest';
import { fillText, withUniqueIds } from './placeholders.ts';
import { serialize } from './serialize.ts';
import { parseXml } from './xml.ts';

const fixed = new Map([
  ['juliet', 'juliet-7@a.localhost'],
  ['juliet/balcony', 'juliet-7@a.localhost/balcony'],
  ['domain', 'a.localhost'],
]);
const fill = (text: string) => fillText(text, { fixed, captures: new Map() });

test('writes the local part of an address in capitals, and one without a local part wholly', () => {
  expect(fill('${capitals:juliet}')).toBe('JULIET-7@a.localhost');
  expect(fill('${capitals:juliet/balcony}')).toBe('JULIET-7@a.localhost/balcony');
  expect(fill('x@${capitals:domain}')).toBe('x@A.LOCALHOST');
});

test('refuses capitals of a name that nothing stands for', () => {
  expect(() => fill('${capitals:romeo}')).toThrow('romeo');
});

test.each([
  ['its own, whatever it is', '<message id="other"/>', '<message id="other.7"/>'],
  [
    'that of a stanza of the case inside another one',
    '<message><message id="q"/></message>',
    '<message><message id="q.7"/></message>',
  ],
  ['alternatives', '<message><x id="${oneof:q|other}"/></message>', '<message><x id="${oneof:q.7|other}"/></message>'],
  ['none that the case does not send', '<iq><item id="current"/></iq>', '<iq><item id="current"/></iq>'],
  ['none under another name', '<iq><set after="q"><id>q</id></set></iq>', '<iq><set after="q"><id>q</id></set></iq>'],
  ['none with a placeholder', '<iq id="q-${nonce}"/>', '<iq id="q-${nonce}"/>'],
])('of the ids in a stanza makes unique: %s', (_, stanza, expected) => {
  expect(serialize(withUniqueIds(parseXml(stanza), { suffix: '7', own: new Set(['q', 'q-${nonce}']) }))).toBe(
    serialize(parseXml(expected)),
  );
});
