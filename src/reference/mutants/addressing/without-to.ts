// RFC 6120 10.3 and RFC 6121 8.2: stanzas of a client that name no address.

import type { XmlElement } from '../../../model/xml.ts';
import { elements } from '../../../stanza/xml.ts';
import type { Fault } from '../../fault.ts';
import { errorOf, stamp } from '../../stanza.ts';
import { fromClient, withHooks } from '../kit/hooks.ts';
import type { Mutant } from '../kit/mutant.ts';
import { breaks } from '../kit/mutant.ts';
import { isIq, isMessage, isPresence } from '../kit/predicates.ts';
import { drop, withCondition } from '../kit/rewrites.ts';

const isUnaddressed = ({ attrs }: XmlElement): boolean => attrs['to'] === undefined;

/** A broadcast, from the client to the copies that are put on their way for it. */
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

/** A request of an extension that only somebody else could answer. */
const isUnknownRequest = (stanza: XmlElement): boolean =>
  (isIq(stanza, 'get') || isIq(stanza, 'set')) && elements(stanza)[0]?.ns === 'urn:example:letters';
const isUnknownUnaddressed = (stanza: XmlElement): boolean => isUnknownRequest(stanza) && isUnaddressed(stanza);

export const withoutToMutants: readonly Mutant[] = [
  breaks('rfc6120-10.3.1-a', {
    slug: 'for-the-server',
    title: 'It takes a message without an address for one to the server.',
    fault: () =>
      fromClient(
        (stanza) => isMessage(stanza) && isUnaddressed(stanza),
        (stanza, { server }) => [stamp(stanza, { to: server.domain })],
      ),
  }),
  breaks('rfc6120-10.3.1-a', {
    slug: 'for-the-sender',
    title: 'It takes a message without an address for one to the resource that sent it.',
    fault: () =>
      fromClient(
        (stanza) => isMessage(stanza) && isUnaddressed(stanza),
        (stanza, { resource }) => [stamp(stanza, { to: resource.jid })],
      ),
  }),
  breaks('rfc6120-10.3.1-a', {
    slug: 'lost',
    title: 'It drops a message without an address.',
    fault: () => fromClient((stanza) => isMessage(stanza) && isUnaddressed(stanza), drop),
  }),
  breaks('rfc6120-10.3.2-a', {
    slug: 'to-nobody',
    title: 'It keeps presence without an address to the account.',
    fault: () => onBroadcast(drop),
  }),
  breaks('rfc6120-10.3.2-a', {
    slug: 'available-only',
    title: 'It keeps unavailable presence without an address to the account.',
    fault: () => onBroadcast((copy) => (isPresence(copy, 'unavailable') ? [] : [copy])),
  }),
  breaks('rfc6120-10.3.3-a', {
    slug: 'for-the-server',
    title: 'It takes an IQ without an address that it does not know for one to the server.',
    fault: () => fromClient(isUnknownUnaddressed, (stanza, { server }) => [stamp(stanza, { to: server.domain })]),
  }),
  breaks('rfc6120-10.3.3-a', {
    slug: 'to-a-resource',
    title: 'It leaves an IQ without an address that it does not know to another resource of the account.',
    fault: () =>
      fromClient(isUnknownUnaddressed, (stanza, { resource }) => {
        const other = [...resource.account.resources.values()].find((one) => one !== resource);
        other?.send(stamp(stanza, { from: resource.jid, to: resource.account.jid }));
        return [];
      }),
  }),
  breaks('rfc6120-10.3.3-a', {
    slug: 'another-condition',
    title: 'It refuses an IQ without an address that it does not know with <item-not-found/>.',
    fault: () =>
      fromClient(isUnknownUnaddressed, (stanza, { resource }) => {
        resource.send(withCondition(errorOf(stanza, 'item-not-found'), 'item-not-found', 'cancel'));
        return [];
      }),
  }),
];
