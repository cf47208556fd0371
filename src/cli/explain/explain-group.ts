// A section, a feature or an outcome as text.

import type { Case } from '../../model/case.ts';
import type { Language } from '../../model/event.ts';
import type { Outcome } from '../../model/result.ts';
import type { Requirement } from '../../model/standard.ts';
import type { Alternative, Step } from '../../model/step.ts';
import { citation } from '../../report/text/citation.ts';
import { scenarioOf } from '../../results/latitude.ts';
import { groupBy } from '../../results/outcomes.ts';
import type { Feature } from '../../spec/features.ts';
import { isOwn } from '../../spec/requirements.ts';
import {
  elsewhere,
  isElsewhere,
  isInSection,
  type SectionTitle,
  sectionTitle,
  sectionUrl,
} from '../../spec/sections.ts';
import type { Suite } from '../../suite/suite.ts';
import { COMMON, LEVELS } from '../../wording/common.ts';
import { shellWords } from '../../wording/shell.ts';
import { alternativeLines } from './explain-case.ts';
import { GROUP, OUTCOMES } from './explain-words.ts';
import { specialText, wordText } from './glossary.ts';

/** What a group is made of. */
interface Sources {
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly titles: ReadonlyMap<string, SectionTitle>;
  readonly cases: readonly Case[];
  readonly suites: readonly Suite[];
  /** Arguments of `list` for the scenarios that are read beside the shipped ones. */
  readonly beside: readonly string[];
}

/** Scenarios that are shown of an outcome that many have, and cases of what many need. */
const MAX_SCENARIOS = 8;

const textOf = (lines: readonly string[]): string => `${lines.join('\n')}\n`;

/** A section or chapter of RFC 6121, or of another specification that scenario files are about: title, clause, link, requirements with their cases. Undefined where there is none. */
export function sectionText(section: string, sources: Sources, lang: Language): string | undefined {
  const inside = [...sources.requirements.values()].filter(
    (requirement) =>
      (requirement.id.startsWith('rfc6121-') || isOwn(requirement)) && isInSection(requirement.rfc, section),
  );
  const cases = sources.cases.filter((aCase) => isInSection(aCase.section, section));
  if (inside.length === 0 && cases.length === 0 && !sources.titles.has(section)) return undefined;
  const ydt = sources.titles.get(section)?.ydt;
  const suite = sources.suites.find(({ specification }) => specification === section);
  const ownTitle = lang === 'zh' ? suite?.zh : suite?.title;
  return textOf([
    `${section}  ${ownTitle ?? sectionTitle(sources.titles, section, lang)}`.trimEnd(),
    ...(elsewhere(section) === undefined ? [`  ${sectionUrl({ rfc: '6121', section })}`] : []),
    ...(suite === undefined ? [] : [`  ${suite.link}`]),
    ...(ydt === undefined ? [] : [`  YD/T 2936-2015 ${ydt}`]),
    ...requirementLines(inside, sources, lang),
    ...caseLines(cases, section, sources, lang),
  ]);
}

/** A feature of RFC 6121 section 12 or of a suite: what it is, its level, requirements with their cases; of the former without those of other specifications. */
export function featureText(feature: Feature, { cases: all, ...known }: Sources, lang: Language): string {
  const isOurs = feature.link === undefined;
  const sources = { ...known, cases: all.filter(({ section }) => !isOurs || !isElsewhere(section)) };
  const inside = [...sources.requirements.values()].filter((requirement) => requirement.feature === feature.name);
  const ids = new Set(inside.map(({ id }) => id));
  const cases = sources.cases.filter(({ requirements }) => requirements.some((id) => ids.has(id)));
  const level = feature.level === 'N/A' ? GROUP[lang].clientOnly : LEVELS[lang][feature.level];
  return textOf([
    `${feature.name}  ${level}`,
    `  ${lang === 'zh' ? feature.zh : feature.text}`,
    `  ${GROUP[lang].feature(isOurs ? `RFC 6121 ${feature.section}` : feature.section)}  ${feature.link ?? sectionUrl({ rfc: '6121', section: feature.section })}`,
    ...requirementLines(inside, sources, lang),
    ...caseLines(cases, feature.name, sources, lang),
  ]);
}

function requirementLines(inside: readonly Requirement[], { cases }: Sources, lang: Language): readonly string[] {
  const citing = new Map<string, number>();
  for (const { requirements } of cases) for (const id of requirements) citing.set(id, (citing.get(id) ?? 0) + 1);
  return [
    `  ${GROUP[lang].requirements(inside.length)}`,
    ...inside.flatMap((requirement) => [
      `    ${LEVELS[lang][requirement.level]}  ${requirement.id}  ${citation(requirement, lang)}  ${COMMON[lang].cases(citing.get(requirement.id) ?? 0)}`,
      `      ${lang === 'zh' ? requirement.zh : requirement.text}`,
    ]),
  ];
}

/** How many cases there are, and the command that lists them. */
function caseLines(cases: readonly Case[], selector: string, { beside }: Sources, lang: Language): readonly string[] {
  if (cases.length === 0) return [];
  const command = `xmppspec list ${shellWords([selector, ...beside])}`;
  return [`  ${COMMON[lang].labelled(COMMON[lang].cases(cases.length), command)}`];
}

/** What an outcome of a case means, by its name (`broken`) or as reports print it (`inconclusive`); undefined for another word. */
export function outcomeText(word: string, lang: Language): string | undefined {
  const outcomes = Object.keys(OUTCOMES[lang]) as Outcome[];
  const outcome = outcomes.find((name) => [name, COMMON.en[name], COMMON.zh[name]].includes(word));
  return outcome === undefined ? undefined : textOf([word, `  ${OUTCOMES[lang][outcome]}`]);
}

/**
 * What cases need that is no feature of RFC 6121 section 12, such as "disco:urn:xmpp:ping", or a word of reports: what it means, the
 * cases that are skipped without it, and those that are skipped with it. Undefined where nothing knows the name.
 */
export function needText(need: string, cases: readonly Case[], lang: Language): string | undefined {
  const words = GROUP[lang];
  const needing = (...names: readonly string[]) =>
    cases.filter(({ needs }) => needs.some(({ feature }) => names.includes(feature)));
  const [without, having] = [needing(need, `account:${need}`), needing(`no ${need}`)];
  const word = wordText(need, lang);
  const meaning = specialText(need, without.length > 0, lang) ?? (word === undefined ? [] : [word]);
  if (without.length + having.length + meaning.length === 0) return undefined;
  return textOf([
    need,
    ...meaning.map((line) => `  ${line}`),
    ...(need.startsWith('disco:') ? [`  ${words.discovered}`] : []),
    ...idLines(without, words.without, lang),
    ...idLines(having, words.with, lang),
  ]);
}

function idLines(cases: readonly Case[], head: (count: string) => string, lang: Language): readonly string[] {
  if (cases.length === 0) return [];
  const left = cases.length - MAX_SCENARIOS;
  const shown = cases.slice(0, MAX_SCENARIOS).map(({ id }) => `    ${id}`);
  return [
    `  ${head(COMMON[lang].cases(cases.length))}`,
    ...shown,
    ...(left > 0 ? [`    ${GROUP[lang].moreCases(left)}`] : []),
  ];
}

/** Everything that cases need. */
export const neededNames = (cases: readonly Case[]): ReadonlySet<string> =>
  new Set(cases.flatMap(({ needs }) => needs.map(({ feature }) => feature.replace(/^no /, ''))));

/** An outcome that scenarios permit, such as "stored": what it consists of in each. Undefined where none has it. */
export function permittedText(name: string, cases: readonly Case[], lang: Language): string | undefined {
  const having = cases.flatMap((aCase) => {
    const [found] = aCase.steps.flatMap((step) => alternativesIn(step)).filter((one) => one.name === name);
    return found === undefined ? [] : [{ id: aCase.id, found }];
  });
  if (having.length === 0) return undefined;
  const scenarios = [...groupBy(having, ({ id }) => scenarioOf(id)).values()];
  const shown = scenarios.slice(0, MAX_SCENARIOS).flatMap(([first]) => (first === undefined ? [] : [first]));
  const left = scenarios.length - shown.length;
  return textOf([
    `${name}  ${GROUP[lang].permitted(scenarios.length)}`,
    ...shown.flatMap(({ id, found }) => [`  ${id}`, ...alternativeLines(found, lang).map((line) => `    ${line}`)]),
    ...(left === 0 ? [] : [`  ${GROUP[lang].more(left)}`]),
  ]);
}

/** The names of all outcomes that scenarios permit. */
export function permittedNames(cases: readonly Case[]): ReadonlySet<string> {
  return new Set(cases.flatMap(({ steps }) => steps.flatMap(alternativesIn).map(({ name }) => name)));
}

const alternativesIn = (step: Step): readonly Alternative[] => (step.kind === 'expect' ? step.alternatives : []);
