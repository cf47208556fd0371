// A usage error, shown without a stack trace.

import type { Language, Texts } from '../model/language.ts';

/**
 * Wrong arguments or a wrong config file: the message says what was expected, what was there and what to do. Exit code 2. The
 * message is English; `textIn` has it in the language of the user.
 */
export class UsageError extends Error {
  readonly texts: Texts;

  constructor(texts: Texts, options?: ErrorOptions) {
    super(texts.en, options);
    this.texts = texts;
  }

  textIn(lang: Language): string {
    return this.texts[lang];
  }
}
