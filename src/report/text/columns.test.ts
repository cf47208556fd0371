import { expect, test } from 'vitest';
import { pad, widthOf } from './columns.ts';

test.each([
  ['stream', 6],
  ['流', 2],
  ['TLS 加密', 8],
  ['（无）', 6],
  ['“id”', 4],
])('counts the columns of %s as %i', (text, width) => {
  expect(widthOf(text)).toBe(width);
});

test('pads a text to its columns and never cuts it', () => {
  expect([pad('流', 4), pad('stream', 4)]).toEqual(['流  ', 'stream']);
});
