// Which captures have a value on every path through a case: a case goes on after a check that only warns, and with any outcome.

import type { Check } from '../model/step.ts';
import { type Cursor, cursorAt, type RowScope, type Standards } from './scope.ts';

/** The same place, where what patterns capture does not count elsewhere. */
export function apart<S extends RowScope>({ scope, path }: Cursor<S>): Cursor<S> {
  const { captures, later, ...names } = scope.names;
  return cursorAt({ ...scope, names: { ...names, captures: new Set(captures), later: new Set(later) } }, path);
}

/** Counts what every one of these paths has captured. */
export function join({ scope: { names } }: Cursor<RowScope>, paths: readonly Cursor<RowScope>[]): void {
  const [first, ...others] = paths.map(({ scope }) => scope.names);
  for (const kind of ['captures', 'later'] as const) {
    for (const name of first?.[kind] ?? []) if (others.every((other) => other[kind].has(name))) names[kind].add(name);
  }
}

/** Counts what a further pattern has captured: from the next step on. */
export function joinLater({ scope: { names } }: Cursor<RowScope>, further: Cursor<RowScope>): void {
  for (const name of further.scope.names.captures) if (!names.captures.has(name)) names.later.add(name);
}

/** What further patterns of this step have captured holds from here on. */
export function endStep({ scope: { names } }: Cursor<RowScope>): void {
  for (const name of names.later) names.captures.add(name);
  names.later.clear();
}

/** Whether a failed check that cites these requirements ends the case. */
export const endsCase = (ids: readonly string[], { requirements }: Standards): boolean =>
  ids.some((id) => requirements.get(id)?.level.startsWith('MUST'));

/** Whether the case ends where the stanza of the check does not come. Rules about its elements are charged only where no other one is cited. */
export function isNeeded({ proves }: Pick<Check, 'proves'>, standards: Standards): boolean {
  const ofArrival = proves.filter((id) => {
    const { level, elements } = standards.requirements.get(id) ?? {};
    return level !== 'MAY' && elements === undefined;
  });
  return endsCase(ofArrival.length > 0 ? ofArrival : proves, standards);
}
