// Where the library's own parser would be: it reads laxly, and loses stanzas without an error.

import { EventEmitter } from 'node:events';
import type { FamilyParser } from '@xmpp/client-core';
import { Element } from 'ltx';
import type { XmlElement } from '../model/xml.ts';
import { type StreamHandlers, StreamParser, type XmlLimits } from '../stanza/stream-parser.ts';

/** More than any server may send in one stanza, to bound memory; far above what a server under test accepts. */
const LIMITS: XmlLimits = { characters: 16 * 1024 * 1024, depth: 512 };

/** A class to be set as `Connection.Parser`. Each parser reads one stream and calls the handlers made for it. */
export function libraryParser(handlersFor: (parser: FamilyParser) => StreamHandlers): new () => FamilyParser {
  return class extends EventEmitter implements FamilyParser {
    readonly #reader = new StreamParser(handlersFor(this), LIMITS);

    write(bytes: Uint8Array): void {
      this.#reader.write(bytes);
    }
  };
}

/** The library's form of an element. */
export function toLibrary({ name, ns, attrs, children }: XmlElement): Element {
  const converted = new Element(name, { ...attrs, xmlns: ns });
  for (const child of children) {
    if (typeof child === 'string') converted.t(child);
    else converted.cnode(toLibrary(child));
  }
  return converted;
}
