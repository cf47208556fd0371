// The stream that this server opens to another one: for stanzas, or to ask whether a key is valid (XEP-0220).

import type { Socket } from 'node:net';
import type { XmlElement } from '../model/xml.ts';
import { toServer } from '../stanza/component.ts';
import { NS } from '../stanza/xml.ts';
import { isDialback, SERVER_STREAM } from './dialback.ts';
import { XmlStream } from './xml-stream.ts';

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
