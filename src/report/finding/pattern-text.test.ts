import { expect, test } from 'vitest';
import { parseXml } from '../../stanza/xml.ts';
import { patternText } from './pattern-text.ts';

test.each([
  ['<presence from="a"/>', '<presence from="a"/>'],
  ['<presence type="${absent}" to="${absent}"/>', '<presence/>, <presence> with no type, to'],
  ['<iq><query ver="${new:first}"/></iq>', '<iq><query/></iq>, ver: a value that no earlier stanza had'],
  ['<presence>${exactly}</presence>', '<presence/>, <presence> with no other child elements at all'],
  [
    '<iq><query>${only}<item/></query></iq>',
    '<iq><query><item/></query></iq>, <query> with no other child elements (those of extensions are not checked)',
  ],
])('%s reads as %s', (pattern, expected) => {
  expect(patternText(parseXml(pattern), 'en', (value) => value)).toBe(expected);
});

test('what a pattern forbids is said in Chinese too', () => {
  const pattern = parseXml('<presence type="${absent}">${exactly}</presence>');
  expect(patternText(pattern, 'zh', (value) => value)).toBe(
    '<presence/>，<presence> 没有 type，<presence> 没有任何其他子元素',
  );
});
