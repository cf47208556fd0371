// How texts in two languages are packed for the scripts of the page.

import { deflateSync } from 'node:zlib';

interface Packs {
  /** Packs texts and returns the number of the pack; undefined, without making them, if no room is left. */
  add(makeTexts: () => readonly string[]): number | undefined;
  /** JSON arrays of texts, deflated (RFC 1950) and in base64. */
  readonly all: readonly string[];
}

/** Packs with `room` characters in all; `takenOf` returns what else the texts of a pack take. */
export function createPacks(room: number, takenOf: () => number = () => 0): Packs {
  const all: string[] = [];
  let left = room;
  return {
    all,
    add: (makeTexts) => {
      if (left <= 0) return undefined;
      const pack = packed(makeTexts());
      left -= pack.length + takenOf();
      return left < 0 ? undefined : all.push(pack) - 1;
    },
  };
}

/** Data as JSON, deflated (RFC 1950) and in base64. */
export function packed(data: unknown): string {
  return deflateSync(JSON.stringify(data), { level: 9 }).toString('base64');
}

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
