// Where the standard permits several behaviours: the one that this server shows.

import type { Topology } from '../model/case.ts';
import { compareSections } from '../spec/sections.ts';
import type { CountedResult } from './counted-result.ts';
import type { Choice, Latitude } from './counted-schema.ts';
import { groupBy } from './outcomes.ts';

/** Collects the choices of every scenario in which an alternative was observed, by section and scenario. */
export function latitudeOf(results: readonly CountedResult[]): readonly Latitude[] {
  const observed = results.filter((result) => result.observed.length > 0);
  return [...groupBy(observed, (result) => scenarioOf(result.case.id))]
    .map(([scenario, group]) => ({
      scenario,
      section: group[0]?.case.section ?? '',
      title: commonTitle(group.map((result) => result.case.title)),
      choices: choicesOf(group),
    }))
    .sort((a, b) => compareSections(a.section, b.section) || (a.scenario < b.scenario ? -1 : 1));
}

/** The scenario of a case: its id without the row and the topology. */
export const scenarioOf = (id: string): string => id.replace(/\[.*\]$/, '');

function choicesOf(group: readonly CountedResult[]): readonly Choice[] {
  const names = (result: CountedResult) => result.observed.filter((name, at) => name !== result.observed[at - 1]);
  const violates = (result: CountedResult) => result.checks.some((check) => check.failure?.kind === 'violates');
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
  const topology = FAR.find((one) => inside === one || inside.endsWith(`,${one}`));
  if (topology === undefined) return { row: inside, topology: 'local' };
  return { row: inside.slice(0, -topology.length).replace(/,$/, ''), topology };
}

/** The topologies that case ids name. */
const FAR: readonly Topology[] = ['remote', 'federated'];

/** Where a choice is taken. */
export type ChoiceScope =
  /** In every case of one topology, and in no other case. */
  | { readonly topology: Topology }
  /** In these rows; `topology` where not in both. */
  | { readonly rows: readonly { readonly row: string; readonly topology?: Topology }[] };

/** Where a choice is taken, among all the cases of its scenario. */
export function scopeOf({ cases }: Choice, { choices }: Latitude): ChoiceScope {
  const inside = cases.map(variantOf);
  const all = choices.flatMap((choice) => choice.cases.map(variantOf));
  const count = (of: readonly Variant[], key: keyof Variant, value: string) =>
    of.filter((variant) => variant[key] === value).length;
  const [topology, other] = new Set(inside.map((variant) => variant.topology));
  if (topology !== undefined && other === undefined && count(all, 'topology', topology) === inside.length) {
    return { topology };
  }
  const rows = [...groupBy(inside, ({ row }) => row)].map(([row, variants]) =>
    count(all, 'row', row) === variants.length ? [{ row }] : variants,
  );
  return { rows: rows.flat() };
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
