// XEP-0114: the stream of a component, which acts as the server of a remote domain.

import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import type { XmlElement } from '../model/xml.ts';
import { fromComponent, toComponent } from '../stanza/component.ts';
import { parseJid, prepare } from '../stanza/jid.ts';
import { element, NS, text } from '../stanza/xml.ts';
import { causedBy } from './bounce.ts';
import { WayOut } from './outbox.ts';
import { expireRemotePresence } from './presence.ts';
import { drainQueue, handleRemoteStanza, isStanza } from './router.ts';
import type { RemoteSide, ServerState } from './server-state.ts';
import { XmlStream } from './xml-stream.ts';

/** A component stream. It ends with its socket; from then on its domain cannot be reached. */
export class ComponentStream extends XmlStream {
  readonly #server: ServerState;
  readonly #remote: RemoteSide;
  readonly #out: WayOut;
  #hasJoined = false;

  /** Starts to read from the socket. */
  constructor(server: ServerState, remote: RemoteSide, socket: Socket) {
    super(socket, { xmlns: NS.component, from: remote.domain });
    this.#server = server;
    this.#remote = remote;
    this.#out = new WayOut(server, ({ stanza }) => this.send(toComponent(stanza)));
  }

  protected onHeader({ name, ns, attrs }: XmlElement): void {
    if (ns !== NS.streams) this.end('invalid-namespace');
    else if (name !== 'stream') this.end('bad-format');
    else if (prepare(attrs['to'] ?? '') !== this.#remote.domain) this.end('host-unknown');
  }

  protected onElement(received: XmlElement) {
    if (!this.#hasJoined) return this.#join(received);
    const stanza = fromComponent(received);
    const condition = stanzaErrorOf(stanza, this.#remote.domain);
    if (condition) return this.end(condition);
    handleRemoteStanza(this.#server, this.#remote.domain, stanza);
  }

  protected onEnd(): void {
    this.#out.clear();
    if (!this.#hasJoined) return;
    this.#hasJoined = false;
    this.#remote.send = undefined;
    causedBy(this.#server, this.#remote.domain, () => {
      expireRemotePresence(this.#server, this.#remote.domain);
      drainQueue(this.#server);
    });
  }

  protected override flush(): void {
    this.#out.flush();
  }

  /** Checks the handshake of XEP-0114 3. A domain has one component at a time. */
  #join(received: XmlElement) {
    const digest = createHash('sha1').update(`${this.id}${this.#remote.secret}`).digest('hex');
    const isProven = received.name === 'handshake' && received.ns === NS.component && text(received) === digest;
    if (!isProven) return this.end('not-authorized');
    if (this.#remote.send) return this.end('conflict');
    this.#hasJoined = true;
    this.#remote.send = (departing) => this.#out.send(departing);
    this.send(element('handshake', NS.component));
  }
}

/** The stream error for a stanza, if any: it needs a `to`, and a `from` of the component's domain (RFC 6120 4.9.3, 8.1). */
function stanzaErrorOf(stanza: XmlElement, domain: string): string | undefined {
  const { from, to } = stanza.attrs;
  if (!isStanza(stanza)) return 'unsupported-stanza-type';
  if (from === undefined || to === undefined) return 'improper-addressing';
  return parseJid(from)?.domain === domain ? undefined : 'invalid-from';
}
