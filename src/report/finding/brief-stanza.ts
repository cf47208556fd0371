// Stanzas in short, for sentences: their full text stands elsewhere.

import type { Language } from '../../model/event.ts';
import type { XmlElement } from '../../model/xml.ts';
import { stanzaKind } from '../../stanza/stanza-kind.ts';
import { COMMON } from '../../wording/common.ts';
import { compactXml, type Rename } from '../text/xml-text.ts';
import { readablePattern } from './readable-pattern.ts';

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
  const tag = compactXml({ name, ns: stanza.ns, attrs: Object.fromEntries(shown), children: [] }, rename);
  const { content } = stanzaKind(stanza);
  const text = tag.replace(/\s*\/>$/, '>');
  return content === undefined || content.includes('${') ? text : text + COMMON[lang].bracketed(content);
}
