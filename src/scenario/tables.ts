// Tables of the standards that a scenario may take its rows from. One entry a table.

import { loadAppendixA } from '../spec/appendix-a.ts';

/** Column values by column name; `case` names the row. */
export type Row = Readonly<Record<string, string>>;
export type Tables = ReadonlyMap<string, readonly Row[]>;

/** The table whose rows are the states that `given` may name. */
export const STATES_TABLE = 'appendix-a/states';

/** All tables, read from spec/. */
export function loadTables(): Tables {
  return new Map([[STATES_TABLE, stateRows()]]);
}

/** RFC 6121 A.1. Where a roster shows no `ask`, the column holds the mark for an absent attribute. */
function stateRows(): readonly Row[] {
  return loadAppendixA().states.map(({ name, subscription, ask }) => ({
    case: name,
    state: name,
    subscription,
    ask: ask ? 'subscribe' : '${absent}',
  }));
}
