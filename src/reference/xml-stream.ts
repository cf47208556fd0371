// RFC 6120 4: an XML stream over a socket. The common part of the streams of clients, components and servers.

import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import type { XmlElement } from '../model/xml.ts';
import { serialize } from '../stanza/serialize.ts';
import { StreamParser } from '../stanza/stream-parser.ts';
import { element, NS } from '../stanza/xml.ts';
import type { XmlErrorKind } from '../stanza/xml-error.ts';

/** More than the largest stanza of the scenarios: a roster item with several groups of 65,536 characters. */
const MAX_STANZA_CHARACTERS = 1024 * 1024;
const ID_BYTES = 12;

/** The stream error for each error of the parser (RFC 6120 4.9.3). */
const CONDITIONS: Readonly<Record<XmlErrorKind, string>> = {
  'ill-formed': 'not-well-formed',
  'not-one-element': 'not-well-formed',
  'prefixed-attribute': 'not-well-formed',
  comment: 'restricted-xml',
  'processing-instruction': 'restricted-xml',
  'document-type': 'restricted-xml',
  'invalid-utf-8': 'unsupported-encoding',
  'other-encoding': 'unsupported-encoding',
  'byte-order-mark': 'not-well-formed',
  'too-large': 'policy-violation',
};

/** The attributes of our stream header, except its id. */
interface Header {
  readonly xmlns: string;
  readonly from: string;
  readonly to?: string;
  readonly version?: string;
  readonly 'xml:lang'?: string;
  readonly 'xmlns:db'?: string;
}

/** A stream. It ends with its socket. */
export abstract class XmlStream {
  /** The id of the last stream header of the receiving entity (RFC 6120 4.7.3); empty before the first one. */
  protected id = '';
  protected socket: Socket;
  readonly #header: Header;
  #parser: StreamParser;
  #isOpen = false;
  #isEnded = false;
  /** How the stream ends: `lost` with its connection, `closed` by the peer, or the condition of our stream error. */
  protected ending = 'lost';

  /** Starts to read from the socket. */
  constructor(socket: Socket, header: Header) {
    this.socket = socket;
    this.#header = header;
    this.#parser = this.#newParser();
    this.#attach();
  }

  /** Whether what is sent may still reach the peer. */
  get isUsable(): boolean {
    return !this.#isEnded && this.socket.writable;
  }

  /** Called for the peer's stream header, after our own has been sent. */
  protected abstract onHeader(root: XmlElement): void;
  protected abstract onElement(received: XmlElement): void;
  /** Called when the stream has ended. May be called more than once. */
  protected abstract onEnd(): void;

  /** What our header has in addition, because of the header that it answers. */
  protected answerTo(_root: XmlElement): Readonly<Record<string, string>> {
    return {};
  }

  /** Sends what is still delayed. Called before the stream closes. */
  protected flush(): void {}

  /** Sends a child of the stream. Does nothing once the stream has ended. */
  send(sent: XmlElement): void {
    this.write(this.written(serialize(sent, { ns: this.#header.xmlns })));
  }

  /** The text of a child of the stream as it is written. */
  protected written(text: string): string | Uint8Array {
    return text;
  }

  /** Opens the stream as the initiating entity, whose header has no id (RFC 6120 4.7.3). */
  protected open(): void {
    this.#isOpen = true;
    this.#writeHeader({});
  }

  /** Waits for a new stream header (RFC 6120 4.3.3). */
  restart(): void {
    this.#isOpen = false;
    this.#parser = this.#newParser();
  }

  /** Closes with a stream error (RFC 6120 4.9). */
  end(condition: string, words?: string): void {
    if (!this.#isEnded) this.ending = condition;
    if (!this.#isOpen) this.#sendHeader();
    this.flush();
    const explanation = words === undefined ? [] : [element('text', NS.streamErrors, {}, [words])];
    this.send(element('error', NS.streams, {}, [element(condition, NS.streamErrors), ...explanation]));
    this.close();
  }

  /** Continues the stream on another socket, as after StartTLS. */
  protected moveTo(socket: Socket): void {
    this.socket.removeAllListeners('data');
    this.socket = socket;
    this.restart();
    this.#attach();
  }

  #attach(): void {
    this.socket.setNoDelay(true);
    this.socket.on('data', (chunk: Buffer) => this.#read(chunk));
    // 'close' follows and is handled; without a listener the error would end the process.
    this.socket.on('error', () => undefined);
    this.socket.on('close', () => this.#stop());
  }

  /** Feeds the parser. An exception in a handler ends this stream with a stream error, not the process. */
  #read(bytes: Buffer): void {
    if (this.#isEnded) return;
    try {
      this.#parser.write(bytes);
    } catch (error) {
      this.end('internal-server-error', String(error));
    }
  }

  #newParser(): StreamParser {
    const isCurrent = () => parser === this.#parser && !this.#isEnded;
    const parser: StreamParser = new StreamParser(
      {
        onStart: (root) => isCurrent() && this.#receiveHeader(root),
        onElement: (received) => isCurrent() && this.onElement(received),
        onEnd: () => isCurrent() && this.#closedByPeer(),
        onError: (error) => isCurrent() && this.end(CONDITIONS[error.kind]),
      },
      { characters: MAX_STANZA_CHARACTERS },
    );
    return parser;
  }

  #closedByPeer(): void {
    this.ending = 'closed';
    this.close();
  }

  #receiveHeader(root: XmlElement): void {
    if (this.#isOpen) this.id = root.attrs['id'] ?? '';
    else this.#sendHeader(this.answerTo(root));
    this.onHeader(root);
  }

  #sendHeader(further: Readonly<Record<string, string>> = {}): void {
    this.#isOpen = true;
    this.id = randomBytes(ID_BYTES).toString('hex');
    this.#writeHeader({ ...further, id: this.id });
  }

  #writeHeader(further: Readonly<Record<string, string>>): void {
    const attrs = Object.entries({ 'xmlns:stream': NS.streams, ...this.#header, ...further });
    this.write(`<?xml version='1.0'?><stream:stream${attrs.map(([name, value]) => ` ${name}='${value}'`).join('')}>`);
  }

  /** Writes into the stream. Does nothing once it has ended. */
  protected write(characters: string | Uint8Array): void {
    if (!this.#isEnded && this.socket.writable) this.socket.write(characters);
  }

  /** Closes the stream and the connection. */
  protected close(): void {
    this.flush();
    this.write('</stream:stream>');
    this.socket.end();
    this.#stop();
  }

  #stop(): void {
    this.#isEnded = true;
    this.onEnd();
  }
}
