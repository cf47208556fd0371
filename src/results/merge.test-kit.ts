// The page of a report with all that it carries packed, for tests that look for what it tells.

import { inflateSync } from 'node:zlib';

/** The page, followed by the texts that its script would inflate (RFC 1950, in base64). */
export function wholePage(page: string): string {
  const packs = [...page.matchAll(/"(e[A-P][A-Za-z0-9+/]{20,}={0,2})"/g)].map(([, pack = '']) => pack);
  const texts = packs.flatMap((pack) => JSON.parse(inflateSync(Buffer.from(pack, 'base64')).toString()) as string[]);
  return [page, ...texts].join('\n');
}
