// Texts of HTML in two languages as one text. They have the same elements, so what differs is little: each pair of pieces that
// differ stands once in a list, and the text has marks in its place. The script of the page puts the pieces of one language back.

/** Two texts: that of the first language, and that of the second. */
export type Pair = readonly [first: string, second: string];

/** Encloses the number of a pair. No text of a page has control characters. */
const MARK = '\u0001';

interface BothLanguages {
  /** The text with the marks of its pairs. */
  merge(texts: Pair): string;
  /** The pairs by number. */
  readonly pairs: readonly Pair[];
}

/** Merges texts; equal pairs have one number. */
export function createBothLanguages(): BothLanguages {
  const pairs: Pair[] = [];
  const numbers = new Map<string, number>();
  const markOf = (pair: Pair) => {
    const key = pair.join(MARK);
    const number = numbers.get(key) ?? pairs.push(pair) - 1;
    numbers.set(key, number);
    return `${MARK}${number.toString(36)}${MARK}`;
  };
  return {
    pairs,
    merge([first, second]) {
      const [ours, theirs] = [piecesOf(first), piecesOf(second)];
      if (ours.length !== theirs.length) return markOf([first, second]);
      return ours.map((piece, at) => (piece === theirs[at] ? piece : markOf([piece, theirs[at] ?? '']))).join('');
    },
  };
}

/** Tags and the texts between them. */
const piecesOf = (markup: string): readonly string[] => markup.match(/<[^>]*>|[^<]+/g) ?? [];

/** The text of one language: 0 or 1. */
export function inLanguage(text: string, pairs: readonly Pair[], language: 0 | 1): string {
  const pieces = text.split(MARK);
  return pieces.map((piece, at) => (at % 2 === 1 ? pairs[Number.parseInt(piece, 36)]?.[language] : piece)).join('');
}
