// Texts that a page holds compressed. The script inflates them when a case is unfolded.

import { deflateSync } from 'node:zlib';

interface Packs {
  /** Packs texts and returns the number of the pack; undefined, without making them, if no room is left. */
  add(makeTexts: () => readonly string[]): number | undefined;
  /** JSON arrays of texts, deflated (RFC 1950) and in base64. */
  readonly all: readonly string[];
}

/** Packs with `room` characters in all. */
export function createPacks(room: number): Packs {
  const all: string[] = [];
  let left = room;
  return {
    all,
    add: (makeTexts) => {
      if (left <= 0) return undefined;
      const pack = deflateSync(JSON.stringify(makeTexts()), { level: 9 }).toString('base64');
      left -= pack.length;
      return left < 0 ? undefined : all.push(pack) - 1;
    },
  };
}
