// The stream of the small client: RFC 6120 4 to 7, with PLAIN over a plain connection. It is for loopback only.

import type { Socket } from 'node:net';
import type { XmlElement } from '../../model/xml.ts';
import { XmlStream } from '../../reference/xml-stream.ts';
import { domainOf, localOf } from '../../stanza/jid.ts';
import { child, element, elements, NS, text } from '../../stanza/xml.ts';

/** Hears a stream. */
export interface OwnStreamListener {
  /** A resource is bound; the features are those after the login. */
  bound(jid: string, features: readonly string[]): void;
  stanza(received: XmlElement): void;
  ended(): void;
}

const BIND = element('bind', NS.bind);

/** A stream that logs in by itself. */
export class OwnStream extends XmlStream {
  readonly #jid: string;
  readonly #password: string;
  readonly #listener: OwnStreamListener;
  #features: readonly string[] = [];
  #isBound = false;

  constructor(socket: Socket, login: { readonly jid: string; readonly password: string }, listener: OwnStreamListener) {
    super(socket, { xmlns: NS.client, from: login.jid, to: domainOf(login.jid), version: '1.0' });
    this.#jid = login.jid;
    this.#password = login.password;
    this.#listener = listener;
  }

  /** Opens the stream. */
  begin(): void {
    this.open();
  }

  /** Closes it (RFC 6120 4.4). */
  finish(): void {
    this.close();
  }

  /** Writes text as it stands. */
  writeRaw(characters: string): void {
    this.write(characters);
  }

  /** Ends the connection. */
  drop(): void {
    this.socket.destroy();
  }

  protected onHeader(): void {
    // The features follow.
  }

  protected onElement(received: XmlElement): void {
    if (received.ns === NS.streams && received.name === 'error') this.close();
    else this.#take(received);
  }

  #take(received: XmlElement): void {
    const { name } = received;
    if (this.#isBound) this.#listener.stanza(received);
    else if (name === 'features') this.#negotiate(received);
    else if (name === 'success') this.#again();
    else if (name === 'failure') this.close();
    else if (name === 'iq') this.#bind(received);
  }

  protected onEnd(): void {
    this.#listener.ended();
  }

  #negotiate(features: XmlElement): void {
    this.#features = elements(features).map(({ name }) => name);
    if (this.#features.includes('bind')) this.send(element('iq', NS.client, { type: 'set', id: 'bind' }, [BIND]));
    else this.#authenticate();
  }

  #authenticate(): void {
    const plain = Buffer.from(`\0${localOf(this.#jid)}\0${this.#password}`).toString('base64');
    this.send(element('auth', NS.sasl, { mechanism: 'PLAIN' }, [plain]));
  }

  #again(): void {
    this.restart();
    this.open();
  }

  #bind(answer: XmlElement): void {
    const jid = child(child(answer, 'bind', NS.bind) ?? answer, 'jid', NS.bind);
    this.#isBound = jid !== undefined;
    if (jid === undefined) this.close();
    else this.#listener.bound(text(jid), this.#features);
  }
}
