import { expect, test } from 'vitest';
import { parseXml, StreamParser, XmlError } from './xml.ts';

test.each([
  ['<iq>', 'unclosed tag', 1],
  ['<iq>\n</query>', 'unexpected close tag', 2],
  ['<iq/><iq/>', 'one element expected', 1],
  ['', 'no element', 1],
  ['<iq id=a/>', 'unquoted', 1],
  ['<iq><!-- hm --></iq>', 'comment', 1],
])('%j is refused with its line', (source, words, line) => {
  let error: unknown;
  try {
    parseXml(source);
  } catch (e) {
    error = e;
  }
  expect(error).toBeInstanceOf(XmlError);
  expect((error as XmlError).message).toContain(words);
  expect((error as XmlError).line).toBe(line);
});

const readStream = (chunks: string[], maxBytes?: number) => {
  const seen: string[] = [];
  const parser = new StreamParser(
    {
      onStart: (root) => seen.push(`start ${root.name}`),
      onElement: (e) => seen.push(e.name),
      onEnd: () => seen.push('end'),
      onError: (e) => seen.push(`error ${e.kind}: ${e.message}`),
    },
    maxBytes,
  );
  for (const chunk of chunks) parser.write(chunk);
  return seen;
};

const header = `<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>`;

test('a stream is read in pieces', () => {
  expect(readStream([header, '<presence/', '><iq id="', '1"/></stream:stream>'])).toEqual([
    'start stream',
    'presence',
    'iq',
    'end',
  ]);
});

test('a document type declaration ends the stream', () => {
  expect(readStream(['<!DOCTYPE x [<!ENTITY a "b">]>', header]).join()).toContain(
    'forbidden: a document type declaration',
  );
});

test('elements nested too deep and stanzas too large end the stream', () => {
  expect(readStream([header, '<a>'.repeat(70)]).join()).toContain('too-deep: elements are nested deeper than 64');
  expect(readStream([header, `<message><body>${'x'.repeat(2000)}`], 1000).join()).toContain(
    'too-large: a stanza is larger than 1000',
  );
});

test('nothing is read after the first error', () => {
  const seen = readStream([header, `${'<a>'.repeat(50_000)}<presence/>`]);
  expect(seen.filter((line) => line.startsWith('error'))).toHaveLength(1);
});
