// The terminal of the user: colors, width, the language of the locale, and notices.

import process from 'node:process';
import { supportsColor } from 'chalk';
import type { Language } from '../../model/event.ts';
import { fitted } from '../../report/text/wrap.ts';
import { NOTICES } from '../../wording/notices.ts';

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

/** Chinese for a locale such as zh_CN.UTF-8, English for all others. */
export function localeLanguage(env: Readonly<Record<string, string | undefined>>): Language {
  const locale = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find((value) => value !== undefined && value !== '');
  return /^zh(_|-|\.|$)/i.test(locale ?? '') ? 'zh' : 'en';
}

/** The language of help, errors and notices: `--lang`, or else that of the locale. */
function askedLanguage(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): Language {
  const at = argv.findIndex((word) => /^--lang(?:=|$)/.test(word));
  const given = at === -1 ? undefined : (argv[at]?.split('=')[1] ?? argv[at + 1]);
  return given === 'en' || given === 'zh' ? given : localeLanguage(env);
}

/** The language that this process was asked for. */
export const ownLanguage = (): Language => askedLanguage(process.argv.slice(2), process.env);

/** The notices in that language. */
export const notices = () => NOTICES[ownLanguage()];

let show: ((text: string) => void) | undefined;

/** Notices go to `above` from now on: a live view has the terminal. Undefined: to standard error again. */
export function showNotices(above: ((text: string) => void) | undefined): void {
  show = above;
}

/** Writes one line to standard error, above the live view if there is one. */
export function notify(line: string): void {
  if (show === undefined) process.stderr.write(`${line}\n`);
  else show(`${line}\n`);
}
