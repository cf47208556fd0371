// Which received stanza answers which pattern.

import type { XmlElement } from '../model/xml.ts';
import { match } from '../stanza/match.ts';
import type { Bindings } from '../stanza/placeholders.ts';

/** For each pattern the index of the stanza that matched it, or undefined; and the captures made on the way. */
export interface Assignment {
  readonly chosen: readonly (number | undefined)[];
  readonly captures: ReadonlyMap<string, string>;
}

export interface AssignOptions {
  readonly bindings: Bindings;
  /** Stanzas must match the patterns in the order of the list. */
  readonly inOrder: boolean;
}

/** Tries allowed before the best assignment so far is taken: far beyond real lists, a bound against n! on odd ones. */
const MAX_TRIES = 20_000;

/** Matches as many patterns as can be matched, each with a stanza of its own; an early choice is taken back when it spoils a later one. */
export function assign(
  patterns: readonly XmlElement[],
  stanzas: readonly XmlElement[],
  options: AssignOptions,
): Assignment {
  let best: Assignment = { chosen: patterns.map(() => undefined), captures: options.bindings.captures };
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
    for (const [at, stanza] of stanzas.entries()) {
      if (at <= after || chosen.includes(at)) continue;
      tries += 1;
      const result = match(pattern, stanza, { fixed: options.bindings.fixed, captures });
      if (result.matches) search([...chosen, at], result.captures);
    }
    search([...chosen, undefined], captures);
  };
  search([], options.bindings.captures);
  return best;
}
