import { expect, test } from 'vitest';
import { parseXml } from './xml.ts';
import { XmlError } from './xml-error.ts';

test.each([
  ['<iq>', 'unclosed tag', 1],
  ['<iq>\n</query>', 'unexpected close tag', 2],
  ['<iq/><iq/>', 'one element expected', 1],
  ['', 'no element', 1],
  ['<iq id=a/>', 'unquoted', 1],
  ['<iq><!-- hm --></iq>', 'comment', 1],
  ['<iq>\n<a>x & y</a></iq>', 'begins no reference', 2],
  ['<iq/></r><iq/>', 'no start tag', 1],
  ['<iq/>&amp', 'begins no reference', 1],
])('refuses %j and names the line', (source, words, line) => {
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
