// XML as the rooms exchange it.

import type { XML_FAULT, XML_LIMIT } from '../tags/problem.ts';
import type { Words } from '../tags/table.ts';

/** An XML element with its namespace resolved. `attrs` holds no xmlns declarations; `xml:lang` keeps its prefix. */
export interface XmlElement {
  readonly name: string;
  readonly ns: string;
  readonly attrs: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
  /** Characters of the XML that it was cut from; absent: it is whole. */
  readonly cutFrom?: number | undefined;
}

/** An element, or character data as read (unescaped). */
export type XmlNode = XmlElement | string;

/** What a reader of XML limits. */
export type XmlLimit = Words<typeof XML_LIMIT>;

/** How text breaks the rules that RFC 6120 11 sets for XML on a stream. */
export type XmlFault = Words<typeof XML_FAULT>;
