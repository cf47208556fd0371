// Reads what a page holds packed, for tests.

import { inflateSync } from 'node:zlib';
import { inLanguage, type Pair } from './packs.ts';
import type { ScriptData } from './script-data.ts';

/** The data of the scripts. */
export function dataOf(page: string): ScriptData {
  return JSON.parse(/id="data">([^<]*)<\/script>/.exec(page)?.[1] ?? '{}') as ScriptData;
}

const inflated = (pack: string): unknown => JSON.parse(inflateSync(Buffer.from(pack, 'base64')).toString());

/** The packed cases of the page in a language, that of the page unless another is given, as HTML, by pack. */
export function unpacked(page: string, language: 0 | 1 = 0): readonly (readonly string[])[] {
  const data = dataOf(page);
  return data.packs.map((pack) => textsOf(pack, data, language).map(withKey));
}

/** The parts that the script adds to the page when they are wanted. */
export function partsOf(page: string, language: 0 | 1 = 0): readonly string[] {
  const data = dataOf(page);
  return data.parts.flatMap((pack) => textsOf(pack, data, language));
}

/** The title and the HTML of the page in its other language. */
export function otherView(page: string): readonly [title: string, html: string] {
  return inflated(dataOf(page).view) as [string, string];
}

function textsOf(pack: string, { pairs }: ScriptData, language: 0 | 1): readonly string[] {
  const all = inflated(pairs) as readonly Pair[];
  return (inflated(pack) as readonly string[]).map((text) => inLanguage(text, all, language));
}

function withKey(text: string): string {
  const [key = '', ...parts] = text.split('\u0002');
  return parts.join(key);
}

/** The HTML of the page without scripts and style: all that a browser without scripts has. */
export function staticMarkupOf(page: string): string {
  return page.replace(/<!DOCTYPE html>|<(script|style)\b[^>]*>[\s\S]*?<\/\1>/g, '');
}

/** All HTML of the page in its language as the script leaves it: with its parts and the packed cases, without what they replace. */
export function markupOf(page: string): string {
  const shown = staticMarkupOf(page).replace(/<p class="note" data-static>[\s\S]*?<\/p>/g, '');
  return [shown, ...partsOf(page), ...unpacked(page).flat()].join('\n');
}

/** The ids in markup. */
export const idsIn = (markup: string): readonly string[] =>
  [...markup.matchAll(/\sid="([^"]*)"/g)].map(([, id = '']) => id);
