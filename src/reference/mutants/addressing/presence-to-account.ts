// RFC 6121 8.5: presence that arrives for an account, and for nobody.

import type { XmlElement } from '../../../model/xml.ts';
import type { Fault } from '../../fault.ts';
import { isUsable } from '../../lookup.ts';
import type { Resource } from '../../server-state.ts';
import { errorOf, presence, stamp } from '../../stanza.ts';
import type { RoutePredicate, RouteRewrite } from '../kit/hooks.ts';
import { toClient } from '../kit/hooks.ts';
import type { Mutant } from '../kit/mutant.ts';
import { breaks } from '../kit/mutant.ts';
import { isPresence, isProbe } from '../kit/predicates.ts';
import {
  availableRecipients,
  bareJidOf,
  isToBareJid,
  isToMissingAccount,
  isToOfflineAccount,
  isToOnlineAccount,
  recipientAccount,
  recipientJid,
} from '../kit/recipients.ts';
import { asError, drop } from '../kit/rewrites.ts';
import {
  isAvailability,
  isSubscriptionAnswerOrEnd,
  isSubscriptionRequest,
  onInboundPresence,
} from './inbound-presence.ts';

/** From somebody whose presence the user sees by subscription. */
const isFromPublisher: RoutePredicate = (stanza, server) => {
  const from = bareJidOf(stanza.attrs['from']) ?? '';
  const subscription = recipientAccount(stanza, server)?.roster.items.get(from)?.subscription;
  return subscription === 'to' || subscription === 'both';
};

/** Presence that the account sends in answer, though it should not. */
const answerWith =
  (type: string): RouteRewrite =>
  (stanza) => [presence({ type, from: recipientJid(stanza)?.bare, to: stanza.attrs['from'] })];

/** It comes to those only, as it is. */
const deliverOnlyTo =
  (choose: (available: readonly Resource[]) => readonly Resource[]): RouteRewrite =>
  (stanza, server) => {
    for (const resource of choose(availableRecipients(stanza, server))) resource.send(stanza);
    return [];
  };

/** All available resources get to see it, and it is handled besides. */
const alsoDeliver: RouteRewrite = (stanza, server) => {
  for (const resource of availableRecipients(stanza, server)) resource.send(stanza);
  return [stanza];
};

/** Those that are connected and not available get it as well. */
const alsoToUnavailable: RouteRewrite = (stanza, server) => {
  const resources = recipientAccount(stanza, server)?.resources.values() ?? [];
  for (const resource of resources) if (resource.presence === undefined) resource.send(stanza);
  return [stanza];
};

/** Handed over at the next login. */
const storeOffline: RouteRewrite = (stanza, server) => {
  recipientAccount(stanza, server)?.offline.push(stanza);
  return [];
};

const stampFullTo = (matches: (stanza: XmlElement) => boolean): Fault =>
  toClient(
    (stanza, { resource }) => matches(stanza) && isToBareJid(stanza) && !isOwn(stanza, resource),
    (stanza, { resource }) => [stamp(stanza, { to: resource.jid })],
  );

const isOwn = ({ attrs }: XmlElement, { account }: Resource): boolean =>
  attrs['from']?.startsWith(`${account.jid}/`) === true;

export const presenceToAccountMutants: readonly Mutant[] = [
  breaks('8.5.1-c', {
    slug: 'returned',
    title: 'It returns presence for a missing account.',
    fault: () => onInboundPresence(isAvailability, isToMissingAccount, asError('service-unavailable')),
  }),
  breaks('8.5.1-c', {
    slug: 'unavailable-told',
    title: 'It answers presence for a missing account with unavailable presence.',
    fault: () => onInboundPresence(isAvailability, isToMissingAccount, answerWith('unavailable')),
  }),
  breaks('8.5.1-d', {
    slug: 'denied',
    title: "It answers 'subscribe' to a missing account with 'unsubscribed'.",
    fault: () => onInboundPresence(isSubscriptionRequest, isToMissingAccount, answerWith('unsubscribed')),
  }),
  breaks('8.5.1-d', {
    slug: 'returned',
    title: 'It returns the end of a subscription to a missing account.',
    fault: () => onInboundPresence(isSubscriptionAnswerOrEnd, isToMissingAccount, asError('service-unavailable')),
  }),
  breaks('8.5.1-d', {
    slug: 'approved',
    title: 'It approves of subscription requests to a missing account.',
    fault: () => onInboundPresence(isSubscriptionRequest, isToMissingAccount, answerWith('subscribed')),
  }),
  breaks('8.5.1-e', {
    slug: 'returned',
    title: 'It returns a probe of a missing account as an error.',
    fault: () => onInboundPresence(isProbe, isToMissingAccount, asError('item-not-found')),
  }),
  breaks('8.5.1-e', {
    slug: 'unavailable-told',
    title: 'It answers a probe of a missing account with unavailable presence.',
    fault: () => onInboundPresence(isProbe, isToMissingAccount, answerWith('unavailable')),
  }),
  breaks('8.5.2.1.2-a', {
    slug: 'to-one-only',
    title: 'It delivers presence for an account to one of its resources.',
    fault: () =>
      onInboundPresence(
        isAvailability,
        isToOnlineAccount,
        deliverOnlyTo((available) => available.slice(0, 1)),
      ),
  }),
  breaks('8.5.2.1.2-a', {
    slug: 'non-negative-only',
    title: 'It delivers presence for an account to resources of non-negative priority, as it does with messages.',
    fault: () =>
      onInboundPresence(
        isAvailability,
        isToOnlineAccount,
        deliverOnlyTo((available) => available.filter(isUsable)),
      ),
  }),
  breaks('8.5.2.1.2-a', {
    slug: 'connected-too',
    title: 'It delivers presence for an account to resources that are not available, too.',
    fault: () => onInboundPresence(isAvailability, isToOnlineAccount, alsoToUnavailable),
  }),
  breaks('8.5.2.1.2-a', {
    slug: 'strangers-lost',
    title: 'It drops presence of somebody from whom the user gets none by subscription.',
    fault: () =>
      onInboundPresence(
        isAvailability,
        (stanza, server) => isToOnlineAccount(stanza, server) && !isFromPublisher(stanza, server),
        drop,
      ),
  }),
  breaks('8.5.2.1.2-b', {
    slug: 'request-lost',
    title: 'It drops a subscription request to an account that is online.',
    fault: () => onInboundPresence(isSubscriptionRequest, isToOnlineAccount, drop),
  }),
  breaks('8.5.2.1.2-b', {
    slug: 'merely-shown',
    title: 'It hands what ends or approves a subscription to the resources, and changes no state.',
    fault: () =>
      onInboundPresence(
        isSubscriptionAnswerOrEnd,
        isToOnlineAccount,
        deliverOnlyTo((available) => available),
      ),
  }),
  breaks('8.5.2.1.2-c', {
    slug: 'shown',
    title: 'It answers probes, and shows them to the resources.',
    fault: () => onInboundPresence(isProbe, isToOnlineAccount, alsoDeliver),
  }),
  breaks('8.5.2.1.2-c', {
    slug: 'left-to-resources',
    title: 'It leaves probes to the resources.',
    fault: () =>
      onInboundPresence(
        isProbe,
        isToOnlineAccount,
        deliverOnlyTo((available) => available),
      ),
  }),
  breaks('8.5.2.1.2-d', {
    slug: 'to-made-full',
    title: 'It hands over presence for an account as if it were for the resource that gets it.',
    fault: () => stampFullTo((stanza) => isPresence(stanza, 'available')),
  }),
  breaks('8.5.2.1.2-d', {
    slug: 'unavailable-to-made-full',
    title: 'It hands over unavailable presence for an account as if it were for the resource that gets it.',
    fault: () => stampFullTo((stanza) => isPresence(stanza, 'unavailable')),
  }),
  breaks('8.5.2.1.2-d', {
    slug: 'request-to-made-full',
    title: 'It hands over subscription requests as if they were for the resource that gets them.',
    fault: () => stampFullTo((stanza) => isPresence(stanza, 'subscribe')),
  }),
  breaks('8.5.2.2.2-a', {
    slug: 'returned',
    title: 'It returns presence for an account where nobody is online.',
    fault: () => onInboundPresence(isAvailability, isToOfflineAccount, asError('recipient-unavailable', 'wait')),
  }),
  breaks('8.5.2.2.2-a', {
    slug: 'kept',
    title: 'It keeps presence for an account where nobody is online.',
    fault: () => onInboundPresence(isAvailability, isToOfflineAccount, storeOffline),
  }),
  breaks('8.5.2.2.2-b', {
    slug: 'request-lost',
    title: 'It drops a subscription request to an account where nobody is online.',
    fault: () => onInboundPresence(isSubscriptionRequest, isToOfflineAccount, drop),
  }),
  breaks('8.5.2.2.2-b', {
    slug: 'rest-lost',
    title: 'It drops what ends or approves a subscription where nobody is online.',
    fault: () => onInboundPresence(isSubscriptionAnswerOrEnd, isToOfflineAccount, drop),
  }),
  breaks('8.5.2.2.2-c', {
    slug: 'kept',
    title: 'It keeps probes of an account where nobody is online for the next login.',
    fault: () => onInboundPresence(isProbe, isToOfflineAccount, storeOffline),
  }),
  breaks('8.5.2.2.2-c', {
    slug: 'returned',
    title: 'It returns probes of an account where nobody is online.',
    fault: () => onInboundPresence(isProbe, isToOfflineAccount, (stanza) => [errorOf(stanza, 'item-not-found')]),
  }),
];
