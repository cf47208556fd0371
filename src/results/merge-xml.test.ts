import { describe, expect, test } from 'vitest';
import { compactXml, prettyXml } from '../report/text/xml-text.ts';
import { element, NS, parseXml } from '../stanza/xml.ts';
import { XmlError } from '../stanza/xml-error.ts';
import { readStanza } from './merge-xml.ts';

const same = (text: string) => text;
const written = (stanza: Parameters<typeof compactXml>[0]) => compactXml(stanza, same);

test.each([
  ['text that must be escaped', parseXml('<message to="a&quot;b"><body>1 &lt; 2 &amp; "3" \u202e\n</body></message>')],
  ['namespaces', parseXml(`<iq><query xmlns="${NS.roster}"><item jid="a"/></query><x xmlns=""/></iq>`)],
  ['an error of the stream', parseXml('<stream:error><text xml:lang="en">x</text></stream:error>')],
  ['an element in the namespace of xml:lang', parseXml('<iq><xml:lang>en</xml:lang></iq>')],
  ['a prefix that is not declared', element('iq', NS.client, { 'a:b': '1', 'c:b': '2' }, [])],
])('%s comes out as it went in', (_, stanza) => {
  const text = written(stanza);
  expect(written(readStanza(text))).toBe(text);
});

describe('a stanza that was cut', () => {
  const body = (text: string) => element('body', NS.client, {}, [text]);
  const long = { deep: 'x'.repeat(3000), marked: '<&>'.repeat(1000) };

  test.each([
    ['in a text', element('message', NS.client, { type: 'chat' }, [body(long.deep)])],
    ['in a character reference', element('message', NS.client, { type: 'chat' }, [body(`xx${long.marked}`)])],
    ['in an attribute', element('message', NS.client, { type: 'chat', id: long.deep }, [])],
    ['in an inner tag', element('message', NS.client, { type: 'chat' }, [element('x', 'urn:x', { a: long.deep })])],
    ['in an error of the stream', element('error', NS.streams, { type: 'chat' }, [body(long.deep)])],
  ])('%s comes out as it is, and its beginning is known', (_, stanza) => {
    const text = written(stanza);
    expect(text).toMatch(/ \.\.\. \(cut, \d+ characters in all\)$/);
    const read = readStanza(text);
    expect([written(read), prettyXml(read, same)]).toEqual([text, [text]]);
    expect(read).toMatchObject({ name: stanza.name, ns: stanza.ns, attrs: { type: 'chat' } });
  });

  test('holds nothing that steers a terminal, and is bounded', () => {
    const text = `<message><body>\u001b[31m${'y'.repeat(5000)} ... (cut, 9999 characters in all)`;
    const shown = written(readStanza(text.replace('\u001b', '')));
    expect(shown.length).toBeLessThan(2100);
    expect(written({ ...readStanza('<a/>'), written: text })).not.toMatch(/\p{Cc}/u);
  });
});

test.each([
  ['no XML', 'hello'],
  ['nothing', ''],
  ['an element that is not closed', '<message><body>'],
  ['two elements', '<a/><b/>'],
  ['text around the element', '<a/> more'],
  ['a document type', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
  ['an element that closes what it is put in', '<a/></r><r><b/>'],
  ['a prefix of an element', '<x:a/>'],
  ['too deep nesting', `${'<a>'.repeat(100)}${'</a>'.repeat(100)}`],
  ['more than a report keeps', `<a>${'b'.repeat(10_000)}</a>`],
  ['only the note that it is cut', ' ... (cut, 3000 characters in all)'],
  ['a cut that is no XML before', '<a><b></a> ... (cut, 3000 characters in all)'],
])('%s is an error', (_, text) => {
  expect(() => readStanza(text)).toThrow(XmlError);
});

test('a text made to take long is told at once', { timeout: 2000 }, () => {
  for (const part of ['<', '<a ', '<a b="', '&', ' a:b="', '<a>']) {
    expect(() => readStanza(`${part.repeat(9_000 / part.length)} ... (cut, 3000000 characters in all)`)).toThrow(
      XmlError,
    );
  }
});
