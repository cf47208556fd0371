// A TCP proxy in front of a server, that spoils connections: late, slow, in fragments, cut, reset, silent, half open.

import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { createRandom, type Random } from './random.test-kit.ts';

/** What happens to the bytes of one direction. Faults combine. */
export interface LinkFaults {
  /** Milliseconds that each piece is late. */
  readonly latencyMs?: number;
  /** Up to as many milliseconds more, drawn for each piece. */
  readonly jitterMs?: number;
  /** Bytes of the largest piece that is written at once. */
  readonly pieceBytes?: number;
  readonly bytesPerSecond?: number;
  /** How the connection ends after a number of bytes of this direction. */
  readonly end?: LinkEnd;
}

export interface LinkEnd {
  readonly afterBytes: number;
  /** Closes both sides, resets both sides, or loses all that follows in this direction, its end included. */
  readonly how: 'cut' | 'reset' | 'black-hole';
}

export interface ConnectionFaults {
  readonly toServer?: LinkFaults;
  readonly toClient?: LinkFaults;
  /** The server does not learn that the client has ended or reset the connection. */
  readonly isHalfOpen?: boolean;
  /** Milliseconds between the connection of the client and that to the server. */
  readonly acceptDelayMs?: number;
}

export interface ProxyOptions {
  /** Where the server listens; 127.0.0.1 when absent. */
  readonly host?: string;
  readonly port: number;
  /** Draws the faults of a connection. The generator depends on the seed and on the number of the connection, from 0. */
  readonly faults: (random: Random, connection: number) => ConnectionFaults;
  readonly seed?: number;
}

export interface Proxy {
  readonly port: number;
  /** The number of connections so far. */
  readonly accepted: number;
  /** The number of connections that the client has not ended. */
  readonly open: number;
  /** The number of connections to the server that are still open. */
  readonly openToServer: number;
  /** Resets what is open and stops. */
  stop(): Promise<void>;
}

/** Bytes that wait in one direction before the proxy stops reading: a slow link must not fill the memory. */
const MOST_WAITING = 256 * 1024;

export async function startProxy({ host = '127.0.0.1', port, faults, seed = 1 }: ProxyOptions): Promise<Proxy> {
  const relays: Relay[] = [];
  const listener = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const random = createRandom(seed, relays.length);
    relays.push(new Relay(client, { host, port, random, faults: faults(random, relays.length) }));
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const count = (isCounted: (relay: Relay) => boolean) => relays.filter(isCounted).length;
  return {
    port: (listener.address() as AddressInfo).port,
    get accepted() {
      return relays.length;
    },
    get open() {
      return count((relay) => relay.isClientOpen);
    },
    get openToServer() {
      return count((relay) => relay.isServerOpen);
    },
    stop: async () => {
      for (const relay of relays) relay.reset();
      listener.close();
      await once(listener, 'close');
    },
  };
}

interface RelayOptions {
  readonly host: string;
  readonly port: number;
  readonly random: Random;
  readonly faults: ConnectionFaults;
}

/** One connection of a client, and the one to the server that belongs to it. */
class Relay {
  isClientOpen = true;
  isServerOpen = false;
  readonly #client: Socket;
  #server: Socket | undefined;

  constructor(client: Socket, options: RelayOptions) {
    this.#client = client;
    // Errors are followed by 'close'. Without a listener they would end the process.
    client.on('error', () => undefined);
    for (const event of ['end', 'close']) {
      client.on(event, () => {
        this.isClientOpen = false;
      });
    }
    void this.#join(options);
  }

  /** Resets both sides. */
  reset(): void {
    this.#client.resetAndDestroy();
    this.#server?.resetAndDestroy();
  }

  async #join({ host, port, random, faults }: RelayOptions): Promise<void> {
    const client = this.#client;
    if (faults.acceptDelayMs !== undefined) await delay(faults.acceptDelayMs);
    if (client.destroyed) return;
    const server = connect({ port, host, noDelay: true, allowHalfOpen: true });
    this.#server = server;
    this.isServerOpen = true;
    server.on('error', () => undefined);
    server.on('close', () => {
      this.isServerOpen = false;
    });
    const sever = (how: 'cut' | 'reset') => (how === 'reset' ? this.reset() : this.#cut());
    const toServer = new Link(server, { faults: faults.toServer ?? {}, random, sever });
    const toClient = new Link(client, { faults: faults.toClient ?? {}, random, sever });
    toServer.readFrom(client);
    toClient.readFrom(server);
    client.on('end', () => (faults.isHalfOpen ? client.end() : toServer.end()));
    client.on('close', () => faults.isHalfOpen || toServer.reset(client));
    server.on('end', () => toClient.end());
    server.on('close', () => toClient.reset(server));
  }

  #cut(): void {
    for (const socket of [this.#client, this.#server]) {
      socket?.end();
      socket?.destroySoon();
    }
  }
}

interface LinkOptions {
  readonly faults: LinkFaults;
  readonly random: Random;
  readonly sever: (how: 'cut' | 'reset') => void;
}

/** One direction of a connection. Keeps the order of what it passes on. */
class Link {
  readonly #target: Socket;
  readonly #options: LinkOptions;
  #waiting = 0;
  #left: number;
  #isLost = false;
  #turn: Promise<void> = Promise.resolve();

  constructor(target: Socket, options: LinkOptions) {
    this.#target = target;
    this.#options = options;
    this.#left = options.faults.end?.afterBytes ?? Number.POSITIVE_INFINITY;
  }

  readFrom(source: Socket): void {
    source.on('data', (bytes: Buffer) => {
      if (this.#isLost) return;
      this.#waiting += bytes.length;
      if (this.#waiting > MOST_WAITING) source.pause();
      this.#inTurn(async () => {
        await this.#pass(bytes);
        this.#waiting -= bytes.length;
        if (this.#waiting <= MOST_WAITING) source.resume();
      });
    });
  }

  /** Passes on the end of the source, after all that came before. */
  end(): void {
    this.#inTurn(async () => void (this.#isLost || this.#target.end()));
  }

  /** Passes on that the source was reset. One that was closed in order has ended before, and the target may still send. */
  reset(source: Socket): void {
    if (source.readableEnded) return;
    this.#inTurn(async () => void (this.#isLost || this.#target.resetAndDestroy()));
  }

  /** Does something after the latency, and after everything that came before. */
  #inTurn(act: () => Promise<void>): void {
    const { latencyMs = 0, jitterMs = 0 } = this.#options.faults;
    const lateMs = latencyMs + this.#options.random.below(jitterMs + 1);
    const isDue = lateMs > 0 ? delay(lateMs) : undefined;
    this.#turn = this.#turn.then(() => isDue).then(act);
  }

  async #pass(bytes: Buffer): Promise<void> {
    const { pieceBytes = bytes.length, bytesPerSecond, end } = this.#options.faults;
    for (let at = 0; at < bytes.length && !this.#isLost; at += pieceBytes) {
      const piece = bytes.subarray(at, at + pieceBytes);
      if (!this.#target.writable) return;
      this.#target.write(piece.subarray(0, this.#left));
      this.#left -= piece.length;
      if (bytesPerSecond !== undefined) await delay((1000 * piece.length) / bytesPerSecond);
      else if (pieceBytes < bytes.length) await nextTurn();
      if (this.#left > 0 || end === undefined) continue;
      this.#isLost = true;
      if (end.how !== 'black-hole') this.#options.sever(end.how);
    }
  }
}
