// Finds what an id or a name stands for, and explains it.

import type { Case } from '../../model/case.ts';
import type { Language } from '../../model/event.ts';
import type { Requirement } from '../../model/standard.ts';
import { features } from '../../spec/features.ts';
import { loadSectionTitles } from '../../spec/sections.ts';
import { suggest } from '../../wording/suggest.ts';
import { usageError } from '../../wording/usage.ts';
import { requirementText } from './explain.ts';
import { caseText } from './explain-case.ts';
import {
  featureText,
  neededNames,
  needText,
  outcomeText,
  permittedNames,
  permittedText,
  sectionText,
} from './explain-group.ts';
import { type Rulings, rulingText } from './explain-ruling.ts';
import { glossaryWords } from './glossary.ts';
import { EXPLAIN } from './words.ts';

interface Explained {
  readonly cases: readonly Case[];
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly rulings: Rulings;
  /** Arguments of `list` for the scenarios that are read beside the shipped ones. */
  readonly beside: readonly string[];
}

/** The text for a requirement, ruling, case, section, feature, outcome, what cases need, a finding by its key, or a word of reports. Throws `UsageError` for anything else. */
export function explanationOf(id: string, { cases, requirements, rulings, beside }: Explained, lang: Language): string {
  const requirement = requirements.get(id);
  if (requirement !== undefined) return requirementText(requirement, { cases, rulings }, lang);
  const ruling = rulings.get(id);
  if (ruling !== undefined) return rulingText(ruling, cases, lang);
  const titles = loadSectionTitles();
  const aCase = cases.find((candidate) => candidate.id === id);
  if (aCase !== undefined) return caseText(aCase, { requirements, titles, rulings }, lang);
  const sources = { cases, requirements, titles, beside };
  const feature = features.find(({ name }) => name === id);
  if (feature !== undefined) return featureText(feature, sources, lang);
  const broken = brokenBy(id, requirements);
  if (broken !== undefined)
    return `${EXPLAIN[lang].findingKey(id)}\n${requirementText(broken, { cases, rulings }, lang)}`;
  const found =
    sectionText(id, sources, lang) ??
    outcomeText(id, lang) ??
    permittedText(id, cases, lang) ??
    needText(id, cases, lang);
  if (found !== undefined) return found;
  const names = [
    ...requirements.keys(),
    ...rulings.keys(),
    ...cases.map((c) => c.id),
    ...features.map(({ name }) => name),
  ];
  throw usageError(
    'unknownId',
    id,
    suggest(id, [...names, ...permittedNames(cases), ...neededNames(cases), ...glossaryWords()]),
  );
}

/** The requirement that a finding is about, by its key: `2.3.3-d/differs-iq.type`. */
function brokenBy(key: string, requirements: ReadonlyMap<string, Requirement>): Requirement | undefined {
  const [rule = '', departure] = key.split('/');
  return departure === undefined ? undefined : (requirements.get(rule) ?? requirements.get(`rfc6121-${rule}`));
}
