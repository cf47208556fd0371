import type { XmlElement } from '../model/xml.ts';

/** What an element takes in memory without its text, measured with Node 20: 150 bytes, more with attributes. */
const ELEMENT_BYTES = 160;
/** What an attribute or a text takes beside its characters. */
const VALUE_BYTES = 40;

/** About how many bytes an element takes in memory: for bounds against hostile input. */
export function sizeOf({ name, attrs, children }: XmlElement): number {
  let size = ELEMENT_BYTES + name.length;
  for (const [key, value] of Object.entries(attrs)) size += VALUE_BYTES + key.length + value.length;
  for (const child of children) size += typeof child === 'string' ? VALUE_BYTES + child.length : sizeOf(child);
  return size;
}
