// RFC 6120 4: the stream of a client.

import type { Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';
import type { XmlElement } from '../model/xml.ts';
import { parseJid, prepare } from '../stanza/jid.ts';
import { element, NS } from '../stanza/xml.ts';
import { causedBy } from './bounce.ts';
import { featuresFor, handleLogin, type Login } from './client-login.ts';
import { greet, withExtensions } from './modules.ts';
import { Outbox, passageOf } from './outbox.ts';
import { becomeUnavailable, unavailablePresenceOf } from './presence.ts';
import { drainQueue, handleClientStanza, isStanza } from './router.ts';
import type { SaslStep } from './sasl.ts';
import type { Account, Resource, ServerState, Witness } from './server-state.ts';
import { stamp } from './stanza.ts';
import { XmlStream } from './xml-stream.ts';

/** The language of the stream: that of the server's own texts, and of stanzas without `xml:lang` (RFC 6120 4.7.4). */
const LANGUAGE = 'en';

/** Makes the key and certificate for TLS. */
export type SecureContextSource = () => Promise<SecureContext>;

/** A client stream. It ends with its socket. */
export class ClientStream extends XmlStream implements Login {
  readonly server: ServerState;
  account: Account | undefined;
  sasl: SaslStep | undefined;
  failures = 0;
  /** Undefined once StartTLS has been asked for. */
  #secureContext: SecureContextSource | undefined;
  #resource: Resource | undefined;
  #language: string | undefined;
  /** Undefined until the login. */
  #witness: Witness | undefined;
  /** Undefined where nothing is delayed. */
  readonly #outbox: Outbox | undefined;

  /** Starts to read from the socket. With a `secureContext`, StartTLS is offered until it is used. */
  constructor(server: ServerState, socket: Socket, secureContext: SecureContextSource | undefined) {
    super(socket, { xmlns: NS.client, from: server.domain, version: '1.0', 'xml:lang': LANGUAGE });
    this.server = server;
    this.#outbox = server.delays && new Outbox((stanza) => this.send(stanza), server.delays);
    this.#secureContext = secureContext;
  }

  get canStartTls(): boolean {
    return this.#secureContext !== undefined;
  }

  /** Proceeds to TLS. Where no certificate can be made, sends a failure and closes the stream (RFC 6120 5.4.2.2). */
  startTls(): void {
    const source = this.#secureContext;
    this.#secureContext = undefined;
    // What the client sent after <starttls/> in the same packet is not read, neither before TLS nor after.
    this.restart();
    this.socket.pause();
    source?.().then(
      (secureContext) => this.#proceed(secureContext),
      () => this.#refuseTls(),
    );
  }

  #proceed(secureContext: SecureContext): void {
    this.send(element('proceed', NS.tls));
    const socket = new TLSSocket(this.socket, { isServer: true, secureContext });
    socket.once('error', ({ message }) => this.server.witness?.loginFailed?.({ condition: 'tls', why: message }));
    this.moveTo(socket);
  }

  #refuseTls(): void {
    this.send(element('failure', NS.tls));
    this.close();
  }

  /** Binds a resource, and ends the stream of another one with the same name (RFC 6120 7.7.2.2). Returns the full JID. */
  bind(account: Account, name: string): string {
    account.resources.get(name)?.end('conflict');
    const resource: Resource = {
      account,
      name,
      jid: `${account.jid}/${name}`,
      interested: false,
      presence: undefined,
      priority: 0,
      directed: new Map(),
      send: (stanza) => {
        for (const sent of this.#applyHook('toClient', stanza)) this.#dispatch(account.jid, sent);
      },
      write: (characters) => this.write(characters),
      close: () => this.close(),
      end: (condition) => this.end(condition),
    };
    account.resources.set(name, resource);
    this.#resource = resource;
    return resource.jid;
  }

  protected onHeader(root: XmlElement) {
    const condition = headerErrorOf(root, this.server.domain);
    if (condition) return this.end(condition);
    this.#language = root.attrs['xml:lang'];
    const features = featuresFor(this);
    this.send(this.server.hooks?.features?.(features, this.account) ?? features);
  }

  protected onElement(received: XmlElement) {
    if (!this.#resource) return this.#logIn(received);
    this.#witness?.stanza?.('received', this.#resource.jid, received);
    if (!isStanza(received)) return this.end('unsupported-stanza-type');
    const { from } = received.attrs;
    if (from !== undefined && !this.#maySendAs(this.#resource, from)) return this.end('invalid-from');
    this.#process(this.#resource, received);
  }

  #logIn(received: XmlElement): void {
    handleLogin(this, received);
    if (!this.#resource) return;
    this.#witness = this.server.witness;
    this.#witness?.login?.(this.#resource.jid);
    greet(this.server, this.#resource);
  }

  override send(sent: XmlElement): void {
    if (this.#resource) this.#witness?.stanza?.('sent', this.#resource.jid, sent);
    super.send(sent);
  }

  #process(resource: Resource, received: XmlElement): void {
    causedBy(this.server, resource.jid, () => {
      for (const stanza of this.#applyHook('fromClient', this.#withLanguage(received))) {
        handleClientStanza(this.server, resource, stanza);
      }
    });
  }

  /** Sends a stanza as the mode of the server has it. */
  #dispatch(receiver: string, stanza: XmlElement): void {
    const sent = withExtensions(this.server, receiver, stanza);
    if (this.#outbox) this.#outbox.add(sent, passageOf(this.server, receiver, sent));
    else this.send(sent);
  }

  protected override written(text: string): string | Uint8Array {
    return (this.#resource && this.server.hooks?.written?.(text)) ?? text;
  }

  protected override flush(): void {
    this.#outbox?.flush();
  }

  #maySendAs(resource: Resource, from: string): boolean {
    const { server } = this;
    return isAddressOf(resource, from) || server.hooks?.maySendAs?.(from, { server, resource }) === true;
  }

  #applyHook(hook: 'fromClient' | 'toClient', stanza: XmlElement): readonly XmlElement[] {
    const resource = this.#resource;
    return (resource && this.server.hooks?.[hook]?.(stanza, { server: this.server, resource })) ?? [stanza];
  }

  protected onEnd(): void {
    const resource = this.#resource;
    this.#resource = undefined;
    this.#outbox?.clear();
    if (resource) this.#witness?.closed?.(resource.jid, this.ending);
    if (!resource || this.server.hooks?.noticesStreamEnd?.(resource) === false) return;
    causedBy(this.server, resource.jid, () => {
      becomeUnavailable(this.server, resource, unavailablePresenceOf(resource));
      resource.account.resources.delete(resource.name);
      drainQueue(this.server);
    });
  }

  /** Adds the language of the sender's stream when it is not that of the receiver's stream (RFC 6120 8.1.5). */
  #withLanguage(stanza: XmlElement): XmlElement {
    const language = this.#language;
    if (language === undefined || language === LANGUAGE || stanza.attrs['xml:lang'] !== undefined) return stanza;
    return stamp(stanza, { 'xml:lang': language });
  }
}

/** Whether a client may use an address as `from`: its own bare or full JID (RFC 6120 8.1.2.1). */
function isAddressOf(resource: Resource, from: string): boolean {
  const address = parseJid(from)?.full;
  return address === resource.jid || address === resource.account.jid;
}

/** The stream error for a stream header (RFC 6120 4.7, 4.8), if any. A missing `to` means this server. */
function headerErrorOf({ name, ns, attrs }: XmlElement, domain: string): string | undefined {
  if (ns !== NS.streams) return 'invalid-namespace';
  if (name !== 'stream') return 'bad-format';
  if (!/^1\.\d+$/.test(attrs['version'] ?? '')) return 'unsupported-version';
  return prepare(attrs['to'] ?? domain) === domain ? undefined : 'host-unknown';
}
