import type { Language } from '../../model/event.ts';
import type { Requirement } from '../../model/standard.ts';
import { elsewhere, placeOf, RANDOM_PLAYS, type SectionTitle } from '../../spec/sections.ts';
import { catalogue } from '../../wording/catalogue.ts';
import { COMMON, LEVELS } from '../../wording/common.ts';

export const CITATION = catalogue(
  {
    both: (rfc: string, ydt: string) => `${rfc} · YD/T 2936 ${ydt}`,
    rfcOnly: (rfc: string) => `${rfc} · not in YD/T 2936`,
  },
  {
    both: (rfc, ydt) => `YD/T 2936 ${ydt} · ${rfc}`,
    rfcOnly: (rfc) => `YD/T 2936 未收 · ${rfc}`,
  },
);

/**
 * The clauses of a rule in both standards: `RFC 6121 2.3.2 · YD/T 2936 6.4.2`; in Chinese, YD/T first. A rule of a scenario file
 * stands in neither: `XEP-0280 9`.
 */
export function citation(requirement: Requirement, lang: Language): string {
  const { name: rfc } = placeOf(requirement);
  if (requirement.link !== undefined) return rfc;
  return requirement.ydt === null ? CITATION[lang].rfcOnly(rfc) : CITATION[lang].both(rfc, requirement.ydt);
}

/** The number of a section, `2.3.2`, `XEP-0280 9`; in Chinese both numbers, `YD/T 2936 6.4.2 · RFC 6121 2.3.2`. */
export function sectionNumber(section: string, titles: ReadonlyMap<string, SectionTitle>, lang: Language): string {
  if (section === RANDOM_PLAYS) return COMMON[lang].randomPlays;
  const ydt = titles.get(section)?.ydt;
  if (lang === 'en' || elsewhere(section) !== undefined) return section;
  return ydt === undefined ? `RFC 6121 ${section}` : CITATION[lang].both(`RFC 6121 ${section}`, ydt);
}

/** The text of a rule in a language. */
export function ruleText({ text, zh }: Pick<Requirement, 'text' | 'zh'>, lang: Language): string {
  return lang === 'zh' ? zh : text;
}

/** Level, id and clauses of a rule, and on a second line its text, which is ours: no quotation marks. */
export function ruleLines(
  id: string,
  requirements: ReadonlyMap<string, Requirement>,
  lang: Language,
): readonly string[] {
  const requirement = requirements.get(id);
  if (requirement === undefined) return [id];
  const line = `${LEVELS[lang][requirement.level]}  ${id}  ${citation(requirement, lang)}`;
  return [line, `  ${ruleText(requirement, lang)}`];
}

/** The rule in one sentence without its full stop: `MUST, RFC 6121 2.3.3: Return <bad-request/> when the item repeats a group`; undefined: it is not known. */
export function ruleSentence(
  id: string,
  { requirements, lang }: { readonly requirements: ReadonlyMap<string, Requirement>; readonly lang: Language },
): string | undefined {
  const requirement = requirements.get(id);
  if (requirement === undefined) return undefined;
  const text = ruleText(requirement, lang).replace(/[.。]$/, '');
  const head = [LEVELS[lang][requirement.level], placeOf(requirement).name].join(COMMON[lang].comma);
  return COMMON[lang].labelled(head, text);
}
