// The way to the server of one other domain.

import { bounce } from './bounce.ts';
import { causedBy } from './cause.ts';
import type { OutgoingStream } from './outgoing-stream.ts';
import type { Departing, ServerState } from './server-state.ts';
import type { ErrorCondition } from './stanza.ts';
import { WayOut } from './way-out.ts';

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
