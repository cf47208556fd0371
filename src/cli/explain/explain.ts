// A requirement as text.

import type { Case } from '../../model/case.ts';
import type { Language } from '../../model/event.ts';
import type { Requirement } from '../../model/standard.ts';
import { citation } from '../../report/text/citation.ts';
import { quoteOf } from '../../spec/requirements.ts';
import { placeOf } from '../../spec/sections.ts';
import { COMMON, LEVELS } from '../../wording/common.ts';
import { disputeLines, type Rulings } from './explain-ruling.ts';
import { type Permitted, permittedOutcomes } from './permitted.ts';
import { EXPLAIN, OBSERVED, ROLES } from './words.ts';

/** What a requirement is explained by. */
interface Sources {
  readonly cases: readonly Case[];
  readonly rulings: Rulings;
}

/** A requirement as text, with the rulings that dispute it, and the cases of `cases` that prove it. */
export function requirementText(requirement: Requirement, { cases, rulings }: Sources, lang: Language): string {
  const { id, level, role, feature, observe, passive, note } = requirement;
  const words = EXPLAIN[lang];
  const quote = quoteOf(id);
  const lines = [
    citation(requirement, lang),
    placeOf(requirement).url,
    ...(quote === undefined ? [] : [words.quote(quote)]),
    ...texts(requirement, lang),
    ...(note === undefined ? [] : [words.note(note)]),
    words.feature(feature),
    words.role(ROLES[lang][role]),
    words.observed(OBSERVED[lang][observe]),
    ...(passive ? [words.passive] : []),
    ...disputeLines(id, rulings, { cases, lang }),
    ...choices(permittedOutcomes(id, cases), lang),
    ...provedBy(
      cases.filter((c) => c.requirements.includes(id)),
      lang,
    ),
  ];
  return `${[`${id}  ${LEVELS[lang][level]}`, ...lines.map((line) => `  ${line}`)].join('\n')}\n`;
}

/** In both languages, that of the reader first. */
function texts({ text, zh }: Requirement, lang: Language): readonly string[] {
  // A requirement of a scenario file may have no Chinese text of its own.
  const lines = [EXPLAIN[lang].en(text), ...(zh === text ? [] : [EXPLAIN[lang].zh(zh)])];
  return lang === 'zh' ? lines.reverse() : lines;
}

function choices(permitted: readonly Permitted[], lang: Language): readonly string[] {
  if (permitted.length === 0) return [];
  const lines = permitted.map(({ scenario, outcomes }) =>
    EXPLAIN[lang].choice(scenario, outcomes.map(EXPLAIN[lang].outcome).join(COMMON[lang].comma)),
  );
  return [EXPLAIN[lang].permitted, ...lines.map((line) => `  ${line}`)];
}

function provedBy(cases: readonly Case[], lang: Language): readonly string[] {
  if (cases.length === 0) return [EXPLAIN[lang].unproved];
  return [EXPLAIN[lang].proved(COMMON[lang].cases(cases.length)), ...cases.map((c) => `  ${c.id}`)];
}
