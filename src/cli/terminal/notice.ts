// Notices in the language of the user.

import process from 'node:process';
import type { Language } from '../../model/language.ts';
import { NOTICES } from '../../wording/notices.ts';
import { askedLanguage } from './locale.ts';

/** The language that this process was asked for. */
export const ownLanguage = (): Language => askedLanguage(process.argv.slice(2), process.env);

/** The notices in that language. */
export const notices = () => NOTICES[ownLanguage()];

/** Writes one line to standard error. */
export const notify = (line: string): void => void process.stderr.write(`${line}\n`);
