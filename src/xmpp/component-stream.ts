// XEP-0114: the stream that connects a component to a server, and whether this run alone serves its domain.

import { createHash, randomBytes } from 'node:crypto';
import type { Element } from 'ltx';
import type { ComponentAddress, RemoteDomain } from '../model/target.ts';
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

/** Of two connections that share stanzas evenly, one gets all of them once in 65,536 times. */
const PROBES = 16;

/** A server that routes nothing from a domain back to it does not answer; there nothing is proven. */
const SILENCE_MS = 1000;

const PREFIX = 'xmppspec-sole-';
const OWN = `${PREFIX}${randomBytes(4).toString('hex')}@`;

/** Whether the stanza is a probe of another run. */
export function isForeignProbe({ name, attrs: { to = '' } }: XmlElement): boolean {
  return name === 'message' && to.startsWith(PREFIX) && !to.startsWith(OWN);
}

/**
 * Sends stanzas from the domain to itself: all come back, unless another connection gets some. Resolves with false then,
 * after `timeoutMs`. Rejects when the stream of the component ends.
 */
export async function isServedAlone(
  remote: Pick<RemoteDomain, 'domain' | 'connect'>,
  timeoutMs: number,
): Promise<boolean> {
  const jid = `${OWN}${remote.domain}`;
  const session = await remote.connect({
    account: { jid, password: '' },
    resource: 'sole',
    answers: false,
    timeoutMs,
    record: () => undefined,
  });
  const haveArrived = (count: number, withinMs: number): Promise<boolean> =>
    session
      .arrival(() => session.inbox.length >= count, withinMs)
      .then(
        () => true,
        () => false,
      );
  try {
    const numbers = Array.from({ length: PROBES }, (_, number) => `${jid}/${number}`);
    for (const to of numbers) await session.send(element('message', NS.client, { type: 'headline', to }), 'setup');
    return !(await haveArrived(1, SILENCE_MS)) || (await haveArrived(PROBES, timeoutMs));
  } finally {
    await session.close(timeoutMs);
  }
}
