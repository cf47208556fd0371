// Assigns received stanzas to patterns.

import type { XmlElement } from '../../model/xml.ts';
import { match } from '../../stanza/match.ts';
import type { Bindings } from '../../stanza/placeholders.ts';

/** For each pattern the index of the stanza that matched it, or undefined; and the captures of those matches. */
export interface Assignment {
  readonly chosen: readonly (number | undefined)[];
  readonly captures: ReadonlyMap<string, string>;
}

export interface AssignOptions {
  readonly bindings: Bindings;
  /** Stanzas must match the patterns in the order of the list. */
  readonly inOrder: boolean;
}

/** Attempts before the best assignment so far is taken: far more than real lists need, a limit against n! on odd ones. */
const MAX_TRIES = 20_000;

/** Matches as many patterns as possible, each with a stanza of its own. Backtracks where an early choice prevents a later match. */
export function assign(
  patterns: readonly XmlElement[],
  stanzas: readonly XmlElement[],
  options: AssignOptions,
): Assignment {
  let best: Assignment = { chosen: patterns.map(() => undefined), captures: options.bindings.captures };
  if (stanzas.length === 0) return best;
  let bestCount = -1;
  let tries = 0;

  const search = (chosen: readonly (number | undefined)[], captures: ReadonlyMap<string, string>): void => {
    const index = chosen.length;
    const count = chosen.filter((c) => c !== undefined).length;
    if (count + patterns.length - index <= bestCount || tries > MAX_TRIES) return;
    const pattern = patterns[index];
    if (pattern === undefined) {
      best = { chosen, captures };
      bestCount = count;
      return;
    }
    const after = options.inOrder ? Math.max(-1, ...chosen.filter((c) => c !== undefined)) : -1;
    for (let at = after + 1; at < stanzas.length; at += 1) {
      const stanza = stanzas[at];
      if (stanza === undefined || chosen.includes(at)) continue;
      tries += 1;
      const result = match(pattern, stanza, { fixed: options.bindings.fixed, captures });
      if (result.matches) search([...chosen, at], result.captures);
    }
    search([...chosen, undefined], captures);
  };
  search([], options.bindings.captures);
  return best;
}
