import type { XmlFault } from '../model/xml.ts';

/** Why XML is refused: a rule of RFC 6120 11 that it breaks, a limit of this reader, or what the text is asked to hold. */
export type XmlErrorKind = XmlFault | 'too-deep' | 'too-large' | 'not-one-element' | 'prefixed-attribute';

/** A place in a text; both count from 1. */
interface TextPlace {
  readonly line: number;
  readonly col: number;
}

const START: TextPlace = { line: 1, col: 1 };

/** XML that cannot be read, with the place of the error in the text. */
export class XmlError extends Error {
  readonly kind: XmlErrorKind;
  readonly line: number;
  readonly col: number;
  /** Text around the error, raw and cut; empty where it may hold credentials. */
  readonly excerpt: string;

  constructor(kind: XmlErrorKind, message: string, { line, col }: TextPlace = START, excerpt = '') {
    super(message);
    this.kind = kind;
    this.line = line;
    this.col = col;
    this.excerpt = excerpt;
  }
}
