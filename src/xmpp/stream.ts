// One stream to a server (RFC 6120 4), on the library's client.

import { once } from 'node:events';
import { Socket } from 'node:net';
import { connect as connectTls, TLSSocket } from 'node:tls';
import { Client, type FamilyParser } from '@xmpp/client-core';
import tcp from '@xmpp/tcp';
import tls from '@xmpp/tls';
import type { Endpoint, Phase, Problem } from '../model/problem.ts';
import type { Address } from '../model/target.ts';
import type { XmlElement } from '../model/xml.ts';
import type { StreamHandlers } from '../stanza/stream-parser.ts';
import { element, NS } from '../stanza/xml.ts';
import type { XmlError } from '../stanza/xml-error.ts';
import { ProblemError } from '../wording/problems.ts';
import { closing } from './deadline.ts';
import { conditionIn, explain, explainXml } from './explain.ts';
import { Inbox } from './inbox.ts';
import { countRead, libraryParser, toLibrary } from './library-parser.ts';
import type { OpenStreams, OwnedStream } from './open-streams.ts';
import { describeOnce, StreamSockets, socketOf, tlsOptionsFor } from './stream-sockets.ts';

const STANZAS: readonly string[] = ['iq', 'message', 'presence'];

/**
 * One XML stream: the client of @xmpp/client-core, changed to read strictly and to send nothing by itself.
 * Emits `negotiation` with each element of the negotiation, before the library acts on it; `features` after each element
 * of stream features; `header-sent` with a header over a new connection or TLS; `ticket` with each ticket of TLS; and `ended`
 * once, with the problem.
 */
export class Stream extends Client implements OwnedStream {
  readonly address: Address;
  phase: Phase = 'connect';
  /** The latest stream features; empty before the first. */
  features: XmlElement = element('features', NS.streams);
  isEncrypted: boolean;
  /** The server has closed its side (RFC 6120 4.4). */
  isClosedByServer = false;
  /** True for the id of a request that the library has sent. */
  isAwaited: (id: string) => boolean = () => false;
  readonly #owner: OpenStreams;
  readonly #sockets: StreamSockets;
  readonly #arrived = new Inbox({ onFlood: (flood) => this.fail(new ProblemError(flood)) });
  #receive: (stanza: XmlElement) => void = (stanza) => this.#arrived.admits(stanza) && this.#arrived.put(stanza);
  #ended: Problem | undefined;
  /** Made when asked for: the stack of an error costs more than the end of a stream. */
  #failure: () => ProblemError = () => new ProblemError({ kind: 'other', message: 'the stream is open' });

  /** `owner` has the stream from `begin` until its sockets have closed. */
  constructor(address: Address, owner: OpenStreams) {
    super({ domain: address.domain });
    this.address = address;
    this.#owner = owner;
    this.#sockets = new StreamSockets(() => owner.leave(this));
    this.isEncrypted = address.tls === 'direct';
    // One deadline covers a whole login. The library has one per step, which goes on running after the stream has ended.
    this.timeout = 0;
    for (const transport of [tcp, tls]) transport({ entity: this });
    this.on('connect', () => this.#connected());
    // Without a listener, 'error' would end the process.
    this.on('error', (error: unknown) => this.fail(error));
    this.on('close', () => this.#onClose());
    this.on('disconnect', () => this.#end({ kind: 'connection-closed-by-server' }));
  }

  /** Why the stream ended, or undefined while it is open. */
  get ended(): Problem | undefined {
    return this.#ended;
  }

  /** The end of the stream as an error that names the phase. */
  failure(): ProblemError {
    return this.#failure();
  }

  /** Where the server listens. */
  get endpoint(): Endpoint {
    return { host: this.address.host, port: this.address.port };
  }

  /** Connects and sends the stream header. Errors end the stream (see `ended`). */
  async begin(): Promise<void> {
    this.#owner.join(this);
    if (this.#ended !== undefined) return;
    try {
      // The URI only chooses the transport; `socketParameters` says where to.
      const connected = this.connect(this.address.tls === 'direct' ? 'xmpps://direct' : 'xmpp://plain');
      this.#use(socketOf(this.socket));
      await connected;
      this.Parser = libraryParser((parser) => this.#handlersFor(parser));
      const opened = this.open({ domain: this.address.domain });
      this.emit('header-sent');
      await opened;
    } catch (error) {
      this.fail(error);
    }
  }

  /** Delivers stanzas, beginning with those that have arrived already. */
  deliverTo(receive: (stanza: XmlElement) => void): void {
    this.#receive = receive;
    for (const stanza of this.#arrived.drain()) receive(stanza);
  }

  /** Ignores what the server sends unencrypted after <proceed/>: it must not count as sent under TLS. */
  stopReading(): void {
    this._detachParser();
  }

  /** Puts TLS over the open socket and restarts the stream (RFC 6120 5.4.3.3). */
  async upgrade(): Promise<void> {
    const plain = this.socket;
    if (!(plain instanceof Socket)) throw new Error('only a plain socket can be upgraded');
    const options = tlsOptionsFor(this.address);
    this._detachSocket();
    // The TLS socket reports the errors. Without a listener on this one, too, an error would end the process.
    plain.on('error', () => undefined);
    const secure = connectTls({ ...options, socket: plain });
    this.#use(secure);
    this._attachSocket(secure);
    await once(secure, 'secureConnect');
    this.isEncrypted = true;
    this.phase = 'features';
    const restarted = this.restart();
    this.emit('header-sent');
    await restarted;
  }

  /** Ends the stream and the connection because of an error. Only the first reason counts. */
  fail(error: unknown): void {
    const problem = explain(error, this.phase, this.address);
    this.#end(problem, () => new ProblemError(problem, { cause: error }));
    this.#destroy();
  }

  /** Closes this side after the server has closed its own, or must close it (RFC 6120 4.4, 4.9.1.1). */
  hangUp(reason: Problem): void {
    this.#end(reason);
    this.#sockets.sayGoodbye();
    this.#sockets.current?.destroySoon();
  }

  /** Closes the stream (RFC 6120 4.4), waits at most `timeoutMs` for the server, and frees the socket. Never rejects. */
  async shutDown(timeoutMs: number): Promise<void> {
    if (this.#ended === undefined) {
      const closed = closing(this, timeoutMs);
      this.#end({ kind: 'stream-closed-by-client' });
      this.#sockets.sayGoodbye();
      await closed;
    }
    this.#destroy();
  }

  /** Ends the connection without closing the stream, as a lost network does. */
  drop(): void {
    this.#end({ kind: 'connection-dropped-by-client' });
    this.#destroy();
  }

  override socketParameters(): object {
    const { host, port, tls: mode } = this.address;
    return mode === 'direct' ? { ...tlsOptionsFor(this.address), host, port } : { host, port };
  }

  // The library decodes each packet alone and replaces bytes that are not UTF-8. With direct TLS, a server can send
  // before there is a parser.
  override _onData(bytes: Buffer): void {
    countRead(bytes.length, this.#sockets.current);
    try {
      this.parser?.write(bytes);
    } catch (error) {
      this.fail(error);
    }
  }

  /** Passes only the negotiation on to the library, which would follow <see-other-host/> and answer stream errors. */
  #handlersFor(parser: FamilyParser): StreamHandlers {
    const isCurrent = () => parser === this.parser;
    return {
      onStart: (header) => isCurrent() && parser.emit('start', toLibrary(header)),
      onElement: (received) => isCurrent() && this.#read(received, parser),
      onEnd: () => isCurrent() && parser.emit('end'),
      onError: (error) => isCurrent() && this.#refuse(error),
    };
  }

  #read(received: XmlElement, parser: FamilyParser): void {
    if (received.name === 'error' && received.ns === NS.streams) {
      this.hangUp({ kind: 'stream-error', condition: conditionIn(received, NS.streamErrors) });
    } else if (this.#isNegotiation(received)) {
      this.emit('negotiation', received);
      if (received.name === 'features' && received.ns === NS.streams) {
        this.features = received;
        this.emit('features');
      }
      parser.emit('element', toLibrary(received));
    } else this.#receive(received);
  }

  #isNegotiation({ name, attrs: { id, type } }: XmlElement): boolean {
    if (this.phase === 'online') return false;
    return !STANZAS.includes(name) || ((type === 'result' || type === 'error') && this.isAwaited(String(id)));
  }

  /** Ends the stream and the connection because the server breaks the rules of XML. Keeps no text of a SASL exchange. */
  #refuse(error: XmlError): void {
    const problem = explainXml(error);
    const isSecret = problem.kind === 'ill-formed-xml' && this.phase === 'authenticate';
    this.#end(isSecret ? { ...problem, excerpt: '' } : problem);
    this.#destroy();
  }

  /** Frees the sockets, and reads no more of what they have received. */
  #destroy(): void {
    this.stopReading();
    this.#sockets.destroy();
  }

  #onClose(): void {
    this.isClosedByServer = true;
    this.hangUp({ kind: 'stream-closed-by-server' });
  }

  #connected(): void {
    this.phase = 'features';
    // With Nagle's algorithm, a round trip takes 44 ms instead of 0.4 ms.
    this.#sockets.current?.setNoDelay(true);
  }

  #end(cause: Problem, failure?: () => ProblemError): void {
    if (this.#ended !== undefined) return;
    const { phase, endpoint: at } = this;
    this.#ended = cause;
    this.#failure = failure ?? (() => new ProblemError({ kind: 'phase-ended', phase, at, cause }));
    this.emit('ended', cause);
  }

  #use(socket: Socket | undefined): void {
    this.#sockets.add(socket);
    if (!(socket instanceof TLSSocket)) return;
    describeOnce(socket);
    // Nothing may be written while OpenSSL reads.
    socket.on('session', () => setImmediate(() => this.emit('ticket')));
  }
}
