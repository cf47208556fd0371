import { expect, test } from 'vitest';
import { differenceText } from '../wording/differences.ts';
import { closest, match } from './match.ts';
import type { Bindings } from './placeholders.ts';
import { element, parseXml } from './xml.ts';

const bindings: Bindings = {
  fixed: new Map([['juliet', 'juliet@example.localhost']]),
  captures: new Map([['v1', '7']]),
};
const hold = (pattern: string, actual: string) => match(parseXml(pattern), parseXml(actual), bindings);

test.each([
  ['unnamed attributes and children are free', '<iq id="a"/>', '<iq to="x" id="a"><query xmlns="q"/></iq>'],
  ['prefixes do not matter', '<iq><query xmlns="q"/></iq>', '<iq><p:query xmlns:p="q"/></iq>'],
  ['white space between elements does not matter', '<iq><a/> <b/></iq>', '<iq>\n<b/><a/></iq>'],
  ['a placeholder is filled', '<iq from="${juliet}"/>', '<iq from="juliet@example.localhost"/>'],
  ['an optional value may have alternatives', '<i a="${optional:true|1}"/>', '<i a="1"/>'],
  ['alternatives of an optional value may all be absent', '<i a="${optional:true|1}"/>', '<i/>'],
  ['a mark may hold a placeholder', '<iq from="${optional:${juliet}}"/>', '<iq/>'],
  ['any value', '<iq id="${any}"/>', '<iq id=""/>'],
  ['an absent attribute', '<iq ask="${absent}"/>', '<iq/>'],
  ['one of several values', '<error type="${oneof:cancel|modify}"/>', '<error type="modify"/>'],
  ['a new value', '<q ver="${new:v2}"/>', '<q ver="8"/>'],
  ['the same capture twice with one value', '<q a="${capture:v2}" b="${capture:v2}"/>', '<q a="8" b="8"/>'],
  ['an earlier capture', '<q ver="${v1}"/>', '<q ver="7"/>'],
  ['no other children', '<q>${only}<a/></q>', '<q>\n <a/>\n</q>'],
  ['white space beside a child element is layout', '<a>x<b/></a>', '<a>\n  x\n  <b/>\n</a>'],
  ['a line break at an end of the text of a pattern is layout', '<b>\n  x\n</b>', '<b>x</b>'],
  ['layout at one end alone', '<b>\n  x </b>', '<b>x </b>'],
  ['a blank pattern leaves the text free', '<b> </b>', '<b>x</b>'],
  ['text with blanks at its ends', '<group> A </group>', '<group> A </group>'],
  ['a captured text keeps its ends', '<a><b>${capture:w}</b><c>${w}</c></a>', '<a><b> x </b><c> x </c></a>'],
  ['a mark with layout around it', '<status>\n ${any}\n</status>', '<status> x</status>'],
  ['any text', '<status>${any}</status>', '<status>x</status>'],
  ['an inherited language', '<m><body xml:lang="${lang:en}"/></m>', '<m xml:lang="en"><body>x</body></m>'],
  ['twins need two children', '<i><g>A</g><g>B</g></i>', '<i><g>B</g><g>A</g></i>'],
  [
    'an early choice is taken back',
    '<i><g a="${capture:x}"/><h a="${x}"/></i>',
    '<i><g a="1"/><g a="2"/><h a="2"/></i>',
  ],
])('matches: %s', (_, pattern, actual) => {
  expect(hold(pattern, actual).matches).toBe(true);
});

test.each([
  ['<iq id="a"/>', '<iq id="b"/>', 'iq@id', '"a"', '"b"'],
  ['<iq/>', '<message/>', 'iq', '<iq>', '<message>'],
  ['<iq><query xmlns="q"/></iq>', '<iq><query xmlns="z"/></iq>', 'iq/query@xmlns', 'q', 'z'],
  ['<iq><query xmlns="q"/></iq>', '<iq/>', 'iq', '<query> inside', 'no child elements'],
  ['<iq id="${any}"/>', '<iq/>', 'iq@id', 'any value', 'nothing'],
  ['<iq ask="${absent}"/>', '<iq ask=""/>', 'iq@ask', 'nothing', '""'],
  ['<i s="${optional:none}"/>', '<i s="to"/>', 'i@s', '"none" or nothing', '"to"'],
  ['<i a="${optional:true|1}"/>', '<i a="false"/>', 'i@a', '"true" or "1" or nothing', '"false"'],
  ['<e type="${oneof:a|b}"/>', '<e type="c"/>', 'e@type', '"a" or "b"', '"c"'],
  [
    '<q ver="${new:v2}"/>',
    '<q ver="7"/>',
    'q@ver',
    'a value that no earlier stanza had',
    '"7", which an earlier stanza had',
  ],
  ['<q a="${capture:x}" b="${capture:x}"/>', '<q a="8" b="9"/>', 'q@b', '"8"', '"9"'],
  ['<q a="${never}"/>', '<q a="8"/>', 'q@a', '${never}', '"8"'],
  ['<q>${only}<a/></q>', '<q><a/><b/></q>', 'q', '1 child element and no other', '<a> <b>'],
  ['<q>${only}</q>', '<q><a/></q>', 'q', 'no child elements', '<a>'],
  ['<i><g>A</g></i>', '<i><g>B</g></i>', 'i/g/text()', '"A"', '"B"'],
  ['<g>A</g>', '<g> A</g>', 'g/text()', '"A"', '" A"'],
  ['<g>A </g>', '<g>A</g>', 'g/text()', '"A "', '"A"'],
  ['<g>\n  A </g>', '<g>A</g>', 'g/text()', '"A "', '"A"'],
  ['<g>A</g>', '<g>A\u3000</g>', 'g/text()', '"A"', '"A\u3000"'],
  ['<b a="${capture:w}">${w}</b>', '<b a=" x ">x</b>', 'b/text()', '" x "', '"x"'],
  ['<i><g>A</g><g>A</g></i>', '<i><g>A</g></i>', 'i', '2 distinct children', '<g>'],
  ['<b xml:lang="${lang:en}"/>', '<b/>', 'b@xml:lang', 'language "en"', 'nothing'],
])('no match: %s against %s', (pattern, actual, path, expected, received) => {
  const result = hold(pattern, actual);
  const { difference } = result as Extract<typeof result, { matches: false }>;
  const sides = [difference.expected, difference.actual].map((side) => differenceText(side, 'en'));
  expect([difference.path, ...sides]).toEqual([path, expected, received]);
});

test('what a server sent is never read as a mark', () => {
  const captures = new Map([['v', '${any}']]);
  const result = match(parseXml('<q ver="${v}"/>'), parseXml('<q ver="x"/>'), { fixed: new Map(), captures });
  expect(result.matches).toBe(false);
});

test('shows both names where an element has another name than one that was captured', () => {
  const captures = new Map([['refusal', 'forbidden']]);
  const pattern = element('error', 'jabber:client', {}, [element('${capture:refusal}', 'jabber:client')]);
  const result = match(pattern, parseXml('<error><item-not-found/></error>'), { fixed: new Map(), captures });
  expect(result).toMatchObject({
    matches: false,
    difference: {
      expected: { kind: 'element', name: 'forbidden' },
      actual: { kind: 'element', name: 'item-not-found' },
    },
  });
});

test('the closest stanza is the one that answers the same id', () => {
  const candidates = ['<iq type="error" id="a"/>', '<iq type="result" id="b"/>', '<message/>'].map((x) => parseXml(x));
  expect(closest(parseXml('<iq type="result" id="a"/>'), candidates, bindings)).toBe(candidates[0]);
});
