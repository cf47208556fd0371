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
  ['an integer', '<count>${int}</count>', '<count>-12</count>'],
  ['an integer from a bound on', '<count>${int:3..}</count>', '<count>3</count>'],
  ['an integer up to a bound', '<x a="${int:..-5}"/>', '<x a="-5"/>'],
  ['an integer between two bounds', '<x a="${int:1..9}"/>', '<x a="9"/>'],
  ['a date in UTC', '<delay stamp="${date}"/>', '<delay stamp="2026-11-26T12:00:59Z"/>'],
  [
    'a date with a fraction and an offset',
    '<delay stamp="${date}"/>',
    '<delay stamp="2024-02-29T23:59:00.123456+05:30"/>',
  ],
  ['a UUID in either case', '<x id="${uuid}"/>', '<x id="F81D4FAE-7dec-11d0-a765-00a0c91e6bf6"/>'],
  ['a regular expression with braces', '<x a="${re:[a-z]{2,3}\\}}"/>', '<x a="abc}"/>'],
  ['a text before a mark', '<x id="id-${int}"/>', '<x id="id-7"/>'],
  [
    'a placeholder before a mark and a text after it',
    '<x a="${juliet}/${any}!"/>',
    '<x a="juliet@example.localhost/a/b!"/>',
  ],
  ['alternatives in the middle', '<x a="to-${oneof:a|${v1}}-end"/>', '<x a="to-7-end"/>'],
  ['two marks, where the first place of the text between them is wrong', '<x a="${any}-${int}"/>', '<x a="a-b-5"/>'],
  ['a text at the end that also stands before', '<x a="${any}-end"/>', '<x a="x-end-end"/>'],
  ['a part that is captured, and later is the same', '<x a="x-${capture:r}" b="${r}"/>', '<x a="x-1" b="1"/>'],
  ['a part that was captured before', '<x a="${capture:v1}-${capture:v1}"/>', '<x a="7-7"/>'],
  ['a mark in a longer text with layout', '<body>\n  room ${any}\n</body>', '<body>room x</body>'],
  ['every child of a name', '<q><f var="${any}">${every}</f></q>', '<q><f var="a"/><i/><f var="b"/></q>'],
  ['every child of none', '<q><f var="${any}">${every}</f></q>', '<q/>'],
  [
    'every child beside one that must be there',
    '<q><f var="a"/><f var="${any}">${every}</f></q>',
    '<q><f var="b"/><f var="a"/></q>',
  ],
  [
    'only children that all match',
    '<q>${only}<i/><f var="${any}">${every}</f></q>',
    '<q><f var="a"/><i/><f var="b"/></q>',
  ],
  ['every child with marks and a text of its own', '<q><f>${every}${only}x<g/></f></q>', '<q><f>x<g/></f></q>'],
  ['no child like one', '<q><i jid="a">${none}</i></q>', '<q><i jid="b"/></q>'],
  ['no child that has a value', '<q><i jid="${any}">${none}</i></q>', '<q><i/></q>'],
  ['no child with a text', '<q><g>${none}A</g></q>', '<q><g>B</g></q>'],
  [
    'no child inside one of several',
    '<q><i jid="${any}"><g>${none}A</g></i></q>',
    '<q><i jid="a"><g>A</g></i><i jid="b"/></q>',
  ],
  [
    'no two children with the same value',
    '<q><i jid="${any}">${unique}</i></q>',
    '<q><i jid="a"/><i jid="b"/><i/><i/></q>',
  ],
  [
    'no two with the same two values',
    '<q><i a="${any}" b="${any}">${unique}</i></q>',
    '<q><i a="1" b="2"/><i a="1" b="3"/></q>',
  ],
  [
    'an element that is kept, and the same in another order of attributes',
    '<q><a><m>${element:m}</m></a><b><m>${same:m}</m></b></q>',
    '<q><a><m x="1" y="2">t<n/></m></a><b><m y="2" x="1">t<n/></m></b></q>',
  ],
  ['an element that is kept and has what is named', '<m id="${any}">${element:m}<b/></m>', '<m id="1"><b/><c/></m>'],
  ['the text of a closed element', '<g>${exactly}A</g>', '<g>A</g>'],
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
  ['<c>${int}</c>', '<c>1.5</c>', 'c/text()', 'an integer', '"1.5"'],
  ['<c>${int:3..}</c>', '<c>2</c>', 'c/text()', 'an integer of at least 3', '"2"'],
  ['<c a="${int:..5}"/>', '<c a="6"/>', 'c@a', 'an integer of at most 5', '"6"'],
  ['<c a="${int:1..9}"/>', '<c/>', 'c@a', 'an integer from 1 to 9', 'nothing'],
  ['<d a="${date}"/>', '<d a="2026-02-29T00:00:00Z"/>', 'd@a', 'a date and time (XEP-0082)', '"2026-02-29T00:00:00Z"'],
  ['<d a="${date}"/>', '<d a="2026-02-28T24:00:00Z"/>', 'd@a', 'a date and time (XEP-0082)', '"2026-02-28T24:00:00Z"'],
  ['<d a="${date}"/>', '<d a="20260228T12:00:00"/>', 'd@a', 'a date and time (XEP-0082)', '"20260228T12:00:00"'],
  ['<d a="${date}"/>', '<d a="2026-02-28T12:00:00"/>', 'd@a', 'a date and time (XEP-0082)', '"2026-02-28T12:00:00"'],
  [
    '<u a="${uuid}"/>',
    '<u a="f81d4fae7dec11d0a76500a0c91e6bf6"/>',
    'u@a',
    'a UUID',
    '"f81d4fae7dec11d0a76500a0c91e6bf6"',
  ],
  ['<r a="${re:a+}"/>', '<r a="ab"/>', 'r@a', 'a value that fits /a+/ as a whole', '"ab"'],
  ['<x id="id-${int:1..9}"/>', '<x id="id-x"/>', 'x@id', 'a value like "id-[integer 1..9]"', '"id-x"'],
  [
    '<x a="${juliet}/${any}"/>',
    '<x a="juliet@example.localhost/"/>',
    'x@a',
    'a value like "juliet@example.localhost/*"',
    '"juliet@example.localhost/"',
  ],
  ['<x a="${any}-end"/>', '<x a="x-end!"/>', 'x@a', 'a value like "*-end"', '"x-end!"'],
  ['<x a="${any}-${any}"/>', '<x/>', 'x@a', 'a value like "*-*"', 'nothing'],
  ['<x a="x-${capture:r}" b="x-${capture:r}"/>', '<x a="x-1" b="x-2"/>', 'x@b', 'a value like "x-1"', '"x-2"'],
  [
    '<x a="x-${new:r}"/>',
    '<x a="x-7"/>',
    'x@a',
    'a value that no earlier stanza had',
    '"7", which an earlier stanza had',
  ],
  ['<x a="x-${never}-${any}"/>', '<x a="x-1-2"/>', 'x@a', 'x-${never}-${any}', '"x-1-2"'],
  ['<q><f var="${any}">${every}</f></q>', '<q><f var="a"/><f/></q>', 'q/f@var', 'any value', 'nothing'],
  ['<q>${only}<f var="${any}">${every}</f></q>', '<q><f var="a"/><g/></q>', 'q', 'no child elements', '<g>'],
  [
    '<q><i jid="${any}" a="1">${none}</i></q>',
    '<q><i jid="b" a="1"/></q>',
    'q/i',
    'no <i jid="*" a="1"/>',
    '<i jid="b" a="1"/>',
  ],
  ['<q><g>${none}A</g></q>', '<q><g>B</g><g>A</g></q>', 'q/g', 'no <g>A</g>', '<g>A</g>'],
  [
    '<q><i jid="${any}">${unique}</i></q>',
    '<q><i jid="a"/><i jid="b"/><i jid="a"/></q>',
    'q/i',
    'each with another jid',
    '"a" twice',
  ],
  ['<q><a>${element:m}</a><b><a>${same:m}</a></b></q>', '<q><a x="1"/><b><a x="2"/></b></q>', 'q/b/a@x', '"1"', '"2"'],
  ['<q><a>${element:m}</a><b><a>${same:m}</a></b></q>', '<q><a/><b><a x="2"/></b></q>', 'q/b/a@x', 'nothing', '"2"'],
  [
    '<q><a>${element:m}</a><b><a>${same:m}</a></b></q>',
    '<q><a>x<c/></a><b><a>x<c/><d/></a></b></q>',
    'q/b/a',
    '<c>',
    '<c> <d>',
  ],
  [
    '<q><a>${element:m}</a><b><a>${same:m}</a></b></q>',
    '<q><a><c>x</c></a><b><a><c>y</c></a></b></q>',
    'q/b/a/c/text()',
    '"x"',
    '"y"',
  ],
  ['<q><b><a>${same:m}</a></b></q>', '<q><b><a/></b></q>', 'q/b/a', '${same:m}', '<a>'],
  ['<g>${exactly}A</g>', '<g>A<b/></g>', 'g', 'no child elements', '<b>'],
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

test('a date may have to be near the arrival of the stanza that holds it', () => {
  const stanza = (seconds: number) => parseXml(`<m><delay stamp="2026-11-26T12:00:${seconds}Z"/></m>`);
  const arrivalOf = () => Date.parse('2026-11-26T12:00:30Z');
  const pattern = parseXml('<m><delay stamp="${date:5s}"/></m>');
  const near = [24, 25, 30, 35, 36].filter(
    (seconds) => match(pattern, stanza(seconds), { ...bindings, arrivalOf }).matches,
  );
  expect(near).toEqual([25, 30, 35]);
  const result = match(pattern, stanza(36), { ...bindings, arrivalOf });
  expect(!result.matches && differenceText(result.difference.expected, 'en')).toBe(
    'a date and time (XEP-0082) within 5 s of the arrival',
  );
});

test('a value of any length is compared in bounded time', () => {
  const pattern = parseXml('<x a="${re:a+}-${any}-${int}"/>');
  expect(match(pattern, element('x', 'jabber:client', { a: '-a'.repeat(100_000) }), bindings).matches).toBe(false);
});
