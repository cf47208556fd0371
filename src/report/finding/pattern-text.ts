// Patterns and stanzas in short, for people who do not know the language of scenarios.

import type { Language } from '../../model/event.ts';
import type { XmlElement } from '../../model/xml.ts';
import { readChildren, readElement } from '../../stanza/element-marks.ts';
import { readMark } from '../../stanza/marks.ts';
import { readablePattern } from '../../stanza/readable.ts';
import { stanzaKind } from '../../stanza/stanza-kind.ts';
import { COMMON } from '../../wording/common.ts';
import { cut, escapeControls, MAX_VALUE } from '../../wording/escape-controls.ts';
import { compactXml, type Rename } from '../text/xml-text.ts';
import { FINDING } from './finding-words.ts';

/** `<presence from="juliet"/>, <presence> with no attribute type`: the readable stanza, and what it must not hold. */
export function patternText(pattern: XmlElement, lang: Language, rename: Rename): string {
  const text = compactXml(readablePattern(pattern), rename);
  const terms = [...new Set(termsOf(pattern, lang, rename))];
  return terms.length === 0 ? text : FINDING[lang].with(text, escapeControls(terms.join(COMMON[lang].comma)));
}

/** What the marks of the pattern ask for that no value shows. */
function termsOf(pattern: XmlElement, lang: Language, rename: Rename): readonly string[] {
  const words = FINDING[lang];
  const { name, attrs } = pattern;
  const place = `<${name}>`;
  const marked = Object.entries(attrs).map(([key, value]) => ({ key, mark: readMark(value)?.name }));
  const absent = marked.filter(({ mark }) => mark === 'absent').map(({ key }) => key);
  const fresh = marked.filter(({ mark }) => mark === 'new').map(({ key }) => words.isNew(key));
  const { marks, content } = readElement(pattern);
  const own = marks.flatMap((mark) => {
    if (mark.name === 'exactly') return [words.bare(place)];
    if (mark.name === 'same') return [words.same(place)];
    return mark.name === 'only' ? [words.only(place)] : [];
  });
  const { single, sets } = readChildren(content);
  const ofSets = sets.map((set) => {
    const child = compactXml(readablePattern(set.pattern), rename);
    if (set.quantifier === 'unique')
      return words.unique(child, place, Object.keys(set.pattern.attrs).join(COMMON[lang].comma));
    return set.quantifier === 'every' ? words.every(`<${set.pattern.name}>`, place, child) : words.none(child, place);
  });
  return [
    ...(absent.length === 0 ? [] : [words.lacks(place, absent.join(COMMON[lang].comma))]),
    ...fresh,
    ...own,
    ...ofSets,
    ...single.flatMap((child) => termsOf(child, lang, rename)),
  ];
}

/** What tells stanzas of one name apart in a sentence about those who receive them. */
const OF_RECEIVED: readonly string[] = ['type', 'from'];

/** `<presence type="unavailable" from="romeo/orchard">`, `<iq type="set"> (roster)`: type, sender, and payload or condition. */
export function briefStanza(
  stanza: XmlElement,
  rename: Rename,
  lang: Language,
  named: readonly string[] = OF_RECEIVED,
): string {
  const { name, attrs } = readablePattern(stanza);
  // The sender of a push or an answer is the server, however it is written.
  const keys = name === 'iq' ? named.filter((key) => key !== 'from') : named;
  const shown = keys.flatMap((key) => {
    const value = attrs[key];
    return value === undefined || value === '*' ? [] : [[key, value] as const];
  });
  const short: Rename = (value) => cut(rename(value), MAX_VALUE);
  const tag = compactXml({ name, ns: stanza.ns, attrs: Object.fromEntries(shown), children: [] }, short);
  const { content } = stanzaKind(stanza);
  const text = tag.replace(/\s*\/>$/, '>');
  return content === undefined || content.includes('${') ? text : text + COMMON[lang].bracketed(content);
}
