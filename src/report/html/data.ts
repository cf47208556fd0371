// What the script of the report reads, as JSON: the requirements of each case, and the packed cases.

import type { Bodies } from './bodies.ts';
import { CASE } from './case-words.ts';
import type { Page } from './page.ts';
import { type Html, raw } from './text.ts';

/** Requirements stand once and are numbered. `cases`, in the order of the page: requirements, and where it is packed. */
export function pageData({ words, lang, results, requirements }: Page, { of, packs }: Bodies): Html {
  const all = [...requirements.values()];
  const numbers = new Map(all.map(({ id }, at) => [id, at]));
  const cases = results.map(({ case: { id, requirements: cited } }) => {
    const packed = of.get(id)?.packed ?? [];
    return [cited.flatMap((requirement) => numbers.get(requirement) ?? []), ...packed];
  });
  const said = { shownCount: words.shownCount, close: CASE[lang].close };
  return asScriptText({
    words: said,
    requirements: all.map(({ id, level, feature }) => [id, level, feature]),
    cases,
    packs,
  });
}

/** Nothing in the text can end the script element that it stands in. */
function asScriptText(data: unknown): Html {
  return raw(JSON.stringify(data).replace(/</g, '\\u003c'));
}
