import { expect, test } from 'vitest';
import { fitted, pad, widthOf, wrapped } from './wrap.ts';

test('breaks lines at blanks, and words that are longer than a line anywhere', () => {
  expect(wrapped('one two three four five six', 20)).toEqual(['one two three four', 'five six']);
  expect(wrapped(`a ${'x'.repeat(45)} b`, 20)).toEqual(['a', 'x'.repeat(20), 'x'.repeat(20), 'xxxxx b']);
  expect(wrapped('', 20)).toEqual(['']);
});

test('breaks Chinese between characters, and begins no line with a comma', () => {
  const lines = wrapped('服务器在建立会话之后必须推送名册，并且不得推送给没有请求名册的资源。', 22);
  expect(lines.every((line) => widthOf(line) <= 22 && !/^[，。]/.test(line))).toBe(true);
  expect(lines.join('')).toBe('服务器在建立会话之后必须推送名册，并且不得推送给没有请求名册的资源。');
});

test('breaks a list of words with Chinese commas after a comma', () => {
  expect(wrapped('reference、prosody、ejabberd、jabberd2', 22)).toEqual(['reference、prosody、', 'ejabberd、jabberd2']);
});

test('keeps the indent of a line, and leaves what is copied in one piece', () => {
  const command = `    rerun: xmppspec run ${'x'.repeat(60)}`;
  const xml = `      <iq>${'x y '.repeat(20)}</iq>`;
  const text = `    the server sends another stanza than the rule demands\n${command}\n${xml}\nshort`;
  expect(fitted(text, 40)).toBe(
    `    the server sends another stanza\n      than the rule demands\n${command}\n${xml}\nshort`,
  );
});

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
