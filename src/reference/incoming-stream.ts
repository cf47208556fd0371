// The stream that another server opens to this one: stanzas come in, and questions about keys (XEP-0220).

import type { Socket } from 'node:net';
import type { XmlElement } from '../model/xml.ts';
import { fromServer } from '../stanza/component.ts';
import { parseJid, prepare } from '../stanza/jid.ts';
import { element, NS, text } from '../stanza/xml.ts';
import { handleRemoteStanza, isStanza } from './router.ts';
import { dialbackElement, isDialback, SERVER_STREAM } from './server-link.ts';
import type { ServerState } from './server-state.ts';
import type { Servers } from './servers.ts';
import { XmlStream } from './xml-stream.ts';

/** A stream of another server. It ends with its socket. */
export class IncomingStream extends XmlStream {
  readonly #server: ServerState;
  readonly #servers: Servers;
  /** The domains for which the other server has proved to speak. */
  readonly #proven = new Set<string>();

  /** Starts to read from the socket. */
  constructor(server: ServerState, servers: Servers, socket: Socket) {
    super(socket, { ...SERVER_STREAM, from: server.domain });
    this.#server = server;
    this.#servers = servers;
  }

  /** Answers with the version and the domain of the other server, where it has stated them (RFC 6120 4.7.2, 4.7.5). */
  protected override answerTo({ attrs }: XmlElement): Readonly<Record<string, string>> {
    const to = domainIn(attrs['from']);
    return { ...(attrs['version'] !== undefined && { version: '1.0' }), ...(to !== undefined && { to }) };
  }

  protected onHeader({ name, ns, attrs }: XmlElement): void {
    if (ns !== NS.streams) this.end('invalid-namespace');
    else if (name !== 'stream') this.end('bad-format');
    else if (prepare(attrs['to'] ?? this.#server.domain) !== this.#server.domain) this.end('host-unknown');
    else if (attrs['version'] !== undefined) this.#offer();
  }

  protected onElement(received: XmlElement) {
    if (received.ns === NS.streams) return this.close();
    if (isDialback(received, 'result')) return this.#examine(received);
    if (isDialback(received, 'verify')) return this.#confirm(received);
    const stanza = fromServer(received);
    const condition = this.#errorOf(stanza);
    if (condition) return this.end(condition);
    handleRemoteStanza(this.#server, domainIn(stanza.attrs['from']) ?? '', stanza);
  }

  protected onEnd(): void {
    this.#proven.clear();
  }

  #offer(): void {
    const dialback = element('dialback', NS.dialbackFeature);
    this.send(element('features', NS.streams, {}, [dialback]));
  }

  /** Asks the server of the claimed domain whether the key is valid (XEP-0220 2.1.1). */
  #examine(received: XmlElement) {
    const { id } = this;
    const [from, to] = [domainIn(received.attrs['from']), domainIn(received.attrs['to'])];
    if (from === undefined || to === undefined) return this.end('improper-addressing');
    if (to !== this.#server.domain) return this.end('host-unknown');
    if (from === this.#server.domain) return this.end('not-authorized');
    const claim = { originating: from, receiving: to, streamId: id };
    this.#servers.verify(claim, text(received)).then((isValid) => {
      if (isValid) this.#proven.add(from);
      this.send(dialbackElement('result', { from: to, to: from, type: isValid ? 'valid' : 'invalid' }));
      if (!isValid) this.close();
    });
  }

  /** Answers whether a key is ours (XEP-0220 2.1.2). */
  #confirm(received: XmlElement): void {
    const { from = '', to = '', id = '' } = received.attrs;
    const claim = { originating: to, receiving: from, streamId: id };
    const isValid = to === this.#server.domain && text(received) === this.#servers.keyOf(claim);
    this.send(dialbackElement('verify', { from: to, to: from, id, type: isValid ? 'valid' : 'invalid' }));
  }

  /** The stream error for a stanza, if any (RFC 6120 4.9.3, 8.1.1.2, 8.1.2.2). */
  #errorOf(stanza: XmlElement): string | undefined {
    const { from, to } = stanza.attrs;
    if (!isStanza(stanza)) return 'unsupported-stanza-type';
    if (this.#proven.size === 0) return 'not-authorized';
    const [sender, recipient] = [domainIn(from), domainIn(to)];
    if (sender === undefined || recipient === undefined) return 'improper-addressing';
    if (!this.#proven.has(sender)) return 'invalid-from';
    return recipient === this.#server.domain ? undefined : 'host-unknown';
  }
}

/** The prepared domain of an address; undefined when the address is missing or malformed. */
function domainIn(jid: string | undefined): string | undefined {
  return parseJid(jid ?? '')?.domain;
}
