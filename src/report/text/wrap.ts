// Text in lines that fit a terminal.

import stringWidth from 'string-width';

/** A Chinese character with the punctuation that may not begin a line, a word, or blanks. */
const PIECE =
  /[\p{Script=Han}\p{Script=Katakana}\p{Script=Hiragana}][，。；：、！？）”》]*|[^\s\p{Script=Han}，。；：、！？]+[，。；：、！？）”》]*|\S|\s+/gu;

/** Narrower lines hold no words. */
const LEAST = 20;

/** The text in lines of at most `width` columns, broken at blanks and between Chinese characters; a longer word is broken anywhere. */
export function wrapped(text: string, width: number): readonly string[] {
  const most = Math.max(LEAST, width);
  const lines: string[] = [];
  let line = '';
  let blanks = '';
  for (const [piece] of text.matchAll(PIECE)) {
    if (piece.trim() === '') blanks = piece;
    else if (line === '' || widthOf(line + blanks + piece) > most) {
      if (line !== '') lines.push(line);
      const parts = broken(piece, most);
      lines.push(...parts.slice(0, -1));
      line = parts.at(-1) ?? '';
      blanks = '';
    } else {
      line += blanks + piece;
      blanks = '';
    }
  }
  return [...lines, line];
}

/** A word in parts that fit. One with colours stays whole: they have no width, and a part of them would show. */
function broken(word: string, most: number): readonly string[] {
  if (widthOf(word) <= most || word.includes('\x1b')) return [word];
  let end = most;
  while (widthOf(word.slice(0, end)) > most) end -= 1;
  return [word.slice(0, end), ...broken(word.slice(end), most)];
}

/** What is copied stays on one line, which the terminal breaks: commands and XML. */
const COPIED = /xmppspec [a-z]|^\s*</;

/** Prose with each line broken where it is wider than the terminal; what follows of it is indented by two more. */
export function fitted(text: string, columns: number): string {
  return text
    .split('\n')
    .map((line) => {
      if (widthOf(line) <= columns || COPIED.test(line)) return line;
      const indent = /^ */.exec(line)?.[0] ?? '';
      const [first = '', ...others] = wrapped(line.slice(indent.length), columns - indent.length - 2);
      return [`${indent}${first}`, ...others.map((other) => `${indent}  ${other}`)].join('\n');
    })
    .join('\n');
}

/** Columns that the text takes. Colours take none; quotes and dashes that fonts draw narrow or wide count as one. */
export function widthOf(text: string): number {
  return stringWidth(text);
}

/** The text, followed by blanks up to `width` columns. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}
