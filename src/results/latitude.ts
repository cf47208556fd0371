// Where the standard permits several behaviours: which one this server takes.

import type { Topology } from '../model/case.ts';
import type { Language } from '../model/event.ts';
import type { CaseResult } from '../model/result.ts';
import { compareSections } from '../spec/sections.ts';
import { catalogue } from '../wording/catalogue.ts';
import { COMMON } from '../wording/common.ts';
import { groupBy } from './tally.ts';

export const LATITUDE = catalogue(
  { departing: (choice: string) => `${choice}, departing`, local: 'local', remote: 'remote' },
  { departing: (choice) => `${choice}，偏离要求`, local: '本地', remote: '远程' },
);

/** One behaviour, and the cases that show it. */
export interface Choice {
  /** What was observed; of several alternatives taken in one case, all of them in order. */
  readonly observed: string;
  /** It departs from a requirement, if only from a SHOULD: recognised, and not permitted. */
  readonly violates: boolean;
  readonly cases: readonly string[];
}

/** What one scenario shows, the most frequent choice first. */
export interface Latitude {
  readonly scenario: string;
  readonly section: string;
  /** What the titles of its cases have in common. */
  readonly title: string;
  readonly choices: readonly Choice[];
}

/** One entry for every scenario with something observed, by section and scenario. */
export function latitudeOf(results: readonly CaseResult[]): readonly Latitude[] {
  const told = results.filter((result) => result.observed.length > 0);
  return [...groupBy(told, (result) => scenarioOf(result.case.id))]
    .map(([scenario, group]) => ({
      scenario,
      section: group[0]?.case.section ?? '',
      title: commonTitle(group.map((result) => result.case.title)),
      choices: choicesOf(group),
    }))
    .sort((a, b) => compareSections(a.section, b.section) || (a.scenario < b.scenario ? -1 : 1));
}

/** `refused; stored (two-items, unknown remote)`: the first choice, and after it the others with the cases that differ. */
export function choicesText({ choices }: Latitude, lang: Language): string {
  const words = LATITUDE[lang];
  const all = choices.flatMap(({ cases }) => cases.map(variantOf));
  const [first, ...others] = choices.map((choice) => ({
    name: choice.violates ? words.departing(choice.observed) : choice.observed,
    where: variantsText(choice.cases.map(variantOf), all, lang),
  }));
  return [first?.name, ...others.map(({ name, where }) => name + COMMON[lang].bracketed(where))].join(
    COMMON[lang].semicolon,
  );
}

/** The scenario of a case: its id without the row and the topology. */
export const scenarioOf = (id: string): string => id.replace(/\[.*\]$/, '');

function choicesOf(group: readonly CaseResult[]): readonly Choice[] {
  const names = (result: CaseResult) => result.observed.filter((name, at) => name !== result.observed[at - 1]);
  const violates = (result: CaseResult) => result.checks.some((check) => check.failure?.kind === 'violates');
  return [...groupBy(group, (result) => `${violates(result)} ${names(result).join(', ')}`)]
    .map(([key, inside]) => ({
      observed: key.slice(key.indexOf(' ') + 1),
      violates: key.startsWith('true'),
      cases: inside.map((result) => result.case.id),
    }))
    .sort((a, b) => b.cases.length - a.cases.length);
}

interface Variant {
  readonly row: string;
  readonly topology: Topology;
}

/** `x[two-items,remote]`: the row `two-items`, remote. */
function variantOf(id: string): Variant {
  const inside = /\[(.*)\]$/.exec(id)?.[1] ?? '';
  const isRemote = inside === 'remote' || inside.endsWith(',remote');
  return isRemote ? { row: inside.replace(/,?remote$/, ''), topology: 'remote' } : { row: inside, topology: 'local' };
}

/** Names the variants among all: a topology where it is the whole of it, a row where it is so in each topology, or both. */
function variantsText(variants: readonly Variant[], all: readonly Variant[], lang: Language): string {
  const words = LATITUDE[lang];
  const [topology] = new Set(variants.map((variant) => variant.topology));
  const count = (of: readonly Variant[], key: keyof Variant, value: string) =>
    of.filter((v) => v[key] === value).length;
  if (topology !== undefined && count(variants, 'topology', topology) === variants.length) {
    if (count(all, 'topology', topology) === variants.length) return words[topology];
  }
  const rows = [...groupBy(variants, ({ row }) => row)].flatMap(([row, inside]) =>
    count(all, 'row', row) === inside.length ? [row] : inside.map((v) => `${row} ${words[v.topology]}`.trim()),
  );
  return rows.join(COMMON[lang].comma);
}

/** What all titles share: what they begin and end with, with a gap where they part; of `A set is refused: …` only the sentence. */
function commonTitle(titles: readonly string[]): string {
  const [first = [], ...others] = titles.map(unitsOf);
  const agree = (at: (units: readonly string[]) => string | undefined) =>
    others.every((units) => at(units) === at(first));
  let start = 0;
  while (start < first.length && agree((units) => units[start])) start += 1;
  if (start === first.length && others.every((units) => units.length === start)) return first.join('');
  let end = 0;
  const shortest = Math.min(...[first, ...others].map((units) => units.length));
  while (start + end < shortest && agree((units) => units[units.length - 1 - end])) end += 1;
  const before = first.slice(0, start).join('').trimEnd();
  const colon = Math.max(before.lastIndexOf(':'), before.lastIndexOf('：'));
  if (colon >= 0) return before.slice(0, colon);
  const after = first
    .slice(first.length - end)
    .join('')
    .trimStart();
  return isChinese(before + after) ? `${before}…${after}` : `${before} … ${after}`.trim();
}

const isChinese = (text: string): boolean => /\p{Script=Han}/u.test(text);

/** Words with the space before them, and Chinese characters, which have none. */
const unitsOf = (title: string): readonly string[] => title.match(/\s*(?:\p{Script=Han}|[^\s\p{Script=Han}]+)/gu) ?? [];
