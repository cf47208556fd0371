// Patterns and stanzas in short, for people who do not know the language of scenarios.

import type { Language } from '../../model/event.ts';
import type { XmlElement } from '../../model/xml.ts';
import { readMark } from '../../stanza/placeholders.ts';
import { stanzaKind } from '../../stanza/stanza-kind.ts';
import { COMMON } from '../../wording/common.ts';
import { cut, escapeControls, MAX_VALUE } from '../../wording/escape-controls.ts';
import { compactXml, type Rename } from '../text/xml-text.ts';
import { FINDING } from './finding-words.ts';

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

/**
 * The pattern as a stanza: `*` stands for any value, `a|b` for either value, `(a)` for the value or none. What must be absent
 * is left out, as is what must be new, what says nothing of a value, and white space: `patternText` says the first two in words.
 */
export function readablePattern(pattern: XmlElement): XmlElement {
  const attrs = Object.entries(pattern.attrs).flatMap(([name, value]) => {
    const readable = readableValue(value);
    return readable === undefined ? [] : [[name, readable] as const];
  });
  const children = pattern.children
    .map((child) => (typeof child === 'string' ? readableValue(child) : readablePattern(child)))
    .filter((child) => child !== undefined)
    .filter((child) => typeof child !== 'string' || child.trim() !== '');
  return { ...pattern, attrs: Object.fromEntries(attrs), children };
}

function readableValue(value: string): string | undefined {
  const mark = readMark(value);
  switch (mark?.name) {
    case undefined:
      return value;
    case 'absent':
    case 'only':
    case 'exactly':
    case 'new':
      return undefined;
    case 'oneof':
      return mark?.argument;
    case 'optional':
      return `(${mark?.argument})`;
    case 'lang':
      return mark?.argument;
    default:
      return '*';
  }
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
