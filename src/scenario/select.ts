// Selects cases by id, glob of ids, section, topology, requirement or feature.

import type { Case } from '../model/case.ts';
import type { Requirement } from '../model/standard.ts';
import { isOwn } from '../spec/requirements.ts';
import { chapterOf, isElsewhere, isInSection } from '../spec/sections.ts';
import { globMatcher } from '../wording/glob.ts';
import { suggest } from '../wording/suggest.ts';

export interface Unmatched {
  readonly selector: string;
  /** A similar selector that matches. */
  readonly suggestion?: string;
}

export interface Selection {
  /** In the order of `cases`, each once. */
  readonly cases: readonly Case[];
  /** Selectors that match no case: a usage error. */
  readonly unmatched: readonly Unmatched[];
}

type Requirements = ReadonlyMap<string, Requirement>;

/** The cases that match any of the selectors; all cases without selectors. */
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

/**
 * The cases that a run plays: with a peer those in topology federated, without one all others. Where none is left, all of
 * them: each says why it is skipped.
 */
export function playable(cases: readonly Case[], hasPeer: boolean): readonly Case[] {
  const played = cases.filter(({ topology }) => (topology === 'federated') === hasPeer);
  return played.length > 0 ? played : cases;
}

/** The id of the scenario of a case: the id without `[row]`. */
function scenarioId(id: string): string {
  return id.replace(/\[[^[\]]*\]$/, '');
}

function matcher(selector: string, requirements: Requirements): (entry: Case) => boolean {
  const isNamed = globMatcher([selector]);
  return (entry) =>
    isNamed(entry.id) ||
    isNamed(scenarioId(entry.id)) ||
    isInSection(entry.section, selector) ||
    entry.topology === selector ||
    entry.requirements.includes(selector) ||
    featuresOf(entry, requirements).includes(selector);
}

/**
 * Features that the case is about: of RFC 6121 section 12, or where it is of another specification, of its suite. The catalogue says
 * `none` for no feature.
 */
function featuresOf(entry: Case, requirements: Requirements): readonly string[] {
  const isOther = isElsewhere(entry.section);
  const cited = entry.requirements.flatMap((id) => requirements.get(id) ?? []);
  return cited
    .filter((requirement) => isOwn(requirement) === isOther && requirement.feature !== 'none')
    .map(({ feature }) => feature);
}

function nearMiss(selector: string, cases: readonly Case[], requirements: Requirements): string | undefined {
  const folder = `${selector.replace(/\/+$/, '')}/**`;
  const isInside = globMatcher([folder]);
  if (cases.some(({ id }) => isInside(id))) return folder;
  const candidates = new Set(
    cases.flatMap((entry) => [
      scenarioId(entry.id),
      entry.id,
      entry.section,
      chapterOf(entry.section),
      entry.topology,
      ...entry.requirements,
      ...featuresOf(entry, requirements),
    ]),
  );
  return suggest(selector, candidates);
}
