// What standard output can show.

import process from 'node:process';
import { supportsColor } from 'chalk';
import { fitted } from '../../report/text/wrap.ts';

/** True when output may be coloured. NO_COLOR (no-color.org) wins over everything that chalk looks at. */
export function wantsColor(): boolean {
  return (process.env['NO_COLOR'] ?? '') === '' && supportsColor !== false;
}

/** True when written lines can be redrawn: on a terminal that can move its cursor, and not in the log of a CI service. */
export function isLive(
  { isTTY }: { readonly isTTY: boolean },
  { CI: ci = '', TERM: term }: Readonly<Record<string, string | undefined>>,
): boolean {
  return isTTY === true && term !== 'dumb' && (ci === '' || ci === 'false');
}

/** The text with its prose broken where the terminal ends; as it is where the output is none, or does not know its size. */
export function fittedTo({ isTTY, columns }: Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>, text: string): string {
  return isTTY && columns > 0 ? fitted(text, columns) : text;
}
