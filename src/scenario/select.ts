// Which cases a selector means: an id, a glob of ids, a section, a requirement, a feature.

import type { Case } from '../model/case.ts';
import type { Requirement } from '../model/standard.ts';
import { suggest } from '../wording/suggest.ts';
import { SECTION } from './scenario.ts';

export interface Unmatched {
  readonly selector: string;
  /** A selector near it that matches something. */
  readonly suggestion?: string;
}

export interface Selection {
  /** In the order of `cases`, each once. */
  readonly cases: readonly Case[];
  /** Selectors that match nothing: wrong use. */
  readonly unmatched: readonly Unmatched[];
}

type Requirements = ReadonlyMap<string, Requirement>;

/** The cases that any of the selectors means; all cases where there are no selectors. */
export function select(cases: readonly Case[], selectors: readonly string[], requirements: Requirements): Selection {
  if (selectors.length === 0) return { cases, unmatched: [] };
  const matchers = selectors.map((selector) => ({ selector, matches: matcher(selector, requirements) }));
  const unmatched = matchers.filter(({ matches }) => !cases.some(matches));
  return {
    cases: cases.filter((entry) => matchers.some(({ matches }) => matches(entry))),
    unmatched: unmatched.map(({ selector }) => {
      const suggestion = nearMiss(selector, cases, requirements);
      return suggestion === undefined ? { selector } : { selector, suggestion };
    }),
  };
}

/** Id of the scenario that a case belongs to: its own without `[row]`. */
function scenarioId(id: string): string {
  return id.replace(/\[[^[\]]*\]$/, '');
}

function matcher(selector: string, requirements: Requirements): (entry: Case) => boolean {
  const id = globToRegExp(selector);
  return (entry) =>
    id.test(entry.id) ||
    id.test(scenarioId(entry.id)) ||
    entry.section === selector ||
    (SECTION.test(selector) && entry.section.startsWith(`${selector}.`)) ||
    entry.requirements.includes(selector) ||
    featuresOf(entry, requirements).includes(selector);
}

/** `*` stays between slashes, `**` crosses them; everything else, brackets too, means itself. */
export function globToRegExp(glob: string): RegExp {
  const source = glob
    .split(/(\*+)/)
    .map((part) =>
      part.startsWith('*') ? (part.length > 1 ? '.*' : '[^/]*') : part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'),
    )
    .join('');
  return new RegExp(`^${source}$`);
}

/** Names of RFC 6121 section 12; `none` is the catalogue's word for no feature. */
function featuresOf(entry: Case, requirements: Requirements): readonly string[] {
  return entry.requirements
    .map((id) => requirements.get(id)?.feature ?? 'none')
    .filter((feature) => feature !== 'none');
}

function nearMiss(selector: string, cases: readonly Case[], requirements: Requirements): string | undefined {
  const folder = `${selector.replace(/\/+$/, '')}/**`;
  if (cases.some(({ id }) => globToRegExp(folder).test(id))) return folder;
  const candidates = new Set(
    cases.flatMap((entry) => [
      scenarioId(entry.id),
      entry.id,
      entry.section,
      ...entry.requirements,
      ...featuresOf(entry, requirements),
    ]),
  );
  return suggest(selector, candidates);
}
