// RFC 6120 10.3 and RFC 6121 8.2: stanzas of a client without a `to`.

import type { XmlElement } from '../../../model/xml.ts';
import type { Fault } from '../../fault.ts';
import { errorOf, stamp } from '../../stanza.ts';
import { fromClient, withHooks } from '../kit/hooks.ts';
import type { Mutant } from '../kit/mutant.ts';
import { breaks } from '../kit/mutant.ts';
import { isMessage, isPresence, isUnaddressed, isUnknownRequest } from '../kit/predicates.ts';
import { drop, withCondition } from '../kit/rewrites.ts';

/** A fault in the copies that the server routes for a broadcast of a client. */
function onBroadcast(rewrite: (copy: XmlElement) => readonly XmlElement[]): Fault {
  let from: string | undefined;
  const isCopy = (stanza: XmlElement) =>
    stanza.attrs['from'] === from && (isPresence(stanza, 'available') || isPresence(stanza, 'unavailable'));
  return withHooks({
    fromClient: (stanza, { resource }) => {
      from = isPresence(stanza) && isUnaddressed(stanza) ? resource.jid : undefined;
      return [stanza];
    },
    route: (stanza) => (isCopy(stanza) ? rewrite(stanza) : [stanza]),
  });
}

const isUnknownUnaddressed = (stanza: XmlElement): boolean => isUnknownRequest(stanza) && isUnaddressed(stanza);

export const withoutToMutants: readonly Mutant[] = [
  breaks('rfc6120-10.3.1-a', {
    slug: 'for-the-server',
    title: 'It handles a message without "to" as a message to the server.',
    fault: () =>
      fromClient(
        (stanza) => isMessage(stanza) && isUnaddressed(stanza),
        (stanza, { server }) => [stamp(stanza, { to: server.domain })],
      ),
  }),
  breaks('rfc6120-10.3.1-a', {
    slug: 'for-the-sender',
    title: 'It handles a message without "to" as a message to the sending resource.',
    fault: () =>
      fromClient(
        (stanza) => isMessage(stanza) && isUnaddressed(stanza),
        (stanza, { resource }) => [stamp(stanza, { to: resource.jid })],
      ),
  }),
  breaks('rfc6120-10.3.1-a', {
    slug: 'lost',
    title: 'It drops a message without "to".',
    fault: () => fromClient((stanza) => isMessage(stanza) && isUnaddressed(stanza), drop),
  }),
  breaks('rfc6120-10.3.2-a', {
    slug: 'to-nobody',
    title: 'It does not send presence without "to" to contacts.',
    fault: () => onBroadcast(drop),
  }),
  breaks('rfc6120-10.3.2-a', {
    slug: 'available-only',
    title: 'It does not send unavailable presence without "to" to contacts.',
    fault: () => onBroadcast((copy) => (isPresence(copy, 'unavailable') ? [] : [copy])),
  }),
  breaks('rfc6120-10.3.3-a', {
    slug: 'for-the-server',
    title: 'It handles an unknown IQ request without "to" as a request to the server.',
    fault: () => fromClient(isUnknownUnaddressed, (stanza, { server }) => [stamp(stanza, { to: server.domain })]),
  }),
  breaks('rfc6120-10.3.3-a', {
    slug: 'to-a-resource',
    title: 'It delivers an unknown IQ request without "to" to another resource of the account.',
    fault: () =>
      fromClient(isUnknownUnaddressed, (stanza, { resource }) => {
        const other = [...resource.account.resources.values()].find((one) => one !== resource);
        other?.send(stamp(stanza, { from: resource.jid, to: resource.account.jid }));
        return [];
      }),
  }),
  breaks('rfc6120-10.3.3-a', {
    slug: 'another-condition',
    title: 'It refuses an unknown IQ request without "to" with <item-not-found/>.',
    fault: () =>
      fromClient(isUnknownUnaddressed, (stanza, { resource }) => {
        resource.send(withCondition(errorOf(stanza, 'item-not-found'), 'item-not-found', 'cancel'));
        return [];
      }),
  }),
];
