// Assigns received stanzas to patterns.

import type { XmlElement } from '../../model/xml.ts';
import { match } from '../../stanza/match.ts';
import type { Bindings } from '../../stanza/placeholders.ts';
import { MAX_TRIES } from '../numbers/numbers.ts';

/** For each pattern the index of the stanza that matched it, or undefined; and the captures of those matches. */
export interface Assignment {
  readonly chosen: readonly (number | undefined)[];
  readonly captures: ReadonlyMap<string, string>;
}

export interface AssignOptions {
  readonly bindings: Bindings;
  /** Stanzas must match the patterns in the order of the list. */
  readonly inOrder: boolean;
  /** What is wrong with a stanza that matches the pattern of this index: of several the one with the least is taken. Absent: nothing. */
  readonly wrong?: (index: number, stanza: XmlElement, captures: ReadonlyMap<string, string>) => number;
}

/**
 * Matches as many patterns as possible, each with a stanza of its own, and of all ways to do so takes the one with the least
 * wrong. Backtracks where an early choice prevents a better one.
 */
export function assign(
  patterns: readonly XmlElement[],
  stanzas: readonly XmlElement[],
  options: AssignOptions,
): Assignment {
  let best: Assignment = { chosen: patterns.map(() => undefined), captures: options.bindings.captures };
  if (stanzas.length === 0) return best;
  let bestCount = -1;
  let bestWrong = Number.POSITIVE_INFINITY;
  let tries = 0;

  const search = (
    chosen: readonly (number | undefined)[],
    captures: ReadonlyMap<string, string>,
    wrong: number,
  ): void => {
    const index = chosen.length;
    const count = chosen.filter((c) => c !== undefined).length;
    const most = count + patterns.length - index;
    if (most < bestCount || (most === bestCount && wrong >= bestWrong) || tries > MAX_TRIES) return;
    const pattern = patterns[index];
    if (pattern === undefined) {
      best = { chosen, captures };
      bestCount = count;
      bestWrong = wrong;
      return;
    }
    const after = options.inOrder ? Math.max(-1, ...chosen.filter((c) => c !== undefined)) : -1;
    for (let at = after + 1; at < stanzas.length; at += 1) {
      const stanza = stanzas[at];
      if (stanza === undefined || chosen.includes(at)) continue;
      tries += 1;
      const result = match(pattern, stanza, { ...options.bindings, captures });
      if (!result.matches) continue;
      search([...chosen, at], result.captures, wrong + (options.wrong?.(index, stanza, result.captures) ?? 0));
    }
    search([...chosen, undefined], captures, wrong);
  };
  search([], options.bindings.captures, 0);
  return best;
}
