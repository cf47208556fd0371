// How tagged data become sentences: one entry a tag, in both languages.

import type { Language } from '../model/event.ts';
import type { Problem } from '../model/problem.ts';
import { bounded } from './bounded.ts';

/** What happened, and what to do about it where something can be done. Neither ends with a full stop. */
export type Sentence = string | { readonly what: string; readonly remedy: string };

/** Says a problem that is the cause of another, in the same language. */
export type SayCause = (cause: Problem) => string;

/** A sentence for each tag of a union, in both languages: a tag that one language lacks does not compile. */
export type Sentences<Union extends { readonly kind: string }> = {
  readonly [Kind in Union['kind']]: Readonly<
    Record<Language, (data: Extract<Union, { kind: Kind }>, cause: SayCause) => Sentence>
  >;
};

interface Saying {
  readonly lang: Language;
  readonly cause: SayCause;
}

/** The sentence for `data`, in its two parts. Long texts in the data are cut. */
export function sayParts<Union extends { readonly kind: string }>(
  sentences: Sentences<Union>,
  data: Union,
  { lang, cause }: Saying,
): { readonly what: string; readonly remedy?: string } {
  const say = sentences[data.kind as Union['kind']][lang] as (data: Union, cause: SayCause) => Sentence;
  const sentence = say(bounded(data), cause);
  return typeof sentence === 'string' ? { what: sentence } : sentence;
}

/** The sentence for `data` on one line: what happened, then what to do. */
export function say<Union extends { readonly kind: string }>(
  sentences: Sentences<Union>,
  data: Union,
  saying: Saying,
): string {
  const { what, remedy } = sayParts(sentences, data, saying);
  return remedy === undefined ? what : `${what}${saying.lang === 'en' ? '; ' : '；'}${remedy}`;
}
