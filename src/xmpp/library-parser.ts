// Replaces the library's parser, which accepts ill-formed XML and loses some stanzas without an error.

import { EventEmitter } from 'node:events';
import type { FamilyParser } from '@xmpp/client-core';
import { Element } from 'ltx';
import type { XmlElement } from '../model/xml.ts';
import { type StreamHandlers, StreamParser, type XmlLimits } from '../stanza/stream-parser.ts';

/** Room for a few texts of 1 MiB; servers accept far less from their clients. */
const LIMITS: Partial<XmlLimits> = { characters: 4 * 1024 * 1024, depth: 128 };

type HandlersFor = (parser: FamilyParser) => StreamHandlers;

class StrictParser extends EventEmitter implements FamilyParser {
  readonly #reader: StreamParser;

  constructor(handlersFor: HandlersFor) {
    super();
    this.#reader = new StreamParser(handlersFor(this), LIMITS);
  }

  write(bytes: Uint8Array): void {
    this.#reader.write(bytes);
  }
}

/** What `Connection.Parser` is set to: each instance reads one stream and calls the handlers made for it. */
export function libraryParser(handlersFor: HandlersFor): new () => FamilyParser {
  // All are of one class: V8 compiles one class once.
  return StrictParser.bind(undefined, handlersFor);
}

/** Converts an element to the library's type. */
export function toLibrary({ name, ns, attrs, children }: XmlElement): Element {
  const converted = new Element(name, { ...attrs, xmlns: ns });
  for (const child of children) {
    if (typeof child === 'string') converted.t(child);
    else converted.cnode(toLibrary(child));
  }
  return converted;
}
