// Columns of text on a terminal, where a Chinese character takes two.

import stringWidth from 'string-width';

/** Columns that the text takes. Colours take none; quotes and dashes that fonts draw narrow or wide count as one. */
export function widthOf(text: string): number {
  return stringWidth(text);
}

/** The text, followed by blanks up to `width` columns. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}
