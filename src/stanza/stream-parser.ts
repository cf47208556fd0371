// Strict reading of one XML stream in pieces, as it arrives.

import { SaxesParser, type SaxesTagNS, type XMLDecl } from 'saxes';
import type { XmlElement, XmlLimit, XmlNode } from '../model/xml.ts';
import { type ForbiddenMarkup, MarkupScanner, RecentText } from './markup-scanner.ts';
import { XmlError, type XmlErrorKind, type XmlExcess } from './xml-error.ts';

/** What one child of the root may be at most: bounds against hostile input. */
export type XmlLimits = Readonly<Record<XmlLimit, number>>;

/** More than any stanza of the standards. Each bounds memory that the others leave open. */
const DEFAULT_LIMITS: XmlLimits = {
  characters: 1024 * 1024,
  elements: 50_000,
  depth: 64,
  tag: 1024 * 1024,
  attributes: 1000,
  name: 1024,
};

const EXCESSES: Readonly<Record<XmlLimit, (most: number) => string>> = {
  characters: (most) => `an element has more than ${most} characters`,
  elements: (most) => `an element has more than ${most} elements`,
  depth: (most) => `elements are nested deeper than ${most}`,
  tag: (most) => `a tag has more than ${most} characters`,
  attributes: (most) => `an element has more than ${most} attributes`,
  name: (most) => `a name has more than ${most} characters`,
};

/** What saxes says of a tag that closes another element than the open one. */
const MISMATCH = 'unexpected close tag.';

/** Thrown through the parser to leave the rest of a chunk unread. */
const STOP = new Error('nothing more is read');

export interface StreamHandlers {
  /** The root opened; `xml:lang` and the other attributes are in `attrs`. */
  onStart(root: XmlElement): void;
  /** A child of the root is complete. */
  onElement(element: XmlElement): void;
  /** The root closed; nothing follows. */
  onEnd(): void;
  /** The text breaks RFC 6120 11 or a limit; nothing follows. */
  onError(error: XmlError): void;
}

interface FailDetails {
  /** The index in the stream around which the excerpt is cut; default: where the parser is. */
  readonly at?: number;
  readonly excess?: XmlExcess;
}

interface OpenElement {
  readonly name: string;
  readonly ns: string;
  readonly attrs: Record<string, string>;
  readonly children: XmlNode[];
}

/**
 * Reads an XML stream piece by piece (RFC 6120 4), strictly: well-formed with namespaces (11.3), without comments,
 * processing instructions and document types (11.1), in UTF-8 without a byte order mark (11.6), within limits.
 */
export class StreamParser {
  readonly #handlers: StreamHandlers;
  readonly #limits: XmlLimits;
  readonly #sax = new SaxesParser({ xmlns: true, position: true, forceXMLVersion: true, defaultXMLVersion: '1.0' });
  // A byte order mark is kept, because it is an error.
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  readonly #scanner = new MarkupScanner();
  readonly #recent = new RecentText();
  readonly #open: OpenElement[] = [];
  #length = 0;
  #sinceElement = 0;
  #elements = 0;
  /** Characters of the tag that the text so far ends in; 0: it ends outside tags. */
  #tagLength = 0;
  #isDone = false;
  /** The root is closed, unless the tag turns out to close something else. */
  #hasClosed = false;

  constructor(handlers: StreamHandlers, limits: Partial<XmlLimits> = {}) {
    this.#handlers = handlers;
    this.#limits = { ...DEFAULT_LIMITS, ...limits };
    const sax = this.#sax;
    sax.on('error', ({ message }) => this.#onError(message.replace(/^\d+:\d+: /, '')));
    // Each further handler makes saxes four times as slow: it sets them as properties, and V8 keeps few such fast.
    sax.on('opentag', (tag) => this.#onOpen(tag));
    sax.on('text', (data) => this.#onText(data));
    sax.on('cdata', (data) => this.#onText(data));
    sax.on('closetag', () => this.#onClose());
  }

  /** Name of the innermost element that is open below the root, if any. */
  get innermost(): string | undefined {
    return this.#open.length > 1 ? this.#open.at(-1)?.name : undefined;
  }

  /** Feeds bytes, which may end within a character, or characters. Does nothing after an error and after the end. */
  write(chunk: Uint8Array | string): void {
    if (this.#isDone) return;
    try {
      if (typeof chunk === 'string') this.#read(chunk);
      else this.#decode(chunk);
    } catch (error) {
      if (error !== STOP) throw error;
    }
  }

  #decode(bytes: Uint8Array): void {
    let characters: string;
    try {
      characters = this.#decoder.decode(bytes, { stream: true });
    } catch {
      const lossy = Buffer.from(bytes).toString('utf8');
      this.#read(lossy.slice(0, Math.max(lossy.indexOf('\uFFFD'), 0)), lossy);
      this.#fail('invalid-utf-8', 'the bytes are not UTF-8');
    }
    this.#read(characters);
  }

  /** Reads characters; `shown` are those and what follows them. */
  #read(characters: string, shown: string = characters): void {
    if (this.#length === 0 && characters.startsWith('\uFEFF')) this.#fail('byte-order-mark', 'a byte order mark');
    this.#recent.push(shown);
    const forbidden = this.#scanner.scan(characters);
    const at = this.#length + (forbidden?.at ?? 0);
    this.#length += characters.length;
    this.#sinceElement += characters.length;
    this.#sax.write(forbidden === undefined ? characters : characters.slice(0, Math.max(forbidden.at, 0)));
    if (this.#hasClosed) this.#end();
    if (forbidden !== undefined) this.#refuse(forbidden, at);
    this.#limit('characters', this.#sinceElement);
    this.#limit('tag', this.#measureTag(characters));
  }

  #refuse({ fault, message, excess }: ForbiddenMarkup, at: number): never {
    if (excess === undefined) return this.#fail(fault, message, { at });
    return this.#fail('too-large', EXCESSES[excess.unit](excess.limit), { at, excess });
  }

  /** Of a tag that closes another element, saxes first says that the open one is closed. Nothing counts after the root. */
  #onError(message: string): void {
    if (this.#hasClosed && message !== MISMATCH) this.#end();
    this.#fail('ill-formed', message);
  }

  /** A tag is reported once it is complete: one without an end would only grow. */
  #measureTag(chunk: string): number {
    const opened = chunk.lastIndexOf('<');
    const closed = chunk.lastIndexOf('>');
    if (closed > opened) this.#tagLength = 0;
    else if (opened >= 0) this.#tagLength = chunk.length - opened;
    else if (this.#tagLength > 0) this.#tagLength += chunk.length;
    return this.#tagLength;
  }

  #limit(unit: XmlLimit, value: number): void {
    const limit = this.#limits[unit];
    if (value > limit) this.#fail('too-large', EXCESSES[unit](limit), { excess: { unit, limit } });
  }

  #fail(kind: XmlErrorKind, message: string, { at = this.#sax.position, excess }: FailDetails = {}): never {
    this.#isDone = true;
    const { line, column } = this.#sax;
    const details = { line, col: column + 1, excerpt: this.#recent.excerpt(at), excess };
    this.#handlers.onError(new XmlError(kind, message, details));
    throw STOP;
  }

  #checkEncoding({ encoding }: XMLDecl): void {
    if (encoding === undefined || /^utf-8$/i.test(encoding)) return;
    this.#fail('other-encoding', `the encoding "${encoding}" is declared`);
  }

  #onOpen(tag: SaxesTagNS): void {
    this.#elements += 1;
    this.#limit('depth', this.#open.length + 1);
    this.#limit('elements', this.#elements);
    this.#limit('name', Math.max(tag.name.length, tag.uri.length));
    const attrs: Record<string, string> = {};
    let count = 0;
    for (const name in tag.attributes) {
      count += 1;
      this.#limit('attributes', count);
      this.#limit('name', name.length);
      if (name !== 'xmlns' && !name.startsWith('xmlns:')) attrs[name] = tag.attributes[name]?.value ?? '';
    }
    const opened = { name: tag.local, ns: tag.uri, attrs, children: [] };
    this.#open.push(opened);
    if (this.#open.length > 1) return;
    this.#checkEncoding(this.#sax.xmlDecl);
    this.#elements = 0;
    this.#recent.beginElement(this.#sax.position);
    this.#handlers.onStart({ ...opened, children: [] });
  }

  /** Text between the children of the root is whitespace that keeps the connection alive (RFC 6120 4.6.1). */
  #onText(data: string): void {
    const into = this.#open.length > 1 ? this.#open.at(-1)?.children : undefined;
    if (typeof into?.at(-1) === 'string') into.push(`${into.pop()}${data}`);
    else into?.push(data);
  }

  #onClose(): void {
    const done = this.#open.pop();
    if (done === undefined) return;
    if (this.#open.length === 0) this.#hasClosed = true;
    else if (this.#open.length > 1) this.#open.at(-1)?.children.push(done);
    else this.#deliver(done);
  }

  #deliver(complete: XmlElement): void {
    this.#sinceElement = 0;
    this.#elements = 0;
    this.#recent.beginElement(this.#sax.position);
    this.#handlers.onElement(complete);
  }

  #end(): never {
    this.#isDone = true;
    this.#handlers.onEnd();
    throw STOP;
  }
}
