// XEP-0114: the stream that connects a component to a server.

import { createHash } from 'node:crypto';
import type { Element } from 'ltx';
import type { ComponentAddress } from '../model/target.ts';
import type { XmlElement } from '../model/xml.ts';
import { serialize } from '../stanza/serialize.ts';
import { element, NS } from '../stanza/xml.ts';
import type { OpenStreams } from './open-streams.ts';
import { Stream } from './stream.ts';

/** A stream that proves that it knows the secret. Emits `joined` once the server has accepted it. */
export class ComponentStream extends Stream {
  readonly #secret: string;

  constructor({ host, port, domain, secret }: ComponentAddress, owner: OpenStreams) {
    super({ host, port, domain, tls: 'plain', insecure: false }, owner);
    this.#secret = secret;
    this.on('connect', () => {
      this.phase = 'handshake';
    });
    this.on('open', (header: Element) => void this.#prove(String(header.attrs['id'] ?? '')));
    this.on('negotiation', ({ name, ns }: XmlElement) => name === 'handshake' && ns === NS.component && this.#join());
  }

  // The header has another namespace and no version, so the server sends no features (XEP-0114 3).
  override headerElement(): Element {
    const header = super.headerElement();
    header.attrs['xmlns'] = NS.component;
    delete header.attrs['version'];
    return header;
  }

  /** The digest of XEP-0114 3: SHA-1 over the stream's id and the secret, in lower-case hexadecimal. */
  async #prove(id: string): Promise<void> {
    const digest = createHash('sha1').update(`${id}${this.#secret}`).digest('hex');
    try {
      await this.write(serialize(element('handshake', NS.component, {}, [digest]), { ns: NS.component }));
    } catch (error) {
      this.fail(error);
    }
  }

  #join(): void {
    this.phase = 'online';
    this.emit('joined');
  }
}
