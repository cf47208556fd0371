// Replaces the library's parser, which accepts ill-formed XML and loses some stanzas without an error; reading yields to timers.

import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { setImmediate } from 'node:timers';
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

/** Bytes that all streams read before each that reads more yields: some 10 ms of parsing. */
const BUDGET_BYTES = 256 * 1024;

/**
 * In most turns of the event loop the stream reads on that has read last, 128 KiB at most: a flood soon meets its limit, and
 * what it holds is free before the next one grows. In every fourth turn the one reads on, too, that has waited longest.
 */
const TURNS_OF_LATEST = 4;

/** The sockets that have yielded, in order. */
const waiting = new Set<Socket>();
let left = BUDGET_BYTES;
let turns = 0;

/** Counts bytes that a stream has read. Once the budget is used, its socket pauses until a later turn. */
export function countRead(bytes: number, socket: Socket | undefined): void {
  left -= bytes;
  if (left > 0 || socket === undefined || waiting.has(socket)) return;
  if (waiting.size === 0) setImmediate(resumeSome);
  waiting.add(socket.pause());
}

function resumeSome(): void {
  left = BUDGET_BYTES;
  turns += 1;
  const sockets = [...waiting];
  resume(sockets.at(-1));
  if (turns % TURNS_OF_LATEST === 0) resume(sockets[0]);
  if (waiting.size > 0) setImmediate(resumeSome);
}

function resume(socket: Socket | undefined): void {
  if (socket !== undefined && waiting.delete(socket)) socket.resume();
}
