// The way to the server of one other domain: its streams, and server dialback (XEP-0220), which proves a domain on them.

import { createHash, createHmac } from 'node:crypto';
import type { Socket } from 'node:net';
import type { XmlElement } from '../model/xml.ts';
import { toServer } from '../stanza/component.ts';
import { element, NS } from '../stanza/xml.ts';
import { bounce, causedBy } from './bounce.ts';
import { WayOut } from './outbox.ts';
import type { Departing, ServerState } from './server-state.ts';
import type { ErrorCondition } from './stanza.ts';
import { XmlStream } from './xml-stream.ts';

/** Keeps stanzas in order while a stream is opened (RFC 6120 10.1), and opens one when the last has ended. */
export class ServerLink {
  readonly #server: ServerState;
  readonly #domain: string;
  readonly #open: () => Promise<OutgoingStream | ErrorCondition>;
  readonly #out: WayOut;
  /** Stanzas that wait for the stream. While there are any, one is being opened. */
  readonly #waiting: Departing[] = [];
  #stream: OutgoingStream | undefined;

  /** `open` opens a stream, or resolves with the condition of the error for those whose stanzas wait for it. */
  constructor(server: ServerState, domain: string, open: () => Promise<OutgoingStream | ErrorCondition>) {
    this.#server = server;
    this.#domain = domain;
    this.#open = open;
    this.#out = new WayOut(server, (departing) => this.#write(departing));
  }

  /** Sends a stanza, or returns it to its sender when no stream can be had. */
  send(departing: Departing): void {
    this.#out.send(departing);
  }

  /** Drops all stanzas that have not been sent. */
  clear(): void {
    this.#out.clear();
    this.#waiting.length = 0;
  }

  #write(departing: Departing) {
    if (this.#stream?.isUsable && this.#waiting.length === 0) return this.#stream.sendStanza(departing.stanza);
    if (this.#waiting.push(departing) === 1) void this.#openAgain().then((outcome) => this.#conclude(outcome));
  }

  async #openAgain(): Promise<OutgoingStream | ErrorCondition> {
    const isAgain = this.#stream !== undefined;
    return isAgain && this.#server.hooks?.opensAgain?.() === false ? 'remote-server-timeout' : this.#open();
  }

  #conclude(outcome: OutgoingStream | ErrorCondition) {
    const failure = typeof outcome === 'string' ? outcome : undefined;
    const all = this.#waiting.splice(0);
    const waiting = this.#server.hooks?.afterWait?.(all, failure) ?? all;
    if (typeof outcome === 'string') return this.#returnAll(waiting, outcome);
    this.#stream = outcome;
    for (const { stanza } of waiting) outcome.sendStanza(stanza);
  }

  #returnAll(waiting: readonly Departing[], condition: ErrorCondition): void {
    causedBy(this.#server, this.#domain, () => {
      for (const departing of waiting) bounce(departing, condition);
    });
  }
}

/** What the server asks over a stream: that its own key be accepted, or whether another's is valid. */
export interface Question {
  readonly from: string;
  readonly to: string;
  readonly kind: 'result' | 'verify';
  /** Makes the question for the stream with that id. */
  ask(streamId: string): XmlElement;
}

/** A stream to another server. It ends with its socket. */
export class OutgoingStream extends XmlStream {
  readonly #question: Question;
  /** Called with the answer, and with false when the stream has ended. */
  readonly #onAnswer: (isValid: boolean) => void;
  #hasAsked = false;
  #isAnswered = false;

  /** Opens the stream, and asks as soon as that is possible. */
  constructor(socket: Socket, question: Question, onAnswer: (isValid: boolean) => void) {
    const { from, to } = question;
    super(socket, { ...SERVER_STREAM, from, to, version: '1.0' });
    this.#question = question;
    this.#onAnswer = onAnswer;
    this.open();
  }

  /** Sends a stanza of this server. */
  sendStanza(stanza: XmlElement): void {
    this.send(toServer(stanza));
  }

  /** Closes the stream and the connection. */
  override close(): void {
    super.close();
  }

  /** A server that states no version sends no features (RFC 6120 4.7.5). */
  protected onHeader({ name, ns, attrs }: XmlElement): void {
    if (ns !== NS.streams) this.end('invalid-namespace');
    else if (name !== 'stream') this.end('bad-format');
    else if (attrs['version'] === undefined) this.#ask();
  }

  protected onElement(received: XmlElement): void {
    const isAnswer = !this.#isAnswered && isDialback(received, this.#question.kind);
    if (isAnswer && received.attrs['type'] !== undefined) this.#take(received.attrs['type'] === 'valid');
    else if (received.ns === NS.streams && received.name === 'features') this.#ask();
    else if (received.ns === NS.streams) this.close();
    else this.end('unsupported-stanza-type');
  }

  protected onEnd(): void {
    this.#take(false);
  }

  #ask(): void {
    if (this.#hasAsked) return;
    this.#hasAsked = true;
    this.send(this.#question.ask(this.id));
  }

  #take(isValid: boolean): void {
    if (this.#isAnswered) return;
    this.#isAnswered = true;
    this.#onAnswer(isValid);
  }
}

/** The attributes of our stream headers (RFC 6120 4.8.2). The prefix is fixed (XEP-0220 2.1.1). */
export const SERVER_STREAM = { xmlns: NS.server, 'xmlns:db': NS.dialback } as const;

/** A stream of a server, which says that it speaks for the originating domain. */
export interface Claim {
  readonly originating: string;
  readonly receiving: string;
  readonly streamId: string;
}

/** Computes the key of a claim (XEP-0185). */
export function keyOf(secret: string, { originating, receiving, streamId }: Claim): string {
  const hashed = createHash('sha256').update(secret).digest('hex');
  return createHmac('sha256', hashed).update(`${receiving} ${originating} ${streamId}`).digest('hex');
}

/** Makes an element of the dialback namespace, with the prefix that the stream header declares. */
export function dialbackElement(
  name: 'result' | 'verify',
  attrs: Readonly<Record<string, string>>,
  key?: string,
): XmlElement {
  return element(`db:${name}`, NS.server, attrs, key === undefined ? [] : [key]);
}

/** Whether a received element belongs to dialback. */
export function isDialback({ ns, name }: XmlElement, expected: 'result' | 'verify'): boolean {
  return ns === NS.dialback && name === expected;
}
