// XML text to XmlElement. Strict: well-formed, namespaces resolved, no DTD (RFC 6120 11.1), bounded depth.

import { SaxesParser } from 'saxes';
import type { XmlElement, XmlNode } from '../model/xml.ts';

/** Namespaces by the names the standards use for them. */
export const NS = {
  client: 'jabber:client',
  roster: 'jabber:iq:roster',
  stanzas: 'urn:ietf:params:xml:ns:xmpp-stanzas',
  streams: 'http://etherx.jabber.org/streams',
  streamErrors: 'urn:ietf:params:xml:ns:xmpp-streams',
  tls: 'urn:ietf:params:xml:ns:xmpp-tls',
  sasl: 'urn:ietf:params:xml:ns:xmpp-sasl',
  bind: 'urn:ietf:params:xml:ns:xmpp-bind',
  session: 'urn:ietf:params:xml:ns:xmpp-session',
  register: 'jabber:iq:register',
  registerFeature: 'http://jabber.org/features/iq-register',
  rosterver: 'urn:xmpp:features:rosterver',
  preApproval: 'urn:xmpp:features:pre-approval',
  commands: 'http://jabber.org/protocol/commands',
  admin: 'http://jabber.org/protocol/admin',
  data: 'jabber:x:data',
  ping: 'urn:xmpp:ping',
  version: 'jabber:iq:version',
  discoInfo: 'http://jabber.org/protocol/disco#info',
  delay: 'urn:xmpp:delay',
  xml: 'http://www.w3.org/XML/1998/namespace',
} as const;

/** Deeper nesting than any stanza of the standards; a bound against hostile input. */
const MAX_DEPTH = 64;

/** Thrown through the parser to leave the rest of a chunk unread once it has failed. */
const STOP = new Error('stopped at the first error');

/** Why XML is refused. `forbidden` is well-formed XML that RFC 6120 11.1 excludes: a DTD, a comment, an instruction. */
export type XmlErrorKind = 'ill-formed' | 'forbidden' | 'too-deep' | 'too-large' | 'not-one-element';

/** A place in a text; both count from 1. */
interface Place {
  readonly line: number;
  readonly col: number;
}

const START: Place = { line: 1, col: 1 };

/** XML that cannot be read, with the place of the error in the text. */
export class XmlError extends Error {
  readonly kind: XmlErrorKind;
  readonly line: number;
  readonly col: number;
  constructor(kind: XmlErrorKind, message: string, { line, col }: Place = START) {
    super(message);
    this.kind = kind;
    this.line = line;
    this.col = col;
  }
}

/** Makes an element; children may be elements or text. */
export function element(
  name: string,
  ns: string,
  attrs: Readonly<Record<string, string>> = {},
  children: readonly XmlNode[] = [],
): XmlElement {
  return { name, ns, attrs, children };
}

/** Child elements, without the text between them. */
export function elements(parent: XmlElement): readonly XmlElement[] {
  return parent.children.filter((child): child is XmlElement => typeof child !== 'string');
}

/** First child element of that name (and namespace, when given). */
export function child(parent: XmlElement, name: string, ns?: string): XmlElement | undefined {
  return elements(parent).find((e) => e.name === name && (ns === undefined || e.ns === ns));
}

/** Character data of the element itself, joined. */
export function text(parent: XmlElement): string {
  return parent.children.filter((c) => typeof c === 'string').join('');
}

interface OpenElement {
  name: string;
  ns: string;
  attrs: Record<string, string>;
  children: XmlNode[];
}

export interface StreamHandlers {
  /** The root opened; `xml:lang` and the other attributes are in `attrs`. */
  onStart(root: XmlElement): void;
  /** A child of the root is complete. */
  onElement(element: XmlElement): void;
  /** The root closed. */
  onEnd(): void;
  /** Not well-formed, a DTD, or beyond a limit; nothing follows. */
  onError(error: XmlError): void;
}

/**
 * Reads an XML stream piece by piece (RFC 6120 4). Refuses DTDs, processing instructions and comments, as
 * RFC 6120 11.1 obliges, and children of the root of more than `maxBytes` characters.
 */
export class StreamParser {
  readonly #sax: SaxesParser<{ xmlns: true }>;
  readonly #open: OpenElement[] = [];
  readonly #maxBytes: number;
  readonly #fail: (kind: XmlErrorKind, message: string) => void;
  #sinceElement = 0;
  #failed = false;

  constructor(handlers: StreamHandlers, maxBytes = 1024 * 1024) {
    this.#maxBytes = maxBytes;
    const sax = new SaxesParser({ xmlns: true, position: true });
    this.#sax = sax;
    const fail = (kind: XmlErrorKind, message: string) => {
      if (this.#failed) return;
      this.#failed = true;
      handlers.onError(new XmlError(kind, message, { line: sax.line, col: sax.column + 1 }));
      throw STOP;
    };
    this.#fail = fail;
    sax.on('error', (error) => fail('ill-formed', error.message.replace(/^\d+:\d+: /, '')));
    sax.on('doctype', () => fail('forbidden', 'a document type declaration is not allowed in XMPP (RFC 6120 11.1)'));
    sax.on('processinginstruction', () =>
      fail('forbidden', 'a processing instruction is not allowed in XMPP (RFC 6120 11.1)'),
    );
    sax.on('comment', () => fail('forbidden', 'a comment is not allowed in XMPP (RFC 6120 11.1)'));
    sax.on('opentag', (tag) => {
      if (this.#failed) return;
      if (this.#open.length >= MAX_DEPTH) return fail('too-deep', `elements are nested deeper than ${MAX_DEPTH}`);
      const attrs: Record<string, string> = {};
      for (const attribute of Object.values(tag.attributes)) {
        if (attribute.prefix === 'xmlns' || attribute.name === 'xmlns') continue;
        attrs[attribute.name] = attribute.value;
      }
      this.#open.push({ name: tag.local, ns: tag.uri, attrs, children: [] });
      if (this.#open.length === 1) handlers.onStart({ name: tag.local, ns: tag.uri, attrs, children: [] });
    });
    const onText = (data: string) => {
      const into = this.#open.length > 1 ? this.#open.at(-1)?.children : undefined;
      if (typeof into?.at(-1) === 'string') into.push(`${into.pop()}${data}`);
      else into?.push(data);
    };
    sax.on('text', onText);
    sax.on('cdata', onText);
    sax.on('closetag', () => {
      const done = this.#open.pop();
      if (this.#failed || done === undefined) return;
      if (this.#open.length === 0) return handlers.onEnd();
      if (this.#open.length > 1) return void this.#open.at(-1)?.children.push(done);
      this.#sinceElement = 0;
      handlers.onElement(done);
    });
  }

  /** Name of the innermost element that is open below the root, if any. */
  get innermost(): string | undefined {
    return this.#open.length > 1 ? this.#open.at(-1)?.name : undefined;
  }

  /** Feeds decoded characters; a multi-byte character must not be cut in two. Nothing is read after an error. */
  write(chunk: string): void {
    if (this.#failed) return;
    this.#sinceElement += chunk.length;
    try {
      this.#sax.write(chunk);
      if (this.#sinceElement > this.#maxBytes) {
        this.#fail('too-large', `a stanza is larger than ${this.#maxBytes} characters`);
      }
    } catch (error) {
      if (error !== STOP) throw error;
    }
  }
}

/**
 * Parses one element. Elements without a namespace are in `defaultNs`.
 * Throws `XmlError` with the place inside `source`.
 */
export function parseXml(source: string, defaultNs: string = NS.client): XmlElement {
  const found: XmlElement[] = [];
  let failure: XmlError | undefined;
  const wrapper = `<r xmlns="${defaultNs}" xmlns:stream="${NS.streams}">`;
  const parser = new StreamParser({
    onStart: () => undefined,
    onElement: (e) => found.push(e),
    onEnd: () => undefined,
    onError: (error) => {
      const { kind, message, line, col } = error;
      failure ??= new XmlError(kind, message, { line, col: line === 1 ? col - wrapper.length : col });
    },
  });
  parser.write(`${wrapper}${source}`);
  if (failure === undefined && parser.innermost !== undefined) {
    failure = new XmlError('ill-formed', `unclosed tag: ${parser.innermost}`, {
      line: source.split('\n').length,
      col: 1,
    });
  }
  parser.write('</r>');
  if (failure) throw failure;
  const [first, second] = found;
  if (first === undefined) throw new XmlError('not-one-element', 'no element there');
  if (second !== undefined) {
    throw new XmlError('not-one-element', `one element expected, <${second.name}> follows <${first.name}>`);
  }
  return first;
}
