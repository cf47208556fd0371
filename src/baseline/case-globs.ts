// Names of cases in a baseline, and globs of them: which cases they match, and the globs that match exactly a given set of cases.

import type { CaseResult } from '../model/result.ts';
import { globToRegExp } from '../wording/glob.ts';

/** The name under which a baseline lists all random plays: by rule and departure, as the plays of another seed show the same. */
export const PLAYS = 'explore';

/** The name of a case in a baseline. */
export const listedAs = ({ case: { id, script } }: Pick<CaseResult, 'case'>): string =>
  script === undefined ? id : PLAYS;

/** Whether a pattern of a baseline is a glob. No case id holds a `*`. */
export const isGlob = (pattern: string): boolean => pattern.includes('*');

/** The ids that a pattern matches, in their order. */
export function matchIds(pattern: string, ids: readonly string[]): readonly string[] {
  if (!isGlob(pattern)) return ids.includes(pattern) ? [pattern] : [];
  const start = pattern.slice(0, pattern.indexOf('*'));
  const expression = globToRegExp(pattern);
  return ids.filter((id) => id.startsWith(start) && expression.test(id));
}

interface Wanted {
  /** Ids that the patterns must match. */
  readonly ids: readonly string[];
  /** Further ids that the patterns may match. */
  readonly allowed?: readonly string[];
}

/**
 * Patterns that match every id of `ids`, and no other of `universe` but those allowed. Each glob stays within one
 * scenario and matches two ids at least; an id that no such glob matches is listed itself. Sorted.
 */
export function exactPatterns({ ids, allowed = [] }: Wanted, universe: readonly string[]): readonly string[] {
  const permitted = new Set([...ids, ...allowed]);
  const scenarios = new Set(ids.map(scenarioOf));
  const patterns = [...scenarios].flatMap((scenario) => {
    const own = ids.filter((id) => scenarioOf(id) === scenario);
    const near = universe.filter((id) => id.startsWith(scenario));
    const candidates = [...new Set(own.flatMap(globsOf))].map((glob) => ({ glob, matched: matchIds(glob, near) }));
    const isExact = (id: string) => permitted.has(id) && scenarioOf(id) === scenario;
    return coverAll(
      own,
      candidates.filter(({ matched }) => matched.every(isExact)),
    );
  });
  return patterns.sort();
}

interface Candidate {
  readonly glob: string;
  readonly matched: readonly string[];
}

/** Takes the glob that matches most of what is left, the most specific of equals, until only single ids are left. */
function coverAll(ids: readonly string[], candidates: readonly Candidate[]): readonly string[] {
  const left = new Set(ids);
  const chosen: string[] = [];
  const gainOf = ({ matched }: Candidate) => matched.filter((id) => left.has(id)).length;
  for (;;) {
    const gains = candidates.map((candidate) => ({ ...candidate, gain: gainOf(candidate) }));
    const [best] = gains.sort((a, b) => b.gain - a.gain || compareSpecific(a.glob, b.glob));
    if (best === undefined || best.gain < 2) return [...chosen, ...left];
    chosen.push(best.glob);
    for (const id of best.matched) left.delete(id);
  }
}

/** Puts fewer stars first, then longer globs: they are the least likely to match a case that is added later. */
function compareSpecific(a: string, b: string): number {
  return starsIn(a) - starsIn(b) || b.length - a.length || (a < b ? -1 : 1);
}

const starsIn = (glob: string): number => glob.split('*').length;

const ROW = /^(.*)\[([^[\]]*)\]$/;

/** Rows of shipped scenarios have up to 5 columns. A bound, because each column doubles the globs that are tried. */
const MAX_OPEN_COLUMNS = 6;

const scenarioOf = (id: string): string => ROW.exec(id)?.[1] ?? id;

/** Globs that match an id: of all cases of its scenario, of rows that begin alike, and of rows alike in some columns. */
function globsOf(id: string): readonly string[] {
  const [, scenario = id, row] = ROW.exec(id) ?? [];
  if (row === undefined) return [`${scenario}*`];
  const columns = row.split(',');
  const starts = columns.map((_, at) => columns.slice(0, at + 1).join(','));
  const rows = [...starts.flatMap((start) => [`${start}*`, `${start},*`]), ...openRows(columns)];
  return [`${scenario}*`, `${scenario}[*]`, ...rows.map((one) => `${scenario}[${one.replace(/\*{2,}/g, '*')}]`)];
}

/** The row with every selection of columns replaced by `*`, and each of these with an open end. */
function openRows(columns: readonly string[]): readonly string[] {
  if (columns.length > MAX_OPEN_COLUMNS) return [];
  const selections = Array.from({ length: 2 ** columns.length }, (_, bits) => bits).slice(1);
  return selections.flatMap((bits) => {
    const row = columns.map((column, at) => ((bits >> at) % 2 === 1 ? '*' : column)).join(',');
    return [row, `${row}*`];
  });
}
