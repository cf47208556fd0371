// What `explain` says: of a requirement, a ruling, a case or a word.

import type { Case } from '../../model/case.ts';
import type { Language } from '../../model/event.ts';
import type { Requirement } from '../../model/standard.ts';
import type { ExpectStep, Step } from '../../model/step.ts';
import { citation } from '../../report/text/citation.ts';
import { scenarioOf } from '../../results/latitude.ts';
import { groupBy } from '../../results/outcomes.ts';
import { featuresOf } from '../../spec/features.ts';
import { quoteOf } from '../../spec/requirements.ts';
import { loadSectionTitles, placeOf } from '../../spec/sections.ts';
import type { Suite } from '../../suite/suite.ts';
import { COMMON, LEVELS } from '../../wording/common.ts';
import { suggest } from '../../wording/suggest.ts';
import { usageError } from '../../wording/usage.ts';
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
import { disputeLines, type Rulings, rulingText } from './explain-ruling.ts';
import { EXPLAIN, OBSERVED, ROLES } from './explain-words.ts';
import { glossaryWords } from './glossary.ts';

interface Explained {
  readonly cases: readonly Case[];
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly rulings: Rulings;
  readonly suites: readonly Suite[];
  /** Arguments of `list` for the scenarios that are read beside the shipped ones. */
  readonly beside: readonly string[];
}

/** The text for a requirement, ruling, case, section, feature, outcome, what cases need, a finding by its key, or a word of reports. Throws `UsageError` for anything else. */
export function explanationOf(
  id: string,
  { cases, requirements, rulings, suites, beside }: Explained,
  lang: Language,
): string {
  const requirement = requirements.get(id);
  if (requirement !== undefined) return requirementText(requirement, { cases, rulings }, lang);
  const ruling = rulings.get(id);
  if (ruling !== undefined) return rulingText(ruling, cases, lang);
  const titles = loadSectionTitles();
  const aCase = cases.find((candidate) => candidate.id === id);
  if (aCase !== undefined) return caseText(aCase, { requirements, titles, rulings }, lang);
  const sources = { cases, requirements, titles, suites, beside };
  const features = featuresOf(requirements);
  const feature = features.find(({ name }) => name === id);
  if (feature !== undefined) return featureText(feature, sources, lang);
  const broken = brokenBy(id, requirements);
  if (broken !== undefined)
    return `${EXPLAIN[lang].findingKey(id)}\n${requirementText(broken, { cases, rulings }, lang)}`;
  const found =
    sectionText(suites.find(({ name }) => name === id)?.specification ?? id, sources, lang) ??
    outcomeText(id, lang) ??
    permittedText(id, cases, lang) ??
    needText(id, cases, lang);
  if (found !== undefined) return found;
  const names = [
    ...requirements.keys(),
    ...rulings.keys(),
    ...cases.map((c) => c.id),
    ...features.map(({ name }) => name),
    ...suites.map(({ name }) => name),
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

/** What a requirement is explained by. */
interface Sources {
  readonly cases: readonly Case[];
  readonly rulings: Rulings;
}

/** A requirement as text, with the rulings that dispute it, and the cases of `cases` that prove it. */
export function requirementText(requirement: Requirement, { cases, rulings }: Sources, lang: Language): string {
  const { id, level, role, feature, observe, passive, note, since } = requirement;
  const words = EXPLAIN[lang];
  const quote = quoteOf(id);
  const lines = [
    citation(requirement, lang),
    placeOf(requirement).url,
    ...(quote === undefined ? [] : [words.quote(quote)]),
    ...texts(requirement, lang),
    ...(note === undefined ? [] : [words.note(note)]),
    words.feature(feature),
    ...(since === undefined ? [] : [words.since(since)]),
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

/** The outcomes that a scenario permits where it checks the requirement; names in the order of the file. */
interface Permitted {
  readonly scenario: string;
  readonly outcomes: readonly string[];
}

/** The choices that a server has where these cases check the requirement. A scenario that permits one outcome is left out. */
function permittedOutcomes(id: string, cases: readonly Case[]): readonly Permitted[] {
  const citing = cases.filter(({ requirements }) => requirements.includes(id));
  return [...groupBy(citing, (aCase) => scenarioOf(aCase.id))].flatMap(([scenario, group]) => {
    const outcomes = [...new Set(group.flatMap(({ steps }) => steps.flatMap((step) => outcomesIn(step, id))))];
    return outcomes.length < 2 ? [] : [{ scenario, outcomes }];
  });
}

function outcomesIn(step: Step, id: string): readonly string[] {
  if (step.kind === 'state') return step.proves.includes(id) && step.states.length > 1 ? step.states : [];
  if (step.kind !== 'expect' || !citesIn(step).includes(id)) return [];
  return step.alternatives.filter(({ violates }) => violates.length === 0).map(({ name }) => name);
}

/** What the alternatives of a step cite, and the step itself. */
function citesIn({ proves, sessions, alternatives }: ExpectStep): readonly string[] {
  const all = [...sessions, ...alternatives.flatMap((one) => one.sessions)];
  const inSessions = all.flatMap((one) => [
    ...one.proves,
    ...one.receives.flatMap((check) => [...check.proves, ...check.further.flatMap((more) => more.proves)]),
  ]);
  return [...proves, ...inSessions, ...alternatives.flatMap(({ violates }) => violates)];
}
