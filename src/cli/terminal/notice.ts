// Notices in the language of the user.

import process from 'node:process';
import type { Language } from '../../model/language.ts';
import { NOTICES } from '../../wording/notices.ts';
import { askedLanguage } from './locale.ts';

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
