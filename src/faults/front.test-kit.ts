// One connection of a hostile server: relays between a client and the reference server, and misbehaves where it must.

import { connect, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { XmlElement } from '../model/xml.ts';
import { TEST_CERTIFICATE } from '../reference/certificate.test-kit.ts';
import type { ReferenceServer } from '../reference/server.ts';
import { StreamParser } from '../stanza/stream-parser.ts';
import { NS } from '../stanza/xml.ts';
import { type Certificate, makeCertificate } from '../xmpp/fake-server.test-kit.ts';
import type { Act, Phase } from './behaviour.test-kit.ts';
import { altered, combined, headerText, phaseOfAnswer, textOf } from './front-text.test-kit.ts';
import { lied } from './scram-lies.test-kit.ts';
import { actOn, type TlsLie } from './tls-lies.test-kit.ts';
import { floodOf, limited, pour, trickle } from './writing.test-kit.ts';

/** Returns what the server does when it reaches a phase; undefined: what is right. */
export type ActAt = (phase: Phase) => Act | undefined;

interface FrontOptions {
  readonly reference: ReferenceServer;
  readonly usesTls: boolean;
  readonly actAt: ActAt;
}

let otherCertificate: Certificate | undefined;

/** One connection of a client, and the one to the reference server behind it. */
export class Front {
  readonly #socket: Socket;
  readonly #options: FrontOptions;
  #client: Socket;
  #backend: Socket | undefined;
  #fromClient: StreamParser | undefined;
  #fromServer: StreamParser | undefined;
  #isEncrypted = false;
  #offersTls: boolean;
  #isAuthenticated = false;
  /** Sends nothing more of its own. */
  #isMute = false;
  /** What an IQ asks for, by its id. */
  readonly #asked = new Map<string, Phase>();
  /** What is written, one after the other. */
  #turn: Promise<void> = Promise.resolve();

  constructor(client: Socket, options: FrontOptions) {
    this.#socket = client;
    this.#client = client;
    this.#options = options;
    this.#offersTls = options.usesTls;
    this.#attach(client);
    this.#join();
    this.#send('connect', '');
  }

  /** Ends both connections. */
  end(): void {
    this.#socket.destroy();
    this.#backend?.destroy();
  }

  #left(): void {
    this.#backend?.destroy();
    // A client that has gone gets no answer; the flood ends with it.
    if (!this.#isMute) this.#client.end();
  }

  #attach(client: Socket): void {
    client.on('error', () => undefined);
    for (const event of ['end', 'close']) client.on(event, () => this.#left());
    this.#fromClient = this.#parserOfClient();
    client.on('data', (bytes: Buffer) => {
      const backend = this.#backend;
      this.#fromClient?.write(bytes);
      if (backend === this.#backend && backend?.writable) backend.write(bytes);
    });
  }

  /** Connects to the reference server. */
  #join(): void {
    const backend = connect({ port: this.#options.reference.port, host: '127.0.0.1', noDelay: true });
    this.#backend = backend;
    this.#fromServer = this.#parserOfServer();
    backend.on('error', () => undefined);
    backend.on('data', (bytes: Buffer) => this.#fromServer?.write(bytes));
    backend.on('close', () => {
      if (backend === this.#backend) this.#inTurn(async () => void (this.#isMute || this.#client.end()));
    });
  }

  #parserOfClient(): StreamParser {
    return new StreamParser({
      onStart: () => undefined,
      onElement: (received) => this.#note(received),
      onEnd: () => undefined,
      onError: () => undefined,
    });
  }

  /** Remembers what is asked, and starts TLS, which the reference server behind does not see. */
  #note(received: XmlElement): void {
    const { name, ns, attrs } = received;
    if (name === 'starttls' && ns === NS.tls && this.#offersTls) this.#startTls();
    if (name === 'iq' && attrs['id'] !== undefined) this.#asked.set(attrs['id'], phaseOfAnswer(received));
  }

  #parserOfServer(): StreamParser {
    return new StreamParser({
      onStart: ({ attrs }) => this.#send(this.#isAuthenticated ? 'header again' : 'header', headerText(attrs)),
      onElement: (received) => this.#relay(received),
      onEnd: () => this.#send('end', '</stream:stream>'),
      onError: (error) => {
        throw error;
      },
    });
  }

  #relay(received: XmlElement): void {
    const { name } = received;
    if (name === 'features') this.#sendFeatures(received);
    else this.#send(this.#phaseOf(received), textOf(received));
    if (name !== 'success') return;
    this.#isAuthenticated = true;
    // Both sides begin a new stream.
    this.#fromServer = this.#parserOfServer();
    this.#fromClient = this.#parserOfClient();
  }

  #sendFeatures(features: XmlElement): void {
    const offers = this.#offersTls && !this.#isAuthenticated;
    const text = textOf(features);
    const starttls = `<starttls xmlns='${NS.tls}'><required/></starttls>`;
    const phase = this.#isAuthenticated ? 'features again' : 'features';
    this.#send(phase, offers ? text.replace('<mechanisms', `${starttls}<mechanisms`) : text);
  }

  #phaseOf({ name, attrs: { id = '', type } }: XmlElement): Phase {
    if (name === 'challenge' || name === 'success' || name === 'message' || name === 'presence') return name;
    if (name !== 'iq') return 'other answer';
    return type === 'set' || type === 'get' ? 'push' : (this.#asked.get(id) ?? 'other answer');
  }

  #startTls(): void {
    const act = this.#options.actAt('proceed');
    const lie = act?.kind === 'tls lie' ? act.lie : undefined;
    this.#offersTls = lie?.offersAgain === true && !this.#isEncrypted;
    // The reference server sees a new client.
    this.#backend
      ?.removeAllListeners()
      .on('error', () => undefined)
      .destroy();
    this.#backend = undefined;
    const plain = this.#client;
    plain.removeAllListeners('data');
    this.#inTurn(async () => {
      if (act === undefined) this.#write(PROCEED);
      else if (lie === undefined) await this.#do(act, PROCEED);
      else if (await actOn(plain, lie)) {
        this.#isMute = true;
        return void plain.resume();
      }
      if (!this.#isMute) this.#encrypt(plain, lie);
    });
  }

  #encrypt(plain: Socket, lie: TlsLie | undefined): void {
    if (lie?.isOtherDomain) otherCertificate ??= makeCertificate('other.localhost');
    const certificate = lie?.isOtherDomain ? otherCertificate : TEST_CERTIFICATE;
    const transport = lie?.handshakeBytes === undefined ? plain : limited(plain, lie.handshakeBytes);
    this.#client = new TLSSocket(transport as Socket, { isServer: true, ...certificate, ...lie?.tls });
    this.#isEncrypted = true;
    this.#attach(this.#client);
    this.#join();
  }

  /** Sends what the reference server sends, or what the behaviour makes of it. */
  #send(phase: Phase, text: string): void {
    const act = this.#options.actAt(phase);
    this.#inTurn(async () => (act === undefined ? this.#write(text) : this.#do(act, text)));
  }

  #inTurn(act: () => Promise<void>): void {
    this.#turn = this.#turn.then(() => (this.#isMute ? undefined : act()));
  }

  #write(bytes: string | Buffer): void {
    if (bytes.length > 0 && this.#client.writable) this.#client.write(bytes);
  }

  async #do(act: Act, text: string): Promise<void> {
    switch (act.kind) {
      case 'before':
      case 'after':
      case 'inside':
      case 'instead':
        return this.#write(combined(act, text));
      case 'flood':
        return this.#flood(act);
      case 'withhold':
        // A server that does not end its stream does not close its connection either.
        if (text === '</stream:stream>') this.#isMute = true;
        return;
      case 'silence':
        return this.#fallSilent(act.isDeaf);
      case 'repeat':
        return this.#write(text.repeat(act.times));
      case 'trickle':
        return trickle(text, this.#client, act.pauseMs);
      case 'hang up':
        return this.#hangUp(act.isInside ? text.slice(0, text.length / 2) : '', act.isReset);
      case 'alter':
        return this.#write(altered(text, act));
      case 'scram lie':
        return this.#write(lied(act.lie, text));
      case 'tls lie':
        return this.#write(text);
    }
  }

  #fallSilent(isDeaf: boolean): void {
    this.#isMute = true;
    if (isDeaf) this.#client.pause();
  }

  #hangUp(last: string, isReset: boolean): void {
    this.#write(last);
    this.#isMute = true;
    if (isReset) this.#socket.resetAndDestroy();
    else this.#client.end();
  }

  async #flood({ payload, mostBytes, isDeaf }: Extract<Act, { kind: 'flood' }>): Promise<void> {
    if (isDeaf) this.#client.pause();
    await pour(floodOf(payload, mostBytes), this.#client);
    this.#isMute = true;
  }
}

const PROCEED = `<proceed xmlns='${NS.tls}'/>`;
