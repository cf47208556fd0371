// The place of a difference in words: `presence@to` is the attribute to of `<presence>`.

import type { Language } from '../model/event.ts';
import { catalogue } from './catalogue.ts';

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
