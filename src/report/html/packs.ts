// Texts that a page carries compressed, since they would be too many as they are, and inflates when they are wanted.

import { deflateSync } from 'node:zlib';

interface Packs {
  /** Packs these texts, which are not made where there is no room any more: undefined. */
  add(texts: () => readonly string[]): number | undefined;
  /** JSON arrays of texts, deflated (RFC 1950) and in base64. */
  readonly all: readonly string[];
}

/** Takes texts until `room` characters are full; what comes after that finds none. */
export function createPacks(room: number): Packs {
  const all: string[] = [];
  let left = room;
  return {
    all,
    add: (texts) => {
      if (left <= 0) return undefined;
      const pack = deflateSync(JSON.stringify(texts()), { level: 9 }).toString('base64');
      left -= pack.length;
      return left < 0 ? undefined : all.push(pack) - 1;
    },
  };
}
