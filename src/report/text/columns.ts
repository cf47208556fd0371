// Columns of text on a terminal, where a Chinese character takes two.

/** What Unicode draws wide (East Asian Width) in the basic plane; the length of what lies beyond it is two already. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe6f\uff01-\uff60\uffe0-\uffe6]|(?![\u{10000}-\u{10ffff}])\p{Emoji_Presentation}/gu;

/** Columns that the text takes, or rather too many; quotes and dashes that fonts draw either way count as one. */
export function widthOf(text: string): number {
  return text.length + (text.match(WIDE)?.length ?? 0);
}

/** The text with blanks behind it up to `width` columns. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}
