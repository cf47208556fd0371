// The width of letters in a diagram. The font of the reader is unknown, so the widths are those of a wide one.

/** Widths at 12 pixels, of DejaVu Sans, the widest of the common ones. */
const NARROW = 5;
const COMMON = 7.7;
const WIDE = 12;
const IDEOGRAPH = 12.5;
const NARROW_LETTERS = "ijltfr.,:;'|!/()[] -";
const WIDE_LETTERS = 'mwMW@%&→≈≠✗…';
/** Factor for bold letters. */
const BOLD = 1.12;
const ELLIPSIS = WIDE;

/** The width in pixels. */
export function textWidth(text: string, isBold = false): number {
  let width = 0;
  for (const letter of text) width += letterWidth(letter);
  return isBold ? width * BOLD : width;
}

function letterWidth(letter: string): number {
  if (letter >= '\u2e80') return IDEOGRAPH;
  if (NARROW_LETTERS.includes(letter)) return NARROW;
  return WIDE_LETTERS.includes(letter) ? WIDE : COMMON;
}

/** The text, cut with an ellipsis to `room` pixels. */
export function fitted(text: string, room: number, isBold = false): string {
  if (textWidth(text, isBold) <= room) return text;
  let [width, end] = [ELLIPSIS, 0];
  for (const letter of text) {
    width += textWidth(letter, isBold);
    if (width > room) break;
    end += letter.length;
  }
  return `${text.slice(0, end)}…`;
}

/** The text in lines of at most `room` pixels. Breaks at blanks, and in Chinese anywhere. */
export function wrapped(text: string, room: number, isBold = false): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.match(/[\u2e80-\uffff]|[^\s\u2e80-\uffff]+\s*|\s+/g) ?? []) {
    if (line !== '' && textWidth((line + word).trimEnd(), isBold) > room) {
      lines.push(line);
      line = '';
    }
    line += word;
  }
  return [...lines, line].map((each) => fitted(each.trim(), room, isBold));
}
