// Texts of reports in two languages. Each part of a report has a catalogue of its own, beside it; a key that one language
// lacks does not compile.

import type { Language } from '../model/event.ts';

/** A text, or one with something to fill in. */
type Text = string | ((...values: never[]) => string);

/** The same keys in both languages, each with the same arguments. */
export type Catalogue<Words extends Readonly<Record<string, Text>>> = Readonly<Record<Language, Words>>;

/** Checks a catalogue: Chinese has the keys of English, with the same arguments. */
export function catalogue<const Words extends Readonly<Record<string, Text>>>(
  en: Words,
  zh: { readonly [Key in keyof Words]: Words[Key] extends string ? string : Words[Key] },
): Catalogue<{ readonly [Key in keyof Words]: Words[Key] extends string ? string : Words[Key] }> {
  return { en: en as never, zh };
}
