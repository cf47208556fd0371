// A client on a plain socket. It sends any characters, well-formed or not.

import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { StringDecoder } from 'node:string_decoder';
import type { XmlElement } from '../model/xml.ts';
import { bareOf, resourceOf } from '../stanza/jid.ts';
import { serialize } from '../stanza/serialize.ts';
import { StreamParser } from '../stanza/stream-parser.ts';
import { NS } from '../stanza/xml.ts';
import type { ReferenceServer } from './server.ts';

export class TestClient {
  readonly #arrived: XmlElement[] = [];
  #wake: () => void = () => undefined;
  #fences = 0;
  #socket: Socket;
  #domain: string;
  #namespace: string;
  /** The last stream header received. */
  header: XmlElement | undefined;
  isClosed = false;

  constructor(socket: Socket, domain: string, namespace: string = NS.client) {
    this.#socket = socket;
    this.#domain = domain;
    this.#namespace = namespace;
    this.attach(socket);
  }

  /** Reads a new stream from a socket, for example after StartTLS. */
  attach(socket: Socket): void {
    this.#socket.removeAllListeners('data');
    this.#socket = socket;
    const decoder = new StringDecoder('utf8');
    let parser = this.#newParser();
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => {
      for (const part of decoder.write(chunk).split(/(?=<\?xml )/)) {
        if (part.startsWith('<?xml ')) parser = this.#newParser();
        parser.write(part);
      }
      this.#wake();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.isClosed = true;
      this.#wake();
    });
  }

  get socket(): Socket {
    return this.#socket;
  }

  send(characters: string | Buffer): void {
    this.#socket.write(characters);
  }

  /** Opens a stream and returns the features. */
  async open(): Promise<XmlElement> {
    this.send(
      `<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='${this.#domain}' version='1.0'>`,
    );
    return this.next();
  }

  /** Resolves when the server has sent a stream header. */
  async opened(): Promise<void> {
    while (this.header === undefined && !this.isClosed) await this.#nextEvent();
  }

  /** Resolves with the next child of the stream. Rejects when the stream closes before. */
  async next(): Promise<XmlElement> {
    for (;;) {
      const first = this.#arrived.shift();
      if (first) return first;
      if (this.isClosed) throw new Error('expected another element, the stream was closed');
      await this.#nextEvent();
    }
  }

  /** Sends an IQ. Returns all stanzas up to its answer, serialized. */
  async ask(iq: string): Promise<readonly string[]> {
    const id = `ask-${++this.#fences}`;
    this.send(iq.replace('<iq ', `<iq id="${id}" `));
    const seen: string[] = [];
    for (;;) {
      const received = await this.next();
      seen.push(serialize(received, { ns: this.#namespace }));
      if (received.attrs['id'] === id) return seen;
    }
  }

  /** Returns all stanzas received so far, serialized: the server answers a ping after it has sent the earlier ones. */
  async fence(): Promise<readonly string[]> {
    const seen = await this.ask(`<iq type="get" to="${this.#domain}"><ping xmlns="urn:xmpp:ping"/></iq>`);
    return seen.slice(0, -1);
  }

  /** Resolves with the condition of the stream error that comes next, or undefined when something else comes. */
  async streamError(): Promise<string | undefined> {
    const received = await this.next();
    const [condition] = received.name === 'error' ? received.children : [];
    return typeof condition === 'object' ? condition.name : undefined;
  }

  /** Resolves when the server has closed the connection. */
  async closed(): Promise<void> {
    if (!this.isClosed) await once(this.#socket, 'close');
  }

  #nextEvent(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  #newParser(): StreamParser {
    return new StreamParser({
      onStart: (root) => {
        this.header = root;
      },
      onElement: (received) => this.#arrived.push(received),
      onEnd: () => undefined,
      onError: (error) => {
        throw error;
      },
    });
  }
}

/** Connects without opening a stream. */
export async function connectRaw(server: ReferenceServer): Promise<TestClient> {
  const socket = connect(server.port, server.host);
  await once(socket, 'connect');
  return new TestClient(socket, server.domain);
}

/** Registers an account in band. Returns the answer. */
export async function register(server: ReferenceServer, user: string): Promise<XmlElement> {
  const client = await connectRaw(server);
  await client.open();
  client.send(
    `<iq type="set" id="r"><query xmlns="jabber:iq:register"><username>${user}</username><password>pw-${user}</password></query></iq>`,
  );
  const answer = await client.next();
  client.send('</stream:stream>');
  return answer;
}

/** Logs in with PLAIN and binds; `address` is `user/resource`. The account must exist. */
export async function bind(server: ReferenceServer, address: string): Promise<TestClient> {
  const [user, resource] = [bareOf(address), resourceOf(address)];
  const client = await connectRaw(server);
  await client.open();
  const credentials = Buffer.from(`\0${user}\0pw-${user}`).toString('base64');
  client.send(`<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="PLAIN">${credentials}</auth>`);
  await client.next();
  await client.open();
  client.send(
    `<iq type="set" id="b"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"><resource>${resource}</resource></bind></iq>`,
  );
  const result = await client.next();
  if (result.attrs['type'] !== 'result') throw new Error(`expected a bound resource, got ${serialize(result)}`);
  return client;
}

/** Registers if necessary, logs in, requests the roster and sends presence. Discards what the server sends. */
export async function login(server: ReferenceServer, address: string): Promise<TestClient> {
  await register(server, bareOf(address));
  const client = await bind(server, address);
  await client.ask('<iq type="get"><query xmlns="jabber:iq:roster"/></iq>');
  client.send('<presence/>');
  await client.fence();
  return client;
}
