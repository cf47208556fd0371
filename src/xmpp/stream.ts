import { once } from 'node:events';
import { Socket } from 'node:net';
import { StringDecoder } from 'node:string_decoder';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { Client, type FamilySocket } from '@xmpp/client-core';
import tcp from '@xmpp/tcp';
import tls from '@xmpp/tls';
import type { Element } from 'ltx';
import type { Address } from '../model/target.ts';
import type { XmlElement } from '../model/xml.ts';
import { element, NS } from '../stanza/xml.ts';
import { startDeadline } from './deadline.ts';
import { Expired } from './expired.ts';
import { describeWait, explain, type Phase, ServerFault } from './explain.ts';
import { readCondition, readElement } from './read-element.ts';

/**
 * One XML stream: the client of @xmpp/client-core, tamed to send nothing by itself and to end for one known reason.
 * Emits `features` whenever stream features have come, and `ended` once, with an error for people.
 */
export class Stream extends Client {
  readonly address: Address;
  phase: Phase = 'connect';
  /** The latest stream features; empty until the first have come. */
  features: XmlElement = element('features', NS.streams);
  /** As the server wrote it: the library's JID class folds case and escapes. */
  boundJid = '';
  isEncrypted: boolean;
  /** Whether an IQ answers a request of the library itself. */
  isAwaited: (id: string) => boolean = () => false;
  readonly #tlsOptions: () => ConnectionOptions;
  #decoder = new StringDecoder('utf8');
  #arrived: XmlElement[] = [];
  #receive: (stanza: XmlElement) => void = (stanza) => this.#arrived.push(stanza);
  #ended: string | undefined;
  #saidGoodbye = false;

  constructor(address: Address, tlsOptions: () => ConnectionOptions) {
    super({ domain: address.domain });
    this.address = address;
    this.#tlsOptions = tlsOptions;
    this.isEncrypted = address.tls === 'direct';
    // One deadline covers a whole login. Theirs, one per step, go on running when the stream ends meanwhile.
    this.timeout = 0;
    tcp({ entity: this });
    tls({ entity: this });
    this.on('connect', () => this.#connected());
    // Without a listener, 'error' would end the process.
    this.on('error', (error: unknown) => this.fail(error));
    this.on('close', () => this.hangUp('stream closed by the server'));
    this.on('disconnect', () => this.#end('connection closed by the server'));
  }

  /** Why the stream ended, or undefined while it is open. */
  get ended(): string | undefined {
    return this.#ended;
  }

  /** Connects and sends the stream header. Failures come as `ended`. */
  async begin(): Promise<void> {
    try {
      // The URI only chooses the transport; `socketParameters` says where to.
      await this.connect(this.address.tls === 'direct' ? 'xmpps://direct' : 'xmpp://plain');
      await this.open({ domain: this.address.domain });
    } catch (error) {
      this.fail(error);
    }
  }

  /** Passes stanzas on, beginning with those that have come already. */
  deliverTo(receive: (stanza: XmlElement) => void): void {
    this.#receive = receive;
    for (const stanza of this.#arrived.splice(0)) receive(stanza);
  }

  /** Leaves unread what came in the clear after the server's consent to TLS: it must not count as said under TLS. */
  stopReading(): void {
    this._detachParser();
  }

  /** Puts TLS over the open socket and starts the stream anew (RFC 6120 5.4.3.3). */
  async upgrade(): Promise<void> {
    const plain = this.socket;
    if (!(plain instanceof Socket)) throw new Error('only a plain socket can be upgraded');
    const options = this.#tlsOptions();
    this._detachSocket();
    this.#decoder = new StringDecoder('utf8');
    // The TLS socket reports the errors; but without a listener here, one would end the process.
    plain.on('error', () => undefined);
    const secure = connectTls({ ...options, socket: plain });
    this._attachSocket(secure);
    await once(secure, 'secureConnect');
    this.isEncrypted = true;
    this.phase = 'features';
    await this.restart();
  }

  /** Ends everything at once, for an error. Only the first reason counts. */
  fail(error: unknown): void {
    const reason = explain(error, this.phase, this.address);
    this.#end(reason, new Error(reason, { cause: error }));
    this.#destroy();
  }

  /** Ends everything at once, because the login took longer than `timeoutMs`. */
  expire(timeoutMs: number): void {
    const reason = `${describeWait(this.phase, this.address)} within ${timeoutMs} ms`;
    this.#end(reason, new Expired(reason));
    this.#destroy();
  }

  /** Closes our side after the server has closed its own, or must (RFC 6120 4.4, 4.9.1.1). */
  hangUp(reason: string, error?: Error): void {
    this.#end(reason, error);
    this.#sayGoodbye();
    this.#socket()?.destroySoon();
  }

  /** Closes the stream (RFC 6120 4.4), waits at most `timeoutMs` for the other side, and frees the socket. Never rejects. */
  async shutDown(timeoutMs: number): Promise<void> {
    if (this.#ended === undefined) {
      const closed = new Promise<void>((resolve) => {
        const callOff = startDeadline(timeoutMs, resolve);
        const done = () => {
          callOff();
          resolve();
        };
        this.once('close', done).once('disconnect', done);
      });
      this.#end('stream closed by this client');
      this.#sayGoodbye();
      await closed;
    }
    this.#destroy();
  }

  /** Ends the connection at once and says nothing, as when the network is gone. */
  drop(): void {
    this.#end('connection dropped by this client');
    this.#destroy();
  }

  override socketParameters(): object {
    const { host, port, tls: mode } = this.address;
    return mode === 'direct' ? { ...this.#tlsOptions(), host, port } : { host, port };
  }

  // Theirs decodes each chunk alone, which garbles a character cut in two, and lets what the parser throws escape.
  override _onData(bytes: Buffer): void {
    try {
      this.parser?.write(this.#decoder.write(bytes));
    } catch (error) {
      this.fail(error);
    }
  }

  // Theirs follows see-other-host, and on stream errors closes with a timer of its own.
  override _onElement(received: Element): void {
    if (received.is('error', NS.streams)) this.#giveUp(readCondition(received, NS.streamErrors));
    else if (this.#isForLibrary(received)) this.#negotiate(received);
    else this.#receive(readElement(received));
  }

  // Theirs answers bad XML with a stream error and waits; the error itself comes as an event.
  override async _streamError(): Promise<void> {}

  override _jid(jid: string): unknown {
    this.boundJid = jid;
    return super._jid(jid);
  }

  #isForLibrary(received: Element): boolean {
    if (this.phase === 'online') return false;
    const { id, type } = received.attrs;
    return !this.isStanza(received) || ((type === 'result' || type === 'error') && this.isAwaited(String(id)));
  }

  #negotiate(received: Element): void {
    if (received.is('features', NS.streams)) {
      this.features = readElement(received);
      this.emit('features');
    }
    this.emit('element', received);
    this.emit('nonza', received);
  }

  #giveUp(condition: string): void {
    const reason = `stream error: ${condition}`;
    const text = this.#describe(reason);
    this.hangUp(reason, condition === 'internal-server-error' ? new ServerFault(text) : new Error(text));
  }

  #connected(): void {
    this.phase = 'features';
    // With Nagle's algorithm on, a round trip takes 44 ms instead of 0.4 ms.
    this.#socket()?.setNoDelay(true);
  }

  #describe(reason: string): string {
    return `${describeWait(this.phase, this.address)}: ${reason}`;
  }

  #end(reason: string, error = new Error(this.#describe(reason))): void {
    if (this.#ended !== undefined) return;
    this.#ended = reason;
    this.emit('ended', error);
  }

  #socket(): Socket | undefined {
    return socketOf(this.socket);
  }

  #sayGoodbye(): void {
    const socket = this.#socket();
    if (this.#saidGoodbye || socket === undefined || socket.connecting || !socket.writable) return;
    this.#saidGoodbye = true;
    socket.write('</stream:stream>');
  }

  #destroy(): void {
    this.#socket()?.destroy();
  }
}

function socketOf(socket: FamilySocket | null): Socket | undefined {
  const inner = socket !== null && 'socket' in socket ? socket.socket : socket;
  return inner instanceof Socket ? inner : undefined;
}
