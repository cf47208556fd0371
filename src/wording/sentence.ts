// Data to sentences in two languages; the data is cut to a bounded length first.

import type { Language } from '../model/event.ts';
import type { Problem } from '../model/problem.ts';
import { cut } from './escape-controls.ts';

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

/** Characters of a line: several times the longest text of a well-behaved server. */
const MAX_LINE = 500;

/** Lines of a text, and texts in a list: more than a stack trace has, or than a server offers mechanisms. */
const MAX_ITEMS = 20;

/** Characters of all lines or items: a stack trace has some 1,000. */
const MAX_TOTAL = 4000;

/**
 * A copy of tagged data with its texts cut, and with the first texts of its lists. Tagged data inside stay as they are:
 * they have sentences of their own.
 */
export function bounded<Data extends { readonly kind: string }>(data: Data): Data {
  return withFields(data) as Data;
}

function withFields(data: object): object {
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, boundedValue(value)]));
}

function boundedValue(value: unknown): unknown {
  if (typeof value === 'string') return boundedText(value);
  if (typeof value !== 'object' || value === null || 'kind' in value) return value;
  if (Array.isArray(value)) return boundedList(value);
  // Of an element, sentences have the name only.
  if ('name' in value && 'children' in value) return { ...value, name: boundedValue(value.name) };
  return withFields(value);
}

function boundedText(text: string): string {
  const [first = '', ...more] = text.split('\n', MAX_ITEMS + 1);
  if (more.length === 0) return cut(first, MAX_LINE);
  const { shown, isWhole } = firstTexts([first, ...more]);
  return isWhole ? shown.join('\n') : `${shown.join('\n')} ... (cut, ${text.length} characters in all)`;
}

function boundedList(list: readonly unknown[]): readonly unknown[] {
  const texts = list.filter((item) => typeof item === 'string');
  if (texts.length < list.length) return list.slice(0, MAX_ITEMS).map(boundedValue);
  const { shown, isWhole } = firstTexts(texts);
  return isWhole ? shown : [...shown, `... (${list.length - shown.length} more)`];
}

/** The first of the texts, each cut, as far as there is room. */
function firstTexts(texts: readonly string[]): { readonly shown: readonly string[]; readonly isWhole: boolean } {
  const shown: string[] = [];
  let room = MAX_TOTAL;
  for (const text of texts.slice(0, MAX_ITEMS)) {
    if (room <= 0) break;
    shown.push(cut(text, Math.min(MAX_LINE, room)));
    room -= Math.min(text.length, MAX_LINE);
  }
  return { shown, isWhole: shown.length === texts.length };
}
