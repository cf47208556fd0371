// Texts that a page holds compressed. The script inflates them when they are wanted.

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
