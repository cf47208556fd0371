// How an error is shown: by its message alone, or as a bug with its stack.

import process from 'node:process';
import type { Language } from '../model/event.ts';
import { NOTICES } from '../wording/notices.ts';
import { messageOf, ProblemError } from '../wording/problems.ts';
import type { Hide } from '../wording/secrets.ts';
import { UsageError } from '../wording/usage.ts';
import { ScenarioError } from '../yaml/mistakes.ts';
import { TestBedError } from './ending/exit-code.ts';
import { localeLanguage } from './terminal/terminal.ts';

/** True for errors whose message says what happened and what to do. */
function isKnown(error: unknown): boolean {
  return [UsageError, ScenarioError, ProblemError, TestBedError].some((known) => error instanceof known);
}

/** The error as it is thrown when a test bed does not open: known errors as they are, all others as `TestBedError`. */
export function asTestBedError(error: unknown): unknown {
  return isKnown(error) ? error : new TestBedError(messageOf(error), { cause: error });
}

/** Does the work. Rejects as it does; the message of a problem is in the language of the reports. */
export async function inLanguage<T>(lang: Language | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    throw new ProblemError(error.problem, { cause: error, lang: lang ?? localeLanguage(process.env) });
  }
}

/** What to write about an error: the message of a known one; the stack of any other, which is a bug. Our own words are never hidden. */
export function errorText(
  error: unknown,
  lang: Language = 'en',
  hide: Hide = (text) => text,
): { readonly text: string; readonly isBug: boolean } {
  if (error instanceof UsageError) return { text: error.textIn(lang, hide), isBug: false };
  if (error instanceof ScenarioError) return { text: hide(error.textIn(lang)), isBug: false };
  if (error instanceof ProblemError || error instanceof TestBedError) return { text: error.hidden(hide), isBug: false };
  const stack = error instanceof Error ? error.stack : messageOf(error);
  return { text: `${hide(String(stack))}\n${NOTICES[lang].bug}`, isBug: true };
}
