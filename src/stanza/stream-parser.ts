import { SaxesParser, type SaxesTagNS, type XMLDecl } from 'saxes';
import type { XmlElement, XmlNode } from '../model/xml.ts';
import { MarkupScanner } from './markup-scanner.ts';
import { RecentText } from './recent-text.ts';
import { XmlError, type XmlErrorKind } from './xml-error.ts';

/** What one child of the root may be at most: a bound against hostile input. */
export interface XmlLimits {
  readonly characters: number;
  readonly depth: number;
}

/** More than any stanza of the standards. */
const DEFAULT_LIMITS: XmlLimits = { characters: 1024 * 1024, depth: 64 };

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
  #isDone = false;

  constructor(handlers: StreamHandlers, limits: Partial<XmlLimits> = {}) {
    this.#handlers = handlers;
    this.#limits = { ...DEFAULT_LIMITS, ...limits };
    const sax = this.#sax;
    sax.on('error', ({ message }) => this.#fail('ill-formed', message.replace(/^\d+:\d+: /, '')));
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
    if (forbidden !== undefined) this.#fail(forbidden.fault, forbidden.message, at);
    if (this.#sinceElement > this.#limits.characters) {
      this.#fail('too-large', `an element has more than ${this.#limits.characters} characters`);
    }
  }

  #fail(kind: XmlErrorKind, message: string, at: number = this.#sax.position): never {
    this.#isDone = true;
    const place = { line: this.#sax.line, col: this.#sax.column + 1 };
    this.#handlers.onError(new XmlError(kind, message, place, this.#recent.excerpt(at)));
    throw STOP;
  }

  #checkEncoding({ encoding }: XMLDecl): void {
    if (encoding === undefined || /^utf-8$/i.test(encoding)) return;
    this.#fail('other-encoding', `the encoding "${encoding}" is declared`);
  }

  #onOpen(tag: SaxesTagNS): void {
    if (this.#open.length >= this.#limits.depth) {
      this.#fail('too-deep', `elements are nested deeper than ${this.#limits.depth}`);
    }
    const attrs: Record<string, string> = {};
    for (const name in tag.attributes) {
      if (name !== 'xmlns' && !name.startsWith('xmlns:')) attrs[name] = tag.attributes[name]?.value ?? '';
    }
    const opened = { name: tag.local, ns: tag.uri, attrs, children: [] };
    this.#open.push(opened);
    if (this.#open.length > 1) return;
    this.#checkEncoding(this.#sax.xmlDecl);
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
    if (this.#open.length === 0) this.#end();
    if (this.#open.length > 1) this.#open.at(-1)?.children.push(done);
    else this.#deliver(done);
  }

  #deliver(complete: XmlElement): void {
    this.#sinceElement = 0;
    this.#recent.beginElement(this.#sax.position);
    this.#handlers.onElement(complete);
  }

  #end(): never {
    this.#isDone = true;
    this.#handlers.onEnd();
    throw STOP;
  }
}
