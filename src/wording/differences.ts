// The place and the two sides of a difference in words: `presence@to` is the attribute to of `<presence>`.

import type { Language } from '../model/event.ts';
import type { DifferenceValue } from '../model/failure.ts';
import { catalogue } from './catalogue.ts';
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
  integer: {
    en: ({ least, most }) =>
      least === undefined
        ? most === undefined
          ? 'an integer'
          : `an integer of at most ${most}`
        : most === undefined
          ? `an integer of at least ${least}`
          : `an integer from ${least} to ${most}`,
    zh: ({ least, most }) =>
      least === undefined
        ? most === undefined
          ? '整数'
          : `不大于 ${most} 的整数`
        : most === undefined
          ? `不小于 ${least} 的整数`
          : `${least} 到 ${most} 之间的整数`,
  },
  date: {
    en: ({ seconds }) =>
      `a date and time (XEP-0082)${seconds === undefined ? '' : ` within ${seconds} s of the arrival`}`,
    zh: ({ seconds }) => `${seconds === undefined ? '' : `与到达时刻相差不超过 ${seconds} 秒的`}日期时间 (XEP-0082)`,
  },
  uuid: { en: () => 'a UUID', zh: () => 'UUID 值' },
  expression: {
    en: ({ source }) => `a value that fits /${source}/ as a whole`,
    zh: ({ source }) => `整体符合“/${source}/”的值`,
  },
  form: { en: ({ form }) => `a value like ${quote(form)}`, zh: ({ form }) => `形如 ${quote(form)} 的值` },
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
  none: { en: ({ xml }) => `no ${xml}`, zh: ({ xml }) => `没有 ${xml}` },
  markup: { en: ({ xml }) => xml, zh: ({ xml }) => xml },
  unique: {
    en: (wanted) => `each with another ${wanted.names.join(', ')}`,
    zh: (wanted) => `每个的 ${wanted.names.join('、')} 都不同`,
  },
  repeated: {
    en: ({ values }) => `${values.map(quote).join(', ')} twice`,
    zh: ({ values }) => `${values.map(quote).join('、')} 出现两次`,
  },
  distinct: { en: ({ count }) => `${count} distinct children`, zh: ({ count }) => `${count} 个不同的子元素` },
};

/** One side of a difference in words. */
export function differenceText(value: DifferenceValue, lang: Language): string {
  return say(DIFFERENCE_VALUES, value, { lang, cause: () => '' });
}

const PLACES = catalogue(
  {
    attribute: (name: string, element: string) => `the attribute ${name} of ${element}`,
    text: (element: string) => `the text of ${element}`,
    child: (element: string) => `the child element of ${element}`,
    inside: (element: string, root: string) => `${element} of ${root}`,
  },
  {
    attribute: (name, element) => `${element} 的属性 ${name}`,
    text: (element) => `${element} 的文本`,
    child: (element) => `${element} 的子元素`,
    inside: (element, root) => `${root} 中的 ${element}`,
  },
);

/** `Difference.path` in words; `root` names its first element, `<iq type="set">`. */
export function placeText(path: string, lang: Language, root = `<${path.split(/[/@]/)[0]}>`): string {
  const words = PLACES[lang];
  const [elements = '', attribute] = path.split('@');
  const [, ...inner] = elements.split('/');
  const last = inner.at(-1);
  const isText = last === 'text()';
  // The pattern names no element, but captures its name.
  const isAny = last?.startsWith('${') === true;
  const named = (isText || isAny ? inner.slice(0, -1) : inner).at(-1);
  const element = named === undefined ? root : words.inside(`<${named}>`, root);
  const place = isText ? words.text(element) : isAny ? words.child(element) : element;
  return attribute === undefined ? place : words.attribute(attribute, place);
}
