// RFC 6120 10.4 and 10.5, RFC 6121 8.3 and 8.4: stanzas for other domains, for services, and for the server itself.

import type { XmlElement } from '../../../model/xml.ts';
import { elements, NS } from '../../../stanza/xml.ts';
import type { Fault } from '../../fault.ts';
import { availableResources } from '../../lookup.ts';
import type { ServerState } from '../../server-state.ts';
import { errorOf, stamp } from '../../stanza.ts';
import { breaks, isIq, isIqRequest, isMessage, isPresence, lost, onTheWay, returned, tampered } from '../kit/kit.ts';
import type { Mutant } from '../kit/mutant.ts';
import type { Becomes } from '../kit/whom.ts';
import { addressOf, isToElsewhere, isToServer } from '../kit/whom.ts';

type Test = (stanza: XmlElement) => boolean;

const isAnswerable: Test = ({ name, attrs }) => !['error', 'result', 'unavailable'].includes(attrs['type'] ?? name);

const toElsewhere = (fits: Test, become: (stanza: XmlElement) => readonly XmlElement[]): Fault =>
  onTheWay((stanza, server) => fits(stanza) && isAnswerable(stanza) && isToElsewhere(stanza, server), become);

/** What is for the remote domain that fits becomes something else, before it goes anywhere. */
const toService = (fits: Test, become: Becomes): Fault =>
  onTheWay((stanza, server) => fits(stanza) && addressOf(stanza)?.domain === server.remote?.domain, become);

/** IQs to the server that it does not know, whoever sends them: those to find it and to fence with stay as they are. */
function unknownToServer(answer: (iq: XmlElement) => readonly XmlElement[]): Fault {
  const fits = (stanza: XmlElement, server: ServerState) =>
    isIqRequest(stanza) && isToServer(stanza, server) && elements(stanza)[0]?.ns === 'urn:example:letters';
  return tampered({
    fromClient: (stanza, { server, resource }) => {
      if (!fits(stanza, server)) return [stanza];
      for (const answered of answer(stamp(stanza, { from: resource.jid }))) resource.send(answered);
      return [];
    },
    route: (stanza, server) => (fits(stanza, server) ? answer(stanza) : [stanza]),
  });
}

/** A stanza to the server is handed to everybody who is available. */
const toEverybody = (fits: Test): Fault =>
  onTheWay(
    (stanza, server) => fits(stanza) && isToServer(stanza, server),
    (stanza, { accounts }) => {
      for (const resource of [...accounts.values()].flatMap(availableResources)) resource.send(stanza);
      return [];
    },
  );

export const addressingDomainMutants: readonly Mutant[] = [
  breaks('rfc6120-10.4.3-a', {
    word: 'message-lost',
    title: 'It drops a message to a domain that is not there.',
    fault: () => toElsewhere(isMessage, lost),
  }),
  breaks('rfc6120-10.4.3-a', {
    word: 'request-lost',
    title: 'It drops an IQ request to a domain that is not there.',
    fault: () => toElsewhere(isIqRequest, lost),
  }),
  breaks('rfc6120-10.4.3-a', {
    word: 'presence-lost',
    title: 'It drops presence to a domain that is not there.',
    fault: () => toElsewhere(isPresence, lost),
  }),
  breaks('rfc6120-10.4.3-a', {
    word: 'another-condition',
    title: 'It returns what is for a domain that is not there with <item-not-found/>.',
    fault: () => toElsewhere(() => true, returned('item-not-found')),
  }),
  breaks('rfc6120-10.4.3-a', {
    word: 'from-the-server',
    title: 'It returns what is for a domain that is not there in its own name.',
    fault: () =>
      onTheWay(
        (stanza, server) => isAnswerable(stanza) && isToElsewhere(stanza, server),
        (stanza, { domain }) => [stamp(errorOf(stanza, 'remote-server-not-found'), { from: domain })],
      ),
  }),
  breaks('rfc6120-10.5-a', {
    word: 'message-lost',
    title: 'It does not hand messages to a service.',
    fault: () => toService(isMessage, lost),
  }),
  breaks('rfc6120-10.5-a', {
    word: 'message-kept-from-accounts',
    title: 'It returns messages that are for an account of a service.',
    fault: () =>
      toService((stanza) => isMessage(stanza) && addressOf(stanza)?.resource === '', returned('service-unavailable')),
  }),
  breaks('rfc6120-10.5-a', {
    word: 'known-answered',
    title: 'It answers for a service what it knows itself.',
    fault: () =>
      toService(
        (stanza) => isIq(stanza, 'get', NS.version),
        (stanza) => [stamp(stanza, { type: 'result', from: stanza.attrs['to'], to: stanza.attrs['from'] })],
      ),
  }),
  breaks('rfc6120-10.5-a', {
    word: 'results-lost',
    title: 'It does not hand IQ results of users to a service.',
    fault: () => toService((stanza) => isIq(stanza, 'result') && stanza.attrs['from']?.includes('@') === true, lost),
  }),
  breaks('rfc6120-10.5-a', {
    word: 'presence-lost',
    title: 'It does not hand directed presence to a service.',
    fault: () => toService((stanza) => isPresence(stanza, 'available') && 'id' in stanza.attrs, lost),
  }),
  breaks('rfc6120-10.5.1-a', {
    word: 'request-unanswered',
    title: 'It does not answer what is asked of itself and it does not know.',
    fault: () => unknownToServer(lost),
  }),
  breaks('rfc6120-10.5.1-a', {
    word: 'answered-as-nobody',
    title: 'It answers what is asked of itself without an address of its own.',
    fault: () => unknownToServer((iq) => [stamp(errorOf(iq, 'service-unavailable'), { from: undefined })]),
  }),
  breaks('rfc6120-10.5.1-a', {
    word: 'message-to-everybody',
    title: 'It hands messages to itself to everybody who is available.',
    fault: () => toEverybody(isMessage),
  }),
  breaks('rfc6120-10.5.1-a', {
    word: 'presence-to-everybody',
    title: 'It hands presence to itself to everybody who is available.',
    fault: () => toEverybody(isPresence),
  }),
];
