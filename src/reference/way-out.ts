// The way out of the server to another domain.

import { bareOf } from '../stanza/jid.ts';
import { Outbox } from './outbox.ts';
import { passageOf } from './passage.ts';
import type { Departing, ServerState } from './server-state.ts';

/** Passes stanzas on as the mode and the fault of the server have it. */
export class WayOut {
  readonly #server: ServerState;
  readonly #write: (departing: Departing) => void;
  /** Undefined where nothing is delayed. */
  readonly #outbox: Outbox<Departing> | undefined;

  constructor(server: ServerState, write: (departing: Departing) => void) {
    this.#server = server;
    this.#write = write;
    this.#outbox = server.delays && new Outbox(write, server.delays);
  }

  /** Sends a stanza, which the relaxed mode delays and a mutant changes. */
  send(departing: Departing): void {
    const { stanza } = departing;
    for (const sent of this.#server.hooks?.toRemote?.(stanza, this.#server) ?? [stanza]) {
      this.#dispatch({ ...departing, stanza: sent });
    }
  }

  /** Writes all delayed stanzas at once. */
  flush(): void {
    this.#outbox?.flush();
  }

  /** Drops all delayed stanzas. */
  clear(): void {
    this.#outbox?.clear();
  }

  #dispatch(departing: Departing): void {
    const { stanza } = departing;
    if (this.#outbox) this.#outbox.add(departing, passageOf(this.#server, bareOf(stanza.attrs['to'] ?? ''), stanza));
    else this.#write(departing);
  }
}
