// XML as the rooms exchange it.

/** An XML element with its namespace resolved. `attrs` holds no xmlns declarations; `xml:lang` keeps its prefix. */
export interface XmlElement {
  readonly name: string;
  readonly ns: string;
  readonly attrs: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
}

/** An element, or character data as read (unescaped). */
export type XmlNode = XmlElement | string;
