import type { XmlFault, XmlLimit } from '../model/xml.ts';

/** Why XML is refused: a rule of RFC 6120 11 that it breaks, a limit of this reader, or what the text is asked to hold. */
export type XmlErrorKind = XmlFault | 'too-large' | 'not-one-element' | 'prefixed-attribute';

/** A place in a text; both count from 1. */
interface TextPlace {
  readonly line: number;
  readonly col: number;
}

interface XmlErrorDetails extends TextPlace {
  readonly excerpt?: string;
  readonly excess?: XmlExcess | undefined;
}

/** A limit of a reader, and its value. */
export interface XmlExcess {
  readonly unit: XmlLimit;
  readonly limit: number;
}

const START: TextPlace = { line: 1, col: 1 };

/** XML that cannot be read, with the place of the error in the text. */
export class XmlError extends Error {
  readonly kind: XmlErrorKind;
  readonly line: number;
  readonly col: number;
  /** Text around the error, raw and cut; empty where it may hold credentials. */
  readonly excerpt: string;

  /** The limit of the reader that the text exceeds, where `kind` is `too-large`. */
  readonly excess: XmlExcess | undefined;

  constructor(kind: XmlErrorKind, message: string, { line, col, excerpt = '', excess }: XmlErrorDetails = START) {
    super(message);
    this.kind = kind;
    this.line = line;
    this.col = col;
    this.excerpt = excerpt;
    this.excess = excess;
  }
}
