// XML as the rooms exchange it.

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

/** What a reader of XML limits: characters and elements of a stanza, its depth, one tag, its attributes, one name. */
export type XmlLimit = 'characters' | 'elements' | 'depth' | 'tag' | 'attributes' | 'name';

/** How text breaks the rules that RFC 6120 11 sets for XML on a stream. */
export type XmlFault =
  /** Not well-formed, or not namespace-well-formed (11.3). */
  | 'ill-formed'
  /** Forbidden by 11.1. */
  | 'comment'
  | 'processing-instruction'
  | 'document-type'
  /** Forbidden by 11.6: bytes that are no UTF-8, a byte order mark, a declaration of another encoding. */
  | 'invalid-utf-8'
  | 'byte-order-mark'
  | 'other-encoding';
