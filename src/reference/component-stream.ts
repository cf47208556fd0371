// XEP-0114: the stream of a component, which speaks for a remote domain as that domain's server would.

import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import type { XmlElement } from '../model/xml.ts';
import { COMPONENT, fromComponent, toComponent } from '../stanza/component.ts';
import { parseJid, prepare } from '../stanza/jid.ts';
import { element, NS, text } from '../stanza/xml.ts';
import { loseRemotePresence } from './presence.ts';
import { handleRemoteStanza, isStanza, settle } from './router.ts';
import type { RemoteSide, ServerState } from './server-state.ts';
import { XmlStream } from './xml-stream.ts';

/** One component stream. It ends itself when the socket does; then its domain is out of reach. */
export class ComponentStream extends XmlStream {
  readonly #world: ServerState;
  readonly #remote: RemoteSide;
  #hasJoined = false;

  /** Reads from the socket at once. */
  constructor(server: ServerState, remote: RemoteSide, socket: Socket) {
    super(socket, { xmlns: COMPONENT, from: remote.domain });
    this.#world = server;
    this.#remote = remote;
  }

  protected onHeader({ name, ns, attrs }: XmlElement): void {
    if (ns !== NS.streams) this.end('invalid-namespace');
    else if (name !== 'stream') this.end('bad-format');
    else if (prepare(attrs['to'] ?? '') !== this.#remote.domain) this.end('host-unknown');
  }

  protected onElement(received: XmlElement) {
    if (!this.#hasJoined) return this.#join(received);
    const stanza = fromComponent(received);
    const condition = faultOf(stanza, this.#remote.domain);
    if (condition) return this.end(condition);
    for (const arrived of this.#world.hooks?.fromRemote?.(stanza, this.#world) ?? [stanza]) {
      handleRemoteStanza(this.#world, arrived, (returned) => this.#sendOut(returned));
    }
  }

  protected onEnd(): void {
    if (!this.#hasJoined) return;
    this.#hasJoined = false;
    this.#remote.send = undefined;
    loseRemotePresence(this.#world);
    settle(this.#world);
  }

  #sendOut(stanza: XmlElement): void {
    for (const sent of this.#world.hooks?.toRemote?.(stanza, this.#world) ?? [stanza]) this.send(toComponent(sent));
  }

  /** The handshake of XEP-0114 3. One component at a time may speak for a domain. */
  #join(received: XmlElement) {
    const digest = createHash('sha1').update(`${this.id}${this.#remote.secret}`).digest('hex');
    const isProven = received.name === 'handshake' && received.ns === COMPONENT && text(received) === digest;
    if (!isProven) return this.end('not-authorized');
    if (this.#remote.send) return this.end('conflict');
    this.#hasJoined = true;
    this.#remote.send = (stanza) => this.#sendOut(stanza);
    this.send(element('handshake', COMPONENT));
  }
}

/** What ends the stream: a server speaks for its own domain only, and addresses all it says (RFC 6120 4.9.3, 8.1). */
function faultOf(stanza: XmlElement, domain: string): string | undefined {
  const { from, to } = stanza.attrs;
  if (!isStanza(stanza)) return 'unsupported-stanza-type';
  if (from === undefined || to === undefined) return 'improper-addressing';
  return parseJid(from)?.domain === domain ? undefined : 'invalid-from';
}
