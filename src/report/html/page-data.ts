// The data of the page for its scripts, as JSON.

import type { Pair } from './both-languages.ts';
import type { Bodies, Pages } from './case-bodies.ts';
import { inListOrder } from './case-list.ts';
import { CASE } from './case-words.ts';
import { languageTag } from './document.ts';
import { packed } from './packs.ts';
import type { Page } from './page-context.ts';
import type { LanguageData, ScriptData } from './script-data.ts';
import { type Html, raw } from './template.ts';

/** The content of the element `#data`, part by part; `view` is the title and the HTML of the page in its second language. */
export function* pageData(pages: Pages, bodies: Bodies, view: readonly [string, string]): Generator<Html> {
  const [own, other] = pages;
  const all = [...own.requirements.values()];
  const numbers = new Map(all.map(({ id }, at) => [id, at]));
  const listOf = (ids: readonly string[]) => ids.flatMap((id) => numbers.get(id) ?? []).join(' ');
  const lists = [...new Set(own.results.map((result) => listOf(result.case.requirements)))];
  const pairs = own.parts.map((part, at): Pair => [part.text, other.parts[at]?.text ?? '']);
  const groups = Array.from({ length: Math.ceil(pairs.length / PARTS_A_PACK) }, (_, at) =>
    bodies.pack(pairs.slice(at * PARTS_A_PACK, (at + 1) * PARTS_A_PACK)),
  );
  const frame = asScriptText({
    languages: [languageData(own), languageData(other)],
    requirements: all.map(({ id, level, feature }) => [id, level, feature]),
    cited: lists,
    cases: inListOrder(own.results).map(({ case: { id, requirements } }) => [
      lists.indexOf(listOf(requirements)),
      ...(bodies.places.get(id) ?? ([] as const)),
    ]),
    view: packed(view),
    parts: groups,
    pairs: bodies.pairs,
    packs: [],
  });
  yield raw(frame.slice(0, -END.length));
  for (const [at, pack] of bodies.packs.entries()) yield raw(`${at === 0 ? '' : ','}${asScriptText(pack)}`);
  yield raw(END);
}

function languageData({ lang, words }: Page): LanguageData {
  return { name: lang, tag: languageTag(lang), shownCount: words.shownCount, close: CASE[lang].close };
}

/** See `ScriptData.parts`. */
const PARTS_A_PACK = 20;

/** The end of the data: packs are its last key. */
const END = ']}';

/** JSON that cannot end the script element that holds it. */
function asScriptText(data: ScriptData | string): string {
  return JSON.stringify(data).replace(/</g, '\\u003c');
}
