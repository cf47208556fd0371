// RFC 6120 10.3 and RFC 6121 8.2: stanzas of a client that name no address.

import type { XmlElement } from '../../../model/xml.ts';
import { elements } from '../../../stanza/xml.ts';
import type { Fault } from '../../fault.ts';
import { errorOf, stamp } from '../../stanza.ts';
import { breaks, fromClient, inOtherWords, isIq, isMessage, isPresence, lost, tampered } from '../kit/kit.ts';
import type { Mutant } from '../kit/mutant.ts';

const isUnaddressed = ({ attrs }: XmlElement): boolean => attrs['to'] === undefined;

/** A broadcast, from the client to the copies that are put on their way for it. */
function broadcasts(become: (copy: XmlElement) => readonly XmlElement[]): Fault {
  let from: string | undefined;
  const isCopy = (stanza: XmlElement) =>
    stanza.attrs['from'] === from && (isPresence(stanza, 'available') || isPresence(stanza, 'unavailable'));
  return tampered({
    fromClient: (stanza, { resource }) => {
      from = isPresence(stanza) && isUnaddressed(stanza) ? resource.jid : undefined;
      return [stanza];
    },
    route: (stanza) => (isCopy(stanza) ? become(stanza) : [stanza]),
  });
}

/** A request of an extension that only somebody else could answer. */
const isOdd = (stanza: XmlElement): boolean =>
  (isIq(stanza, 'get') || isIq(stanza, 'set')) && elements(stanza)[0]?.ns === 'urn:example:letters';
const isOddUnaddressed = (stanza: XmlElement): boolean => isOdd(stanza) && isUnaddressed(stanza);

export const addressingImpliedMutants: readonly Mutant[] = [
  breaks('rfc6120-10.3.1-a', {
    word: 'for-the-server',
    title: 'It takes a message without an address for one to the server.',
    fault: () =>
      fromClient(
        (stanza) => isMessage(stanza) && isUnaddressed(stanza),
        (stanza, { server }) => [stamp(stanza, { to: server.domain })],
      ),
  }),
  breaks('rfc6120-10.3.1-a', {
    word: 'for-the-sender',
    title: 'It takes a message without an address for one to the resource that sent it.',
    fault: () =>
      fromClient(
        (stanza) => isMessage(stanza) && isUnaddressed(stanza),
        (stanza, { resource }) => [stamp(stanza, { to: resource.jid })],
      ),
  }),
  breaks('rfc6120-10.3.1-a', {
    word: 'lost',
    title: 'It drops a message without an address.',
    fault: () => fromClient((stanza) => isMessage(stanza) && isUnaddressed(stanza), lost),
  }),
  breaks('rfc6120-10.3.2-a', {
    word: 'to-nobody',
    title: 'It keeps presence without an address to the account.',
    fault: () => broadcasts(lost),
  }),
  breaks('rfc6120-10.3.2-a', {
    word: 'available-only',
    title: 'It keeps unavailable presence without an address to the account.',
    fault: () => broadcasts((copy) => (isPresence(copy, 'unavailable') ? [] : [copy])),
  }),
  breaks('rfc6120-10.3.3-a', {
    word: 'for-the-server',
    title: 'It takes an IQ without an address that it does not know for one to the server.',
    fault: () => fromClient(isOddUnaddressed, (stanza, { server }) => [stamp(stanza, { to: server.domain })]),
  }),
  breaks('rfc6120-10.3.3-a', {
    word: 'to-a-resource',
    title: 'It leaves an IQ without an address that it does not know to another resource of the account.',
    fault: () =>
      fromClient(isOddUnaddressed, (stanza, { resource }) => {
        const other = [...resource.account.resources.values()].find((one) => one !== resource);
        other?.send(stamp(stanza, { from: resource.jid, to: resource.account.jid }));
        return [];
      }),
  }),
  breaks('rfc6120-10.3.3-a', {
    word: 'another-condition',
    title: 'It refuses an IQ without an address that it does not know with <item-not-found/>.',
    fault: () =>
      fromClient(isOddUnaddressed, (stanza, { resource }) => {
        resource.send(inOtherWords(errorOf(stanza, 'item-not-found'), 'item-not-found', 'cancel'));
        return [];
      }),
  }),
];
