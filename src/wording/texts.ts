// Texts in both languages at once: mistakes and usage errors are made before the language of the reader is known.

import type { Language, Texts } from '../model/language.ts';
import type { Catalogue } from './catalogue.ts';
import type { Sentence } from './sentence.ts';

type Text = string | ((...values: never[]) => string);

/** What a text may be filled with: a value, or a text that is itself in both languages. */
type Filling<Value> = Value extends string ? Value | Texts : Value;

/** The values of a text: each may itself be in both languages. */
export type Fillings<Of extends Text> = Of extends (...values: infer Values) => string
  ? { [At in keyof Values]: Filling<Values[At]> }
  : [];

const LANGUAGES = ['en', 'zh'] as const satisfies readonly Language[];

/** A function that fills an entry of the catalogue in both languages. */
export function inBoth<Words extends Readonly<Record<string, Text>>>(catalogue: Catalogue<Words>) {
  return <Key extends keyof Words & string>(key: Key, ...values: Fillings<Words[Key]>): Texts =>
    eachLanguage((lang) => {
      const text: Text = catalogue[lang][key] ?? '';
      return typeof text === 'string' ? text : text(...(values.map((value) => inLanguage(value, lang)) as never[]));
    });
}

/** The text that `make` gives for each language. */
export function eachLanguage(make: (lang: Language) => string): Texts {
  return Object.fromEntries(LANGUAGES.map((lang) => [lang, make(lang)])) as Record<Language, string>;
}

/** Several texts as one, with `between` between them. */
export function joined(texts: readonly Texts[], between: string): Texts {
  return eachLanguage((lang) => texts.map((text) => text[lang]).join(between));
}

/** `a, b, c`. */
export const all = (words: readonly string[]): Texts => ({ en: words.join(', '), zh: words.join('、') });

/** `a, b or c`. */
export function either(words: readonly (string | Texts)[]): Texts {
  return listed(words, { en: [', ', ' or '], zh: ['、', '或'] });
}

/** `"a", "b" or "c"`. */
export const eitherQuoted = (words: readonly string[]): Texts => either(words.map(quoted));

/** `"a" and "b"`. */
export const bothQuoted = (words: readonly string[]): Texts =>
  listed(words.map(quoted), { en: [', ', ' and '], zh: ['、', '和'] });

/** The word in the quotation marks of each language. */
export const quoted = (word: string): Texts => ({ en: `"${word}"`, zh: `“${word}”` });

function listed(
  words: readonly (string | Texts)[],
  between: Readonly<Record<Language, readonly [string, string]>>,
): Texts {
  return eachLanguage((lang) => {
    const all = words.map((word) => inLanguage(word, lang));
    const [comma, last] = between[lang];
    return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(comma)}${last}${all.at(-1)}`;
  });
}

function inLanguage<Value>(value: Value | Texts, lang: Language): Value | string {
  return isTexts(value) ? value[lang] : value;
}

const isTexts = (value: unknown): value is Texts =>
  typeof value === 'object' && value !== null && 'en' in value && 'zh' in value;

/** A case that cuts the streams between two servers. */
export const NO_STREAM_CUT = {
  en: () => 'the streams between the servers cannot be cut: xmppspec has not launched the two together',
  zh: () => '无法切断服务器之间的流：两台服务器不是由 xmppspec 一起启动的',
} as const;

/** A special account that the target does not have: its name, and where one is named and explained. */
export const NO_SPECIAL_ACCOUNT = {
  en: ({ name }) => ({
    what: `the target has no account "${name}"`,
    remedy: `name one under "special" in the config file (\`xmppspec explain ${name}\`)`,
  }),
  zh: ({ name }) => ({
    what: `目标没有账户“${name}”`,
    remedy: `在配置文件的“special”下指明（\`xmppspec explain ${name}\`）`,
  }),
} as const satisfies Readonly<Record<Language, (data: { readonly name: string }) => Sentence>>;

interface SetupFailed {
  readonly requirements: readonly string[];
}

/** Why a case is skipped whose set-up failed. */
export const SETUP_FAILED = {
  en: ({ requirements }: SetupFailed) =>
    `the set-up of the case failed (${requirements.join(', ')}), so nothing is known of what it is about`,
  zh: ({ requirements }: SetupFailed) =>
    `用例的准备步骤未成立（${requirements.join('、')}），因此无从判断用例所检查的内容`,
};
