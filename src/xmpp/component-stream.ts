// XEP-0114: the stream by which a component joins a server.

import { createHash } from 'node:crypto';
import type { Element } from 'ltx';
import type { ComponentAddress } from '../model/target.ts';
import { COMPONENT } from '../stanza/component.ts';
import { serialize } from '../stanza/serialize.ts';
import { element, NS } from '../stanza/xml.ts';
import { placeOf, Refusal } from './explain.ts';
import { readCondition } from './read-element.ts';
import { Stream } from './stream.ts';

/** A stream that proves itself by the secret both sides know. Emits `joined` when the server has let it in. */
export class ComponentStream extends Stream {
  readonly #secret: string;

  constructor({ host, port, domain, secret }: ComponentAddress) {
    super({ host, port, domain, tls: 'plain', insecure: false }, () => ({}));
    this.#secret = secret;
    this.on('connect', () => {
      this.phase = 'handshake';
    });
    this.on('open', (header: Element) => void this.#prove(String(header.attrs['id'] ?? '')));
    this.on('nonza', (received: Element) => received.is('handshake', COMPONENT) && this.#join());
  }

  // A component's stream has a namespace of its own and no version, so no features come (XEP-0114 3).
  override headerElement(): Element {
    const header = super.headerElement();
    header.attrs['xmlns'] = COMPONENT;
    delete header.attrs['version'];
    return header;
  }

  override _onElement(received: Element): void {
    const isRefusal = this.phase === 'handshake' && received.is('error', NS.streams);
    if (isRefusal) this.fail(new Refusal(this.#explainRefusal(readCondition(received, NS.streamErrors))));
    else super._onElement(received);
  }

  /** The digest of XEP-0114 3: SHA-1 over the stream's id and the secret, in lower-case hexadecimal. */
  async #prove(id: string): Promise<void> {
    const digest = createHash('sha1').update(`${id}${this.#secret}`).digest('hex');
    try {
      await this.write(serialize(element('handshake', COMPONENT, {}, [digest]), { ns: COMPONENT }));
    } catch (error) {
      this.fail(error);
    }
  }

  #join(): void {
    this.phase = 'online';
    this.emit('joined');
  }

  #explainRefusal(condition: string): string {
    const [place, { domain }] = [placeOf(this.address), this.address];
    if (condition === 'not-authorized') {
      return `${place} refused the secret of the component "${domain}"; give the one that the server is set up with`;
    }
    if (condition === 'host-unknown') {
      return `${place} knows no component "${domain}"; set it up there, or name the domain that it has`;
    }
    if (condition === 'conflict') return `${place} has a component "${domain}" connected already; end that one first`;
    return `${place} refused the component "${domain}": ${condition}`;
  }
}
