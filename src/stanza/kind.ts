import type { XmlElement } from '../model/xml.ts';
import { elements } from './xml.ts';

/** What two stanzas of one kind have in common: name, type and payloads. A key to group by, not a text to show. */
export function kindOf(stanza: XmlElement): string {
  const payloads = elements(stanza).map(({ name, ns }) => `${ns} ${name}`);
  return [stanza.name, stanza.attrs['type'] ?? '', ...payloads.sort()].join('\n');
}
