// The two sides of a difference in words.

import type { Language } from '../model/event.ts';
import type { DifferenceValue } from '../model/failure.ts';
import { counted } from './common.ts';
import { type Sentences, say } from './sentence.ts';

const quote = (value: string): string => JSON.stringify(value);
const either = (values: string, or: string): string => values.split('|').map(quote).join(or);
const names = (list: readonly string[]): string => list.map((name) => `<${name}>`).join(' ');

/** One side of a difference for each tag. Values are quoted as JSON strings. */
export const DIFFERENCE_VALUES: Sentences<DifferenceValue> = {
  value: { en: ({ value }) => quote(value), zh: ({ value }) => quote(value) },
  element: { en: ({ name }) => `<${name}>`, zh: ({ name }) => `<${name}>` },
  namespace: { en: ({ ns }) => ns, zh: ({ ns }) => ns },
  nothing: { en: () => 'nothing', zh: () => '无' },
  any: { en: () => 'any value', zh: () => '任意值' },
  new: { en: () => 'a value that no earlier stanza had', zh: () => '先前的节都没有的值' },
  seen: {
    en: ({ value }) => `${quote(value)}, which an earlier stanza had`,
    zh: ({ value }) => `${quote(value)}，先前的节已有此值`,
  },
  'value-or-nothing': {
    en: ({ value }) => `${either(value, ' or ')} or nothing`,
    zh: ({ value }) => `${either(value, ' 或 ')} 或无`,
  },
  'one-of': {
    en: ({ values }) => values.map(quote).join(' or '),
    zh: ({ values }) => values.map(quote).join(' 或 '),
  },
  language: { en: ({ value }) => `language ${quote(value)}`, zh: ({ value }) => `语言 ${quote(value)}` },
  unbound: { en: ({ placeholder }) => placeholder, zh: ({ placeholder }) => placeholder },
  children: {
    en: (there) => names(there.names) || 'no child elements',
    zh: (there) => names(there.names) || '没有子元素',
  },
  child: { en: ({ name }) => `<${name}> inside`, zh: ({ name }) => `其中有 <${name}>` },
  only: {
    en: ({ count }) => (count === 0 ? 'no child elements' : `${counted(count, 'child element')} and no other`),
    zh: ({ count }) => (count === 0 ? '没有子元素' : `${count} 个子元素，别无其他`),
  },
  distinct: { en: ({ count }) => `${count} distinct children`, zh: ({ count }) => `${count} 个不同的子元素` },
};

/** One side of a difference in words. */
export function differenceText(value: DifferenceValue, lang: Language): string {
  return say(DIFFERENCE_VALUES, value, { lang, cause: () => '' });
}
