// Usage errors, in both languages and without a stack trace.

import type { Language, Texts } from '../model/language.ts';
import { catalogue } from './catalogue.ts';
import { type Hide, hideIn } from './secrets.ts';
import { type Fillings, inBoth } from './texts.ts';
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

interface Options extends ErrorOptions {
  /** The message with what it was filled with hidden; absent: all of it may be hidden. */
  readonly hidden?: (hide: Hide) => Texts;
}

/**
 * Wrong arguments or a wrong config file: the message says what was expected, what was there and what to do. Exit code 2. The
 * message is English; `textIn` has it in the language of the user.
 */
export class UsageError extends Error {
  readonly texts: Texts;
  readonly #hidden: Options['hidden'];

  constructor(texts: Texts, { hidden, ...options }: Options = {}) {
    super(texts.en, options);
    this.texts = texts;
    this.#hidden = hidden;
  }

  textIn(lang: Language, hide: Hide = (text) => text): string {
    return this.#hidden === undefined ? hide(this.texts[lang]) : this.#hidden(hide)[lang];
  }
}
