// Whether this run alone serves its remote domain. Some servers let several components join for one domain, and hand each
// stanza to one of them: then no absence of a stanza says anything of the server.

import { randomBytes } from 'node:crypto';
import type { RemoteDomain } from '../model/target.ts';
import type { XmlElement } from '../model/xml.ts';
import { element, NS } from '../stanza/xml.ts';

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
