// RFC 6120 10.4: the servers of other domains, and the streams to them.

import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import type { Endpoint } from '../model/problem.ts';
import { type Claim, dialbackElement, keyOf, OutgoingStream, type Question, ServerLink } from './server-link.ts';
import type { Departing, OtherServers, ServerState } from './server-state.ts';
import type { ErrorCondition } from './stanza.ts';

/** How to reach other servers. */
export interface ServersOptions {
  /** Where the server of each domain listens for servers. May change while this server runs. */
  readonly servers: ReadonlyMap<string, Endpoint>;
  /** Bounds the negotiation of a stream, in milliseconds; 5000 when absent. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 5000;

/** The servers of other domains. */
export class Servers implements OtherServers {
  readonly #server: ServerState;
  readonly #options: ServersOptions;
  readonly #secret = randomBytes(16).toString('hex');
  readonly #links = new Map<string, ServerLink>();
  readonly #sockets = new Set<Socket>();
  #isClosed = false;

  constructor(server: ServerState, options: ServersOptions) {
    this.#server = server;
    this.#options = options;
  }

  /** Whether a domain has a server. */
  has(domain: string): boolean {
    return this.#options.servers.has(domain);
  }

  /** Sends a stanza over the stream to a domain, which is opened on demand. After `close`, drops it. */
  send(domain: string, departing: Departing): void {
    if (!this.#isClosed) this.#linkTo(domain).send(departing);
  }

  /** The key that this server uses for a claim of its own. */
  keyOf(claim: Claim): string {
    return keyOf(this.#secret, claim);
  }

  /** Asks the server of the originating domain whether it has made a key. Resolves with false when it cannot be asked. */
  async verify({ originating, receiving, streamId }: Claim, key: string): Promise<boolean> {
    const attrs = { from: receiving, to: originating, id: streamId };
    const ask = () => dialbackElement('verify', attrs, key);
    const outcome = await this.#open({ from: receiving, to: originating, kind: 'verify', ask });
    if (typeof outcome === 'string') return false;
    outcome.close();
    return true;
  }

  /** Closes all outgoing connections at once, and opens no more. */
  close(): void {
    this.#isClosed = true;
    for (const link of this.#links.values()) link.clear();
    for (const socket of this.#sockets) socket.destroy();
  }

  #linkTo(domain: string): ServerLink {
    const found = this.#links.get(domain);
    if (found) return found;
    const link = new ServerLink(this.#server, domain, () => this.#openFor(domain));
    this.#links.set(domain, link);
    return link;
  }

  /** Opens a stream for stanzas. */
  #openFor(to: string): Promise<OutgoingStream | ErrorCondition> {
    const from = this.#server.domain;
    const ask = (streamId: string) => {
      const key = this.keyOf({ originating: from, receiving: to, streamId });
      return dialbackElement('result', { from, to }, key);
    };
    return this.#open({ from, to, kind: 'result', ask });
  }

  /** Opens a stream. Resolves when the answer is positive, otherwise with the condition of RFC 6120 10.4.3. */
  async #open(question: Question): Promise<OutgoingStream | ErrorCondition> {
    const address = this.#options.servers.get(question.to);
    if (address === undefined || this.#isClosed) return 'remote-server-not-found';
    return (await this.#negotiate(this.#connect(address), question)) ?? 'remote-server-timeout';
  }

  #connect(address: Endpoint): Socket {
    const socket = connect(address);
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    return socket;
  }

  #negotiate(socket: Socket, question: Question): Promise<OutgoingStream | undefined> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => socket.destroy(), this.#options.timeoutMs ?? TIMEOUT_MS);
      const stream = new OutgoingStream(socket, question, (isValid) => {
        clearTimeout(timer);
        if (!isValid) stream.close();
        resolve(isValid ? stream : undefined);
      });
    });
  }
}
