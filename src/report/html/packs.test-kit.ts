// Reads the packed cases of a page, for tests.

import { inflateSync } from 'node:zlib';
import type { ScriptData } from './script-data.ts';

/** The data of the scripts. */
export function dataOf(page: string): ScriptData {
  return JSON.parse(/id="data">([^<]*)<\/script>/.exec(page)?.[1] ?? '{}') as ScriptData;
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
