import { expect, test } from 'vitest';
import { serialize } from '../../stanza/serialize.ts';
import { parseXml } from '../../stanza/xml.ts';
import { readablePattern } from './readable-pattern.ts';

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
])('%s reads as %s', (pattern, expected) => {
  expect(readable(pattern)).toBe(expected);
});
