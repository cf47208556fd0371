// A ruling as text, and the rulings that concern a requirement or a case.

import type { Case } from '../../model/case.ts';
import type { Language } from '../../model/event.ts';
import type { Dispute, Ruling } from '../../model/standard.ts';
import { groupBy } from '../../results/outcomes.ts';
import { disputedCases, passageUrl } from '../../spec/rulings.ts';
import { COMMON } from '../../wording/common.ts';
import { RULING } from './explain-words.ts';

type Lines = readonly string[];
export type Rulings = ReadonlyMap<string, Ruling>;

/** A ruling as text: the passages, what the suite does, and the requirements and cases of `cases` that it makes a warning. */
export function rulingText(ruling: Ruling, cases: readonly Case[], lang: Language): string {
  const words = RULING[lang];
  const other = ruling.title[lang === 'en' ? 'zh' : 'en'];
  const disputes = disputedCases(ruling, cases).flatMap(({ dispute, cases: inside }) => [
    words.disputes(dispute.requirement ?? words.any, limitsText([dispute], lang), COMMON[lang].cases(inside.length)),
    ...(dispute.requirement === undefined ? [] : indent(inside)),
  ]);
  const lines = [
    other,
    words.passages,
    ...indent(passageLines(ruling, lang)),
    words.ruling(ruling.ruling[lang]),
    ...(disputes.length === 0 ? [words.noDisputes] : [words.warns, ...indent(disputes)]),
  ];
  return `${[`${ruling.id}  ${ruling.title[lang]}`, ...indent(lines)].join('\n')}\n`;
}

/** The lines, two columns further right. */
export const indent = (lines: Lines): Lines => lines.map((line) => `  ${line}`);

function passageLines({ passages }: Ruling, lang: Language): Lines {
  return passages.flatMap(({ place, says }) => [`${place}  ${passageUrl(place)}`, `  ${says[lang]}`]);
}

/** The outcomes and kinds of failure that the disputes are limited to; empty where one of them has no limit. */
function limitsText(disputes: readonly Dispute[], lang: Language): string {
  const words = RULING[lang];
  const limits = disputes.map(({ outcomes = [], failure }) => [
    ...outcomes.map((name) => `"${name}"`),
    ...(failure === undefined ? [] : [words[failure]]),
  ]);
  if (limits.some(({ length }) => length === 0)) return '';
  return words.only([...new Set(limits.flat())].join(COMMON[lang].comma));
}

/** The rulings that dispute the requirement, with their passages and the cases that warn. */
export function disputeLines(id: string, rulings: Rulings, { cases, lang }: Look): Lines {
  return [...rulings.values()].flatMap((ruling) => {
    const disputes = ruling.disputes.filter(({ requirement }) => requirement === id);
    const own = disputedCases({ ...ruling, disputes }, cases);
    if (own.length === 0) return [];
    const inside = [...new Set(own.flatMap((one) => one.cases))];
    const limits = own.map(({ dispute }) => dispute);
    const where = COMMON[lang].cases(inside.length) + limitsText(limits, lang);
    return [
      RULING[lang].disputedBy(ruling.id, ruling.title[lang], where),
      ...indent(passageLines(ruling, lang)),
      ...indent([RULING[lang].ruling(ruling.ruling[lang]), ...inside]),
    ];
  });
}

/** What the lines are made of. */
interface Look {
  readonly cases: readonly Case[];
  readonly lang: Language;
}

/** The rulings that concern a case, each with the requirements that warn by it. */
export function caseRulingLines({ disputes = [] }: Case, rulings: Rulings, lang: Language): Lines {
  const words = RULING[lang];
  return [...groupBy(disputes, ({ ruling }) => ruling)].map(([id, group]) => {
    const ids = [...new Set(group.map(({ requirement }) => requirement ?? words.any))];
    return words.inCase(id, rulings.get(id)?.title[lang] ?? '', ids.join(COMMON[lang].comma));
  });
}
