// What reports say of a failed check that a ruling disputes.

import type { Language } from '../../model/event.ts';
import type { DisputedRequirement, RequirementVerdict } from '../../model/result.ts';
import type { Ruling } from '../../model/standard.ts';
import { groupBy } from '../../results/tally.ts';
import { loadRulings, pageOfRulings } from '../../spec/rulings.ts';
import { catalogue } from '../../wording/catalogue.ts';
import { COMMON, LEVELS } from '../../wording/common.ts';

export const RULING = catalogue(
  {
    disputed: (ids: string, ruling: string, page: string) => `${ids} only warns here, by ruling ${ruling}: see ${page}`,
  },
  {
    disputed: (ids, ruling, page) => `${ids} 在此仅给出警告，依据裁定 ${ruling}：见 ${page}`,
  },
);

/** The rulings that dispute what checks cite, each with the requirements that warn by it. */
export interface NamedRuling {
  readonly id: string;
  /** Undefined: this version does not know it. */
  readonly ruling: Ruling | undefined;
  readonly requirements: readonly string[];
}

/** Groups by ruling what is disputed in one check or in several. */
export function rulingsIn(disputed: readonly DisputedRequirement[]): readonly NamedRuling[] {
  return [...groupBy(disputed, ({ ruling }) => ruling)].map(([id, group]) => ({
    id,
    ruling: known().get(id),
    requirements: [...new Set(group.map(({ requirement }) => requirement))],
  }));
}

/** Which requirements only warn, by which ruling, what it is about, and the page that holds it: one line. */
export function rulingLine({ id, ruling, requirements }: NamedRuling, lang: Language): string {
  const { comma, bracketed } = COMMON[lang];
  const places = [...new Set(ruling?.passages.map(({ place }) => place))].join(comma);
  const name = ruling === undefined ? id : `${id}${comma}${ruling.title[lang]}${bracketed(places)}`;
  return RULING[lang].disputed(requirements.join(comma), name, pageOfRulings(id, lang));
}

/** The level of a requirement that was not met: `MUST`, or `MUST (R1)` where it only warns by a ruling. */
export function levelText({ level, ruling }: Pick<RequirementVerdict, 'level' | 'ruling'>, lang: Language): string {
  return LEVELS[lang][level] + (ruling === undefined ? '' : COMMON[lang].bracketed(ruling));
}

let rulings: ReadonlyMap<string, Ruling> | undefined;

/** The rulings of this version, which are read when the first is named. */
function known(): ReadonlyMap<string, Ruling> {
  rulings ??= loadRulings();
  return rulings;
}
