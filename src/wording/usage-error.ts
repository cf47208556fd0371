// A usage error, shown without a stack trace.

import type { Language, Texts } from '../model/language.ts';
import type { Hide } from './secrets.ts';

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
