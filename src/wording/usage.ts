// What usage errors say, in English and Chinese. Mistakes inside files are in `file-mistakes.ts` and the files beside it.

import type { Texts } from '../model/language.ts';
import { catalogue } from './catalogue.ts';
import { type Hide, hideIn } from './secrets.ts';
import { type Fillings, inBoth } from './texts.ts';
import { UsageError } from './usage-error.ts';
import { USAGE_EN, USAGE_ZH } from './usage-words.ts';

export const USAGE = catalogue(USAGE_EN, USAGE_ZH);

type Words = typeof USAGE_EN;
type Key = keyof Words;

/** The text of a usage error alone, for a list of them. */
const textOf = inBoth(USAGE);

/** A usage error with this message in both languages. */
export function usageError<K extends Key>(key: K, ...values: Fillings<Words[K]>): UsageError {
  return new UsageError(textOf(key, ...values), { hidden: hiddenBy(key, values) });
}

/** The same, with what caused it. */
export function usageErrorFrom<K extends Key>(cause: unknown, key: K, ...values: Fillings<Words[K]>): UsageError {
  return new UsageError(textOf(key, ...values), { cause, hidden: hiddenBy(key, values) });
}

const hiddenBy =
  <K extends Key>(key: K, values: Fillings<Words[K]>) =>
  (hide: Hide): Texts =>
    textOf(key, ...hideIn(values, hide));
