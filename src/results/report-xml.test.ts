import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { XmlElement } from '../model/xml.ts';
import { element, NS, parseXml } from '../stanza/xml.ts';
import { MAX_XML, xml } from './report-xml.ts';

const text = (content: string) => element('body', NS.client, {}, [content]);
const nested = (depth: number): XmlElement =>
  depth === 0 ? element('a', NS.client) : element('a', NS.client, {}, [nested(depth - 1)]);

test.each([
  ['text that must be escaped', parseXml('<message to="a&quot;b"><body>1 &lt; 2 &amp; "3" \u202e\n</body></message>')],
  ['white space in values and text', element('a', NS.client, { b: ' \t\r\n' }, [' \t\r\n'])],
  ['namespaces', parseXml(`<iq><query xmlns="${NS.roster}"><item jid="a"/></query><x xmlns=""/></iq>`)],
  ['an error of the stream', parseXml('<stream:error><text xml:lang="en">x</text></stream:error>')],
  ['an element in the namespace of xml:lang', parseXml('<iq><xml:lang>en</xml:lang></iq>')],
  [
    'prefixed attributes',
    element('iq', NS.client, { 'a:b': '1' }, [element('x', 'urn:x', { 'c:b': '2', 'xml:lang': 'zh' })]),
  ],
  [
    'a pattern with several names',
    element('iq', NS.client, { id: '${any}' }, [
      element('conflict|forbidden', NS.stanzas, {}, ['a|b']),
      element('${any}', NS.stanzas),
      element('${capture:refusal}', NS.stanzas),
    ]),
  ],
  ['the deepest nesting that is read from a stream', nested(62)],
  ['the longest stanza that is kept whole', text('x'.repeat(MAX_XML - '<body></body>'.length))],
])('%s is read back as it was', (_, stanza) => {
  const data = z.encode(xml, stanza);
  expect(data).toBeTypeOf('string');
  expect(z.decode(xml, data)).toEqual(stanza);
});

describe('an element that is too long', () => {
  const long = 'x'.repeat(2 * MAX_XML);
  test.each([
    ['in a text', element('message', NS.client, { type: 'chat' }, [text(long), text('after')])],
    ['in characters that are escaped', element('message', NS.client, { type: 'chat' }, [text('<'.repeat(MAX_XML))])],
    ['in an attribute', element('message', NS.client, { type: 'chat', id: long }, [text('after')])],
    ['in a name', element('message', NS.client, { type: 'chat' }, [element(long, NS.client), text('after')])],
    ['in many elements', element('message', NS.client, { type: 'chat' }, Array(MAX_XML).fill(text('')))],
  ])('%s keeps its beginning, and its length is marked', (_, stanza) => {
    const data = z.encode(xml, stanza);
    expect(data).toMatchObject({ truncated: true, length: expect.any(Number) });
    expect(JSON.stringify(data).length).toBeLessThan(7 * MAX_XML);
    expect(z.decode(xml, data)).toMatchObject({ name: 'message', ns: NS.client, attrs: { type: 'chat' } });
  });
});

test('credentials are not written', () => {
  const data = z.encode(xml, element('auth', NS.sasl, { mechanism: 'PLAIN' }, ['AGp1bGlldABzM2NyM3Q=']));
  expect(data).toBe(`<auth xmlns="${NS.sasl}" mechanism="PLAIN">(hidden)</auth>`);
});

test.each([
  ['no XML', 'hello'],
  ['nothing', ''],
  ['an element that is not closed', '<message><body>'],
  ['two elements', '<a/><b/>'],
  ['a document type', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
  ['an element that closes the one around it', '<a/></r><r><b/>'],
  ['a prefix of an element', '<x:a/>'],
  ['a control character', '<a>\u0001</a>'],
  ['a reference to a control character', '<a>&#1;</a>'],
  ['too deep nesting', `${'<a>'.repeat(100)}${'</a>'.repeat(100)}`],
])('%s is refused', (_, data) => {
  const { error } = xml.safeDecode(data);
  expect(error?.issues).toMatchObject([{ message: expect.stringMatching(/^expected an element as XML: ./) }]);
});
