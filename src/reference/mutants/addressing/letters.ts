// RFC 7622 3: addresses that are compared as written, or too generously.

import type { XmlElement } from '../../../model/xml.ts';
import { domainOf, localOf, parseJid } from '../../../stanza/jid.ts';
import type { ServerState } from '../../server-state.ts';
import { stamp } from '../../stanza.ts';
import { fromClient, onRoute } from '../kit/hooks.ts';
import type { Mutant } from '../kit/mutant.ts';
import { breaks } from '../kit/mutant.ts';
import { isToUnmatchedResource, recipientAccount, recipientJid } from '../kit/recipients.ts';

export const letterMutants: readonly Mutant[] = [
  breaks('rfc7622-3.4-a', {
    slug: 'resource-case-insensitive',
    title: 'It delivers a stanza to a resource whose name differs from the address in case.',
    fault: () =>
      onRoute(
        (stanza, server) => isToUnmatchedResource(stanza, server) && likeNamed(stanza, server) !== undefined,
        (stanza, server) => [stamp(stanza, { to: likeNamed(stanza, server) })],
      ),
  }),
  breaks('rfc7622-3.3-a', {
    slug: 'to-case-sensitive',
    title: 'It finds no account for an address whose localpart has capitals.',
    fault: () =>
      onRoute(
        ({ attrs }) => hasCapitals(localOf(attrs['to'] ?? '')),
        (stanza) => [stamp(stanza, { to: `nobody-there@${domainOf(stanza.attrs['to'] ?? '')}` })],
      ),
  }),
  breaks('rfc7622-3.2-a', {
    slug: 'domain-case-sensitive',
    title: 'It takes its own domain in capitals for another domain.',
    fault: () =>
      fromClient(
        ({ attrs }, { server }) =>
          hasCapitals(domainOf(attrs['to'] ?? '')) && parseJid(attrs['to'] ?? '')?.domain === server.domain,
        (stanza) => [stamp(stanza, { to: 'capitals.invalid' })],
      ),
  }),
];

const hasCapitals = (text: string): boolean => text !== text.toLowerCase();

/** The full JID of a resource of the recipient whose name differs in case only. */
function likeNamed(stanza: XmlElement, server: ServerState): string | undefined {
  const wanted = recipientJid(stanza)?.resource.toLowerCase();
  const resources = [...(recipientAccount(stanza, server)?.resources.values() ?? [])];
  return resources.find(({ name }) => name.toLowerCase() === wanted)?.jid;
}
