// The data of the page for its scripts, as JSON.

import type { Bodies } from './case-bodies.ts';
import { CASE } from './case-words.ts';
import type { Page } from './page-context.ts';
import type { ScriptData } from './script-data.ts';
import { type Html, raw } from './template.ts';

/** The content of the element `#data`, part by part. */
export function* pageData({ words, lang, results, requirements }: Page, { of, packs }: Bodies): Generator<Html> {
  const all = [...requirements.values()];
  const numbers = new Map(all.map(({ id }, at) => [id, at]));
  const frame = asScriptText({
    words: { shownCount: words.shownCount, close: CASE[lang].close },
    requirements: all.map(({ id, level, feature }) => [id, level, feature]),
    cases: results.map(({ case: { id, requirements: cited } }) => [
      cited.flatMap((requirement) => numbers.get(requirement) ?? []),
      ...(of.get(id)?.packed ?? ([] as const)),
    ]),
    packs: [],
  });
  yield raw(frame.slice(0, -END.length));
  for (const [at, pack] of packs.entries()) yield raw(`${at === 0 ? '' : ','}${asScriptText(pack)}`);
  yield raw(END);
}

/** The end of the data: packs are its last key. */
const END = ']}';

/** JSON that cannot end the script element that holds it. */
function asScriptText(data: ScriptData | string): string {
  return JSON.stringify(data).replace(/</g, '\\u003c');
}
