import { expect, test } from 'vitest';
import { readablePattern } from '../../stanza/readable.ts';
import { serialize } from '../../stanza/serialize.ts';
import { parseXml } from '../../stanza/xml.ts';
import { briefStanza, patternText } from './pattern-text.ts';

test.each([
  ['<presence from="a"/>', '<presence from="a"/>'],
  ['<presence type="${absent}" to="${absent}"/>', '<presence/>, <presence> with no type, to'],
  ['<iq><query ver="${new:first}"/></iq>', '<iq><query/></iq>, ver: a value that no earlier stanza had'],
  ['<presence>${exactly}</presence>', '<presence/>, <presence> with no other child elements at all'],
  [
    '<iq><query>${only}<item/></query></iq>',
    '<iq><query><item/></query></iq>, <query> with no other child elements (those of extensions are not checked)',
  ],
  ['<q><i a="${any}">${every}</i></q>', '<q/>, every <i> in <q> is like <i a="*"/>'],
  ['<q><i a="b">${none}</i><j/></q>', '<q><j/></q>, no <i a="b"/> in <q>'],
  ['<q><i a="${any}" b="c">${unique}</i></q>', '<q/>, no two <i a="*" b="c"/> in <q> with the same a, b'],
  [
    '<q><m>${same:m}${only}x</m></q>',
    '<q><m>x</m></q>, <m> as it came before, without any change, <m> with no other child elements (those of extensions are not checked)',
  ],
  ['<q><m>${element:m}</m></q>', '<q><m/></q>'],
])('%s reads as %s', (pattern, expected) => {
  expect(patternText(parseXml(pattern), 'en', (value) => value)).toBe(expected);
});

test('a stanza in short has no address of a thousand characters, and its payload is not called by a version', () => {
  const same = (value: string) => value;
  const text = briefStanza(parseXml(`<presence from="${'a'.repeat(1024)}@example.org"/>`), same, 'en');
  expect(text.length).toBeLessThan(300);
  expect(text).toContain('1036 characters');
  const query = parseXml('<iq type="set"><query xmlns="urn:xmpp:mam:2"/></iq>');
  expect(briefStanza(query, same, 'en')).toBe('<iq type="set"> (mam)');
});

test('what a pattern forbids is said in Chinese too', () => {
  const pattern = parseXml('<presence type="${absent}">${exactly}</presence>');
  expect(patternText(pattern, 'zh', (value) => value)).toBe(
    '<presence/>，<presence> 没有 type，<presence> 没有任何其他子元素',
  );
});

const readable = (xml: string) => serialize(readablePattern(parseXml(xml)));

test.each([
  ['<presence type="${absent}" from="a@b"/>', '<presence from="a@b"/>'],
  ['<iq id="${any}"/>', '<iq id="*"/>'],
  ['<iq id="${capture:first}"/>', '<iq id="*"/>'],
  ['<iq id="${new:first}"/>', '<iq/>'],
  ['<presence type="${oneof:unavailable|error}"/>', '<presence type="unavailable|error"/>'],
  ['<message type="${optional:normal}"/>', '<message type="(normal)"/>'],
  ['<message><body>${any}</body></message>', '<message><body>*</body></message>'],
  ['<iq><query>${only}</query></iq>', '<iq><query/></iq>'],
  ['<iq id="x-${int:1..}-${any}"/>', '<iq id="x-[integer 1..]-*"/>'],
  ['<x a="${int}" b="${date:5s}" c="${uuid}" d="${re:a+}"/>', '<x a="[integer]" b="[date]" c="[UUID]" d="[/a+/]"/>'],
])('%s reads as %s', (pattern, expected) => {
  expect(readable(pattern)).toBe(expected);
});
