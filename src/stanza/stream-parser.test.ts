import { expect, test } from 'vitest';
import { StreamParser, type XmlLimits } from './stream-parser.ts';

const HEADER = `<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>`;

/** What the parser says of these chunks, one line an event. */
function read(chunks: readonly (string | Uint8Array)[], limits?: Partial<XmlLimits>): readonly string[] {
  const seen: string[] = [];
  const parser = new StreamParser(
    {
      onStart: (root) => seen.push(`start ${root.name}`),
      onElement: ({ name, children }) => seen.push([name, ...children.filter((c) => typeof c === 'string')].join(' ')),
      onEnd: () => seen.push('end'),
      onError: ({ kind, message, excerpt }) => seen.push(`${kind}: ${message} | ${excerpt}`),
    },
    limits,
  );
  for (const chunk of chunks) parser.write(chunk);
  return seen;
}

/** The events of what follows the header: in one chunk, one character a chunk, and one byte a chunk. */
function readEachWay(content: string): readonly string[] {
  const byCharacter = read([HEADER, ...content]);
  const byByte = read([...Buffer.from(HEADER + content)].map((byte) => Uint8Array.of(byte)));
  expect(byByte.map(withoutExcerpt)).toEqual(byCharacter.map(withoutExcerpt));
  expect(read([HEADER + content]).map(withoutExcerpt)).toEqual(byCharacter.map(withoutExcerpt));
  return byCharacter.slice(1);
}

const withoutExcerpt = (line: string) => line.split(' | ')[0];

test('reads a stream in pieces', () => {
  expect(read([HEADER, '<presence/', '><iq id="', '1"/></stream:stream>'])).toEqual([
    'start stream',
    'presence',
    'iq',
    'end',
  ]);
});

test.each([
  ['references', '<a>&amp;&lt;&#65;&#x0000000000000041;</a>', 'a &<AA'],
  ['CDATA with what is markup elsewhere', '<a><![CDATA[& <!-- <? <!DOCTYPE ]] ]]></a>', 'a & <!-- <? <!DOCTYPE ]] '],
  ['characters of several bytes', '<a>名册🌹</a>', 'a 名册🌹'],
  ['a zero width no-break space within a stanza', '<a>\uFEFF</a>', 'a \uFEFF'],
  ['whitespace between stanzas', ' \n<a/>', 'a'],
])('reads %s', (_, content, expected) => {
  expect(readEachWay(content)).toEqual([expected]);
});

test.each([
  ['a duplicate attribute', `<message id='1' id='2'/>`, 'ill-formed: duplicate attribute: id.'],
  ['an attribute without quotes', '<message id=1/>', 'ill-formed: unquoted attribute value.'],
  ['a bare ampersand', '<message><body>a & b</body></message><iq/>', 'ill-formed: "&" begins no reference'],
  ['an ampersand that looks like a reference', '<a>&quot</a>;', 'ill-formed: "&" begins no reference'],
  ['a reference that does not end', `<a>&#${'0'.repeat(50)}</a>`, 'ill-formed: "&" begins no reference'],
  ['a tag that closes the stream and names another element', '</message>', 'ill-formed: unexpected close tag.'],
  ['an entity that XML does not define', '<a>&auml;</a>', 'ill-formed: undefined entity.'],
  ['a control character', '<a>\u0001</a>', 'ill-formed: disallowed character.'],
  ['a reference to a control character', '<a>&#1;</a>', 'ill-formed: malformed character entity.'],
  ['"<" in an attribute', `<a b='<'/>`, 'ill-formed: disallowed character.'],
  ['"]]>" in text', '<a>]]></a>', 'ill-formed: the string "]]>" is disallowed in char data.'],
  ['an element that is not closed', '<iq><query></iq>', 'ill-formed: unexpected close tag.'],
  ['a prefix that is not declared', '<x:a/>', 'ill-formed: unbound namespace prefix: "x".'],
  ['a comment', '<a/><!-- no end', 'comment'],
  ['a processing instruction', '<a><?php', 'processing-instruction'],
  ['a document type', '<!DOCTYPE x', 'document-type'],
  ['an XML declaration within the stream', `<a/><?xml version='1.0'?>`, 'processing-instruction'],
])('refuses %s', (_, content, error) => {
  expect(readEachWay(content).at(-1)).toSatisfy((line: string) => line.startsWith(error));
});

test('a number of more digits than this reader waits for is no fault of the XML', () => {
  const digits = `<a>&#${'0'.repeat(100)}`;
  expect(withoutExcerpt(read([HEADER, digits]).at(-1)!)).toBe('too-large: a name has more than 64 characters');
});

test('nothing counts after the end of the stream', () => {
  expect(read([`${HEADER}</stream:stream><a><!-- x -->`]).map(withoutExcerpt)).toEqual(['start stream', 'end']);
});

test.each([
  ['a document type before the root', `<!DOCTYPE x [<!ENTITY a "b">]>${HEADER}`, 'document-type'],
  ['an instruction whose name begins like the XML declaration', '<?xml-stylesheet x?><r>', 'processing-instruction'],
  ['an instruction before the root', '<?php x?><r>', 'processing-instruction'],
  ['another encoding', `<?xml version='1.0' encoding='ISO-8859-1'?><r>`, 'other-encoding'],
  ['a byte order mark', `\uFEFF${HEADER}`, 'byte-order-mark'],
  ['text before the root', 'HTTP/1.1 400 Bad Request', 'ill-formed'],
])('refuses %s', (_, content, kind) => {
  for (const chunks of [[content], [...content], [Buffer.from(content)]]) {
    expect(read(chunks).map((line) => line.split(':')[0])).toEqual([kind]);
  }
});

test('accepts the declaration of UTF-8 in any case', () => {
  expect(read([`<?xml version='1.0' encoding='utf-8'?><r><a/>`])).toEqual(['start r', 'a']);
});

test.each([
  ['a byte that is never part of UTF-8', [0xff]],
  ['a character in more bytes than it needs', [0xc0, 0xaf]],
  ['half of a surrogate pair', [0xed, 0xa0, 0x80]],
  ['a character that ends too early', [0xe5, 0x90, 0x3c]],
])('refuses %s', (_, bytes) => {
  const invalid = Buffer.concat([Buffer.from(`${HEADER}<a/><b>`), Buffer.from(bytes)]);
  expect(read([invalid]).map(withoutExcerpt)).toEqual(['start stream', 'a', 'invalid-utf-8: the bytes are not UTF-8']);
  expect(read([...invalid].map((byte) => Uint8Array.of(byte))).map(withoutExcerpt)).toEqual([
    'start stream',
    'a',
    'invalid-utf-8: the bytes are not UTF-8',
  ]);
});

test('delivers what precedes an error in the same chunk', () => {
  expect(read([`${HEADER}<a/><b>&</b>`]).slice(0, 2)).toEqual(['start stream', 'a']);
});

test.each([
  ['depth', 64, '<a>'.repeat(70), 'elements are nested deeper than 64'],
  ['characters', 1000, `<message><body>${'x'.repeat(2000)}`, 'an element has more than 1000 characters'],
  ['characters', 1000, ' '.repeat(2000), 'an element has more than 1000 characters'],
  ['elements', 100, `<a>${'<b/>'.repeat(100)}</a>`, 'an element has more than 100 elements'],
  ['attributes', 2, `<a b='' c='' d=''/>`, 'an element has more than 2 attributes'],
  ['name', 1024, `<${'a'.repeat(1025)}/>`, 'a name has more than 1024 characters'],
  ['name', 1024, `<a ${'b'.repeat(1025)}=''/>`, 'a name has more than 1024 characters'],
  ['name', 1024, `<a xmlns='${'u'.repeat(1025)}'/>`, 'a name has more than 1024 characters'],
] as const)('refuses more than its limit of %s: %i', (limit, most, content, message) => {
  expect(read([HEADER, content], { [limit]: most }).at(-1)).toContain(`too-large: ${message}`);
  expect(read([HEADER, content], { [limit]: 100_000 }).at(-1)).not.toContain('too-large');
});

test.each([
  ['a name', `<${'a'.repeat(100)}`],
  ['a value', `<a b='${'c'.repeat(100)}`],
  ['attributes', `<a ${`b='' `.repeat(100)}`],
])('refuses %s without an end before the tag is complete', (_, content) => {
  const pieces = [...content].map((character) => character);
  for (const chunks of [[content], pieces]) {
    expect(read([HEADER, ...chunks], { tag: 50 }).at(-1)).toContain('too-large: a tag has more than 50 characters');
  }
});

test('counts the limits of each element from zero', () => {
  const limits = { characters: 150, elements: 3, tag: 40 };
  expect(read([HEADER, ...Array(10).fill(`<a><b c='1'/><d>a text</d></a>`)], limits).slice(1)).toEqual(
    Array(10).fill('a'),
  );
});

test('reads nothing after the first error, and nothing after the end', () => {
  expect(read([HEADER, `${'<a>'.repeat(50_000)}<presence/>`, '<presence/>'])).toHaveLength(2);
  expect(read([`${HEADER}</stream:stream><presence/>&`, '<presence/>'])).toEqual(['start stream', 'end']);
});

test('cuts the excerpt to the surroundings of the error within its element', () => {
  const excerpt = (content: string) => read([HEADER, content]).at(-1)?.split(' | ')[1];
  expect(excerpt('<a>before</a><b><c/>x & y</b>')).toBe('<b><c/>x & y</b>');
  expect(excerpt(`<b>${'x'.repeat(500)}&${'y'.repeat(500)}</b>`)).toBe(`${'x'.repeat(80)}&${'y'.repeat(39)}`);
});

test.each([
  `<challenge xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>c2VjcmV0&</challenge>`,
  '<iq><query xmlns="jabber:iq:register"><password>secret&</password></query></iq>',
])('gives no excerpt of an element that may hold credentials: %s', (content) => {
  const last = (chunks: readonly string[]) => read([HEADER, ...chunks]).at(-1);
  expect(last([content])).toMatch(/ \| $/);
  expect(last([...content])).toMatch(/ \| $/);
});
