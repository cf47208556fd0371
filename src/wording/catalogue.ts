// Texts in two languages. Each part of a report has its own catalogue. A key that one language lacks does not compile.

import type { Language } from '../model/event.ts';

/** A text, or a function that fills in values. */
type Text = string | ((...values: never[]) => string);

/** The same keys in both languages, each with the same arguments. */
export type Catalogue<Words extends Readonly<Record<string, Text>>> = Readonly<Record<Language, Words>>;

/** Makes a catalogue. Chinese must have the keys and arguments of English. */
export function catalogue<const Words extends Readonly<Record<string, Text>>>(
  en: Words,
  zh: { readonly [Key in keyof Words]: Words[Key] extends string ? string : Words[Key] },
): Catalogue<{ readonly [Key in keyof Words]: Words[Key] extends string ? string : Words[Key] }> {
  return { en: en as never, zh };
}
