// A pattern as a stanza, with what cannot be shown in one in words after it.

import type { Language } from '../../model/event.ts';
import type { XmlElement } from '../../model/xml.ts';
import { readMark } from '../../stanza/placeholders.ts';
import { COMMON } from '../../wording/common.ts';
import { escapeControls } from '../../wording/escape-controls.ts';
import { compactXml, type Rename } from '../text/xml-text.ts';
import { FINDING } from './finding-words.ts';
import { readablePattern } from './readable-pattern.ts';

/** `<presence from="juliet"/>, <presence> with no attribute type`: the readable stanza, and what it must not hold. */
export function patternText(pattern: XmlElement, lang: Language, rename: Rename): string {
  const text = compactXml(readablePattern(pattern), rename);
  const terms = [...new Set(termsOf(pattern, lang))];
  return terms.length === 0 ? text : FINDING[lang].with(text, escapeControls(terms.join(COMMON[lang].comma)));
}

/** What the marks of the pattern ask for that no value shows. */
function termsOf({ name, attrs, children }: XmlElement, lang: Language): readonly string[] {
  const words = FINDING[lang];
  const place = `<${name}>`;
  const marked = Object.entries(attrs).map(([key, value]) => ({ key, mark: readMark(value)?.name }));
  const absent = marked.filter(({ mark }) => mark === 'absent').map(({ key }) => key);
  const fresh = marked.filter(({ mark }) => mark === 'new').map(({ key }) => words.isNew(key));
  const own = children.flatMap((child) => {
    const mark = typeof child === 'string' ? readMark(child)?.name : undefined;
    if (mark === 'exactly') return [words.bare(place)];
    return mark === 'only' ? [words.only(place)] : [];
  });
  const inner = children.flatMap((child) => (typeof child === 'string' ? [] : termsOf(child, lang)));
  return [
    ...(absent.length === 0 ? [] : [words.lacks(place, absent.join(COMMON[lang].comma))]),
    ...fresh,
    ...own,
    ...inner,
  ];
}
