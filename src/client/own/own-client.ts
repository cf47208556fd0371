// A small client that does what RFC 6120 and RFC 6121 ask of one. It proves the cases about clients: it passes them, and with a
// fault it does not.

import { connect } from 'node:net';
import type { XmlElement } from '../../model/xml.ts';
import { bareOf } from '../../stanza/jid.ts';
import { element, NS } from '../../stanza/xml.ts';
import type { ClientLogin } from '../client-program.ts';
import { answerIq } from './own-iq.ts';
import { readMessage } from './own-messages.ts';
import { readPresence } from './own-presence.ts';
import { applyResult, rosterGet } from './own-roster.ts';
import { keepRoster, newState, type Own, type OwnFault, type OwnState } from './own-state.ts';
import { OwnStream } from './own-stream.ts';

/** One login of the client. */
export class OwnClient implements Own {
  readonly account: string;
  readonly state: OwnState;
  readonly fault: OwnFault;
  readonly #stream: OwnStream;
  jid = '';
  readonly #onEnd: () => void;

  constructor(login: ClientLogin, fault: OwnFault, onEnd: () => void) {
    this.account = bareOf(login.jid);
    this.state = newState(this.account);
    this.fault = fault;
    this.#onEnd = onEnd;
    const socket = connect(login.port, login.host);
    this.#stream = new OwnStream(socket, login, {
      bound: (jid, features) => this.#begin(jid, features),
      stanza: (received) => this.#read(received),
      ended: () => this.#end(),
    });
    this.#stream.begin();
  }

  /** Sends a stanza. */
  send(stanza: XmlElement): void {
    for (const sent of this.fault.outgoing?.(stanza, this) ?? [stanza]) this.#stream.send(sent);
  }

  writeRaw(characters: string): void {
    this.#stream.writeRaw(characters);
  }

  finish(): void {
    this.#stream.finish();
  }

  drop(): void {
    this.#stream.drop();
  }

  /** Sends a request to the server or to another entity, and calls back with its answer: one from anybody else is none. */
  request(iq: XmlElement, settle: (answer: XmlElement) => void): void {
    const { id = '', to } = iq.attrs;
    // What is sent to no one, the account answers (RFC 6120 8.1.2.1, 10.3.3).
    const from = to === undefined ? [undefined, this.account, this.jid] : [to];
    this.state.requests.set(id, { from, settle });
    this.send(iq);
  }

  #begin(jid: string, features: readonly string[]): void {
    this.jid = jid;
    this.state.offers = features;
    const get = rosterGet(this.state);
    const first = [get, element('presence', NS.client)];
    for (const stanza of this.fault.login?.(first, this) ?? first) {
      if (stanza === get) this.request(get, (answer) => applyResult(this, answer));
      else this.send(stanza);
    }
  }

  #read(received: XmlElement): void {
    for (const stanza of this.fault.incoming?.(received, this) ?? [received]) {
      if (stanza.name === 'iq') this.#readIq(stanza);
      else if (stanza.name === 'presence') readPresence(this, stanza);
      else if (stanza.name === 'message') readMessage(this, stanza);
    }
    this.fault.after?.(received, this);
  }

  #readIq(iq: XmlElement): void {
    const { type } = iq.attrs;
    if (type === 'result' || type === 'error') this.#settle(iq);
    else this.send(answerIq(this, iq));
  }

  #settle(iq: XmlElement): void {
    const { id = '', from } = iq.attrs;
    const request = this.state.requests.get(id);
    if (request === undefined || !request.from.includes(from)) return;
    this.state.requests.delete(id);
    request.settle(iq);
  }

  #end(): void {
    keepRoster(this.account, this.state);
    this.#onEnd();
  }
}
