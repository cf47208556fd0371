// What a page carries packed, for tests that look into it.

import { inflateSync } from 'node:zlib';

interface PageData {
  readonly requirements: readonly (readonly [id: string, level: string, feature: string])[];
  /** In the order of the page: numbers of requirements, then pack and place, where the case is packed. */
  readonly cases: readonly (readonly [requirements: readonly number[], pack?: number, at?: number])[];
  readonly packs: readonly string[];
}

/** What the script of the page reads. */
export function dataOf(page: string): PageData {
  return JSON.parse(/id="data">([^<]*)<\/script>/.exec(page)?.[1] ?? '{}') as PageData;
}

/** The packed cases of the page, as HTML, by pack. */
export function unpacked(page: string): readonly (readonly string[])[] {
  return dataOf(page).packs.map((pack) => JSON.parse(inflateSync(Buffer.from(pack, 'base64')).toString()) as string[]);
}

/** All HTML of the page: with the packed cases, without scripts and style. */
export function markupOf(page: string): string {
  const shown = page.replace(/<!DOCTYPE html>|<(script|style)\b[^>]*>[\s\S]*?<\/\1>/g, '');
  return [shown, ...unpacked(page).flat()].join('\n');
}
