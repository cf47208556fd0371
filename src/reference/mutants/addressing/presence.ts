// RFC 6121 8.5: presence that arrives for an account, and for nobody.

import type { XmlElement } from '../../../model/xml.ts';
import type { Fault } from '../../fault.ts';
import { isUsable } from '../../lookup.ts';
import type { Resource } from '../../server-state.ts';
import { errorOf, presence, stamp } from '../../stanza.ts';
import { arriving, isEndOrApproval, isNotice, isProbe, isRequest } from '../kit/arriving.ts';
import { breaks, isPresence, lost, returned, toClient } from '../kit/kit.ts';
import type { Mutant } from '../kit/mutant.ts';
import type { Becomes, Fits } from '../kit/whom.ts';
import {
  accountOf,
  addressOf,
  availableFor,
  bareOf,
  isToBare,
  isToNobody,
  isToOffline,
  isToOnline,
} from '../kit/whom.ts';

/** From somebody whose presence the user sees by subscription. */
const isContact: Fits = (stanza, server) => {
  const from = bareOf(stanza.attrs['from']) ?? '';
  const subscription = accountOf(stanza, server)?.roster.items.get(from)?.subscription;
  return subscription === 'to' || subscription === 'both';
};

/** Presence that the account sends in answer, though it should not. */
const answeredWith =
  (type: string): Becomes =>
  (stanza) => [presence({ type, from: addressOf(stanza)?.bare, to: stanza.attrs['from'] })];

/** It comes to those only, as it is. */
const onlyTo =
  (choose: (available: readonly Resource[]) => readonly Resource[]): Becomes =>
  (stanza, server) => {
    for (const resource of choose(availableFor(stanza, server))) resource.send(stanza);
    return [];
  };

/** All available resources get to see it, and it is handled besides. */
const shown: Becomes = (stanza, server) => {
  for (const resource of availableFor(stanza, server)) resource.send(stanza);
  return [stanza];
};

/** Those that are connected and not available get it as well. */
const alsoToConnected: Becomes = (stanza, server) => {
  const resources = accountOf(stanza, server)?.resources.values() ?? [];
  for (const resource of resources) if (resource.presence === undefined) resource.send(stanza);
  return [stanza];
};

/** Handed over at the next login. */
const kept: Becomes = (stanza, server) => {
  accountOf(stanza, server)?.offline.push(stanza);
  return [];
};

const toMadeFull = (fits: (stanza: XmlElement) => boolean): Fault =>
  toClient(
    (stanza, { resource }) => fits(stanza) && isToBare(stanza) && !isOwn(stanza, resource),
    (stanza, { resource }) => [stamp(stanza, { to: resource.jid })],
  );

const isOwn = ({ attrs }: XmlElement, { account }: Resource): boolean =>
  attrs['from']?.startsWith(`${account.jid}/`) === true;

export const addressingPresenceMutants: readonly Mutant[] = [
  breaks('8.5.1-c', {
    word: 'returned',
    title: 'It returns presence for a missing account.',
    fault: () => arriving(isNotice, isToNobody, returned('service-unavailable')),
  }),
  breaks('8.5.1-c', {
    word: 'unavailable-told',
    title: 'It answers presence for a missing account with unavailable presence.',
    fault: () => arriving(isNotice, isToNobody, answeredWith('unavailable')),
  }),
  breaks('8.5.1-d', {
    word: 'denied',
    title: "It answers 'subscribe' to a missing account with 'unsubscribed'.",
    fault: () => arriving(isRequest, isToNobody, answeredWith('unsubscribed')),
  }),
  breaks('8.5.1-d', {
    word: 'returned',
    title: 'It returns the end of a subscription to a missing account.',
    fault: () => arriving(isEndOrApproval, isToNobody, returned('service-unavailable')),
  }),
  breaks('8.5.1-d', {
    word: 'approved',
    title: 'It approves of subscription requests to a missing account.',
    fault: () => arriving(isRequest, isToNobody, answeredWith('subscribed')),
  }),
  breaks('8.5.1-e', {
    word: 'returned',
    title: 'It returns a probe of a missing account as an error.',
    fault: () => arriving(isProbe, isToNobody, returned('item-not-found')),
  }),
  breaks('8.5.1-e', {
    word: 'unavailable-told',
    title: 'It answers a probe of a missing account with unavailable presence.',
    fault: () => arriving(isProbe, isToNobody, answeredWith('unavailable')),
  }),
  breaks('8.5.2.1.2-a', {
    word: 'to-one-only',
    title: 'It delivers presence for an account to one of its resources.',
    fault: () =>
      arriving(
        isNotice,
        isToOnline,
        onlyTo((available) => available.slice(0, 1)),
      ),
  }),
  breaks('8.5.2.1.2-a', {
    word: 'non-negative-only',
    title: 'It delivers presence for an account to resources of non-negative priority, as it does with messages.',
    fault: () =>
      arriving(
        isNotice,
        isToOnline,
        onlyTo((available) => available.filter(isUsable)),
      ),
  }),
  breaks('8.5.2.1.2-a', {
    word: 'connected-too',
    title: 'It delivers presence for an account to resources that are not available, too.',
    fault: () => arriving(isNotice, isToOnline, alsoToConnected),
  }),
  breaks('8.5.2.1.2-a', {
    word: 'strangers-lost',
    title: 'It drops presence of somebody from whom the user gets none by subscription.',
    fault: () => arriving(isNotice, (stanza, server) => isToOnline(stanza, server) && !isContact(stanza, server), lost),
  }),
  breaks('8.5.2.1.2-b', {
    word: 'request-lost',
    title: 'It drops a subscription request to an account that is online.',
    fault: () => arriving(isRequest, isToOnline, lost),
  }),
  breaks('8.5.2.1.2-b', {
    word: 'merely-shown',
    title: 'It hands what ends or approves a subscription to the resources, and changes no state.',
    fault: () =>
      arriving(
        isEndOrApproval,
        isToOnline,
        onlyTo((available) => available),
      ),
  }),
  breaks('8.5.2.1.2-c', {
    word: 'shown',
    title: 'It answers probes, and shows them to the resources.',
    fault: () => arriving(isProbe, isToOnline, shown),
  }),
  breaks('8.5.2.1.2-c', {
    word: 'left-to-resources',
    title: 'It leaves probes to the resources.',
    fault: () =>
      arriving(
        isProbe,
        isToOnline,
        onlyTo((available) => available),
      ),
  }),
  breaks('8.5.2.1.2-d', {
    word: 'to-made-full',
    title: 'It hands over presence for an account as if it were for the resource that gets it.',
    fault: () => toMadeFull((stanza) => isPresence(stanza, 'available')),
  }),
  breaks('8.5.2.1.2-d', {
    word: 'unavailable-to-made-full',
    title: 'It hands over unavailable presence for an account as if it were for the resource that gets it.',
    fault: () => toMadeFull((stanza) => isPresence(stanza, 'unavailable')),
  }),
  breaks('8.5.2.1.2-d', {
    word: 'request-to-made-full',
    title: 'It hands over subscription requests as if they were for the resource that gets them.',
    fault: () => toMadeFull((stanza) => isPresence(stanza, 'subscribe')),
  }),
  breaks('8.5.2.2.2-a', {
    word: 'returned',
    title: 'It returns presence for an account where nobody is online.',
    fault: () => arriving(isNotice, isToOffline, returned('recipient-unavailable', 'wait')),
  }),
  breaks('8.5.2.2.2-a', {
    word: 'kept',
    title: 'It keeps presence for an account where nobody is online.',
    fault: () => arriving(isNotice, isToOffline, kept),
  }),
  breaks('8.5.2.2.2-b', {
    word: 'request-lost',
    title: 'It drops a subscription request to an account where nobody is online.',
    fault: () => arriving(isRequest, isToOffline, lost),
  }),
  breaks('8.5.2.2.2-b', {
    word: 'rest-lost',
    title: 'It drops what ends or approves a subscription where nobody is online.',
    fault: () => arriving(isEndOrApproval, isToOffline, lost),
  }),
  breaks('8.5.2.2.2-c', {
    word: 'kept',
    title: 'It keeps probes of an account where nobody is online for the next login.',
    fault: () => arriving(isProbe, isToOffline, kept),
  }),
  breaks('8.5.2.2.2-c', {
    word: 'returned',
    title: 'It returns probes of an account where nobody is online.',
    fault: () => arriving(isProbe, isToOffline, (stanza) => [errorOf(stanza, 'item-not-found')]),
  }),
];
