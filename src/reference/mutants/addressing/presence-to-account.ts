// RFC 6121 8.5: presence to the bare JID of an account, or to a missing account.

import type { XmlElement } from '../../../model/xml.ts';
import type { Fault } from '../../fault.ts';
import { isUsable } from '../../lookup.ts';
import type { Resource } from '../../server-state.ts';
import { errorOf, presence, stamp } from '../../stanza.ts';
import { breaks, type Mutant, type RoutePredicate, type RouteRewrite, toClient } from '../kit/mutant.ts';
import { isPresence, isProbe, isSubscribe } from '../kit/predicates.ts';
import {
  availableRecipients,
  isToBareJid,
  isToMissingAccount,
  isToOfflineAccount,
  isToOnlineAccount,
  itemOfSender,
  recipientAccount,
  recipientJid,
} from '../kit/recipients.ts';
import { asError, drop } from '../kit/rewrites.ts';
import { isAvailability, isSubscriptionAnswerOrEnd, onInboundPresence } from './error-leaks.ts';

/** Whether the recipient is subscribed to the sender. */
const isFromPublisher: RoutePredicate = (stanza, server) => {
  const subscription = itemOfSender(stanza, server)?.subscription;
  return subscription === 'to' || subscription === 'both';
};

/** Whether the sender is subscribed to the recipient. */
const isFromSubscriber: RoutePredicate = (stanza, server) => {
  const subscription = itemOfSender(stanza, server)?.subscription;
  return subscription === 'from' || subscription === 'both';
};

/** Replaces a stanza by presence of that type from its recipient to its sender. */
const answerWith =
  (type: string): RouteRewrite =>
  (stanza) => [presence({ type, from: recipientJid(stanza)?.bare, to: stanza.attrs['from'] })];

/** Delivers the stanza to some of the available resources instead of handling it. */
const deliverOnlyTo =
  (choose: (available: readonly Resource[]) => readonly Resource[]): RouteRewrite =>
  (stanza, server) => {
    for (const resource of choose(availableRecipients(stanza, server))) resource.send(stanza);
    return [];
  };

/** Delivers the stanza to all available resources, and handles it as well. */
const alsoDeliver: RouteRewrite = (stanza, server) => {
  for (const resource of availableRecipients(stanza, server)) resource.send(stanza);
  return [stanza];
};

/** Also delivers the stanza to connected resources that are not available. */
const alsoToUnavailable: RouteRewrite = (stanza, server) => {
  const resources = recipientAccount(stanza, server)?.resources.values() ?? [];
  for (const resource of resources) if (resource.presence === undefined) resource.send(stanza);
  return [stanza];
};

/** Stores the stanza for the next login. */
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
    title: 'It answers presence to a missing account with an error.',
    fault: () => onInboundPresence(isAvailability, isToMissingAccount, asError('service-unavailable')),
  }),
  breaks('8.5.1-c', {
    slug: 'unavailable-told',
    title: 'It answers presence to a missing account with unavailable presence.',
    fault: () => onInboundPresence(isAvailability, isToMissingAccount, answerWith('unavailable')),
  }),
  breaks('8.5.1-d', {
    slug: 'denied',
    title: "It answers 'subscribe' to a missing account with 'unsubscribed'.",
    fault: () => onInboundPresence(isSubscribe, isToMissingAccount, answerWith('unsubscribed')),
  }),
  breaks('8.5.1-d', {
    slug: 'returned',
    title: 'It answers other subscription presence to a missing account with an error.',
    fault: () => onInboundPresence(isSubscriptionAnswerOrEnd, isToMissingAccount, asError('service-unavailable')),
  }),
  breaks('8.5.1-d', {
    slug: 'approved',
    title: 'It approves subscription requests to a missing account.',
    fault: () => onInboundPresence(isSubscribe, isToMissingAccount, answerWith('subscribed')),
  }),
  breaks('8.5.1-e', {
    slug: 'returned',
    title: 'It answers a probe of a missing account with an error.',
    fault: () => onInboundPresence(isProbe, isToMissingAccount, asError('item-not-found')),
  }),
  breaks('8.5.1-e', {
    slug: 'unavailable-told',
    title: 'It answers a probe of a missing account with unavailable presence.',
    fault: () => onInboundPresence(isProbe, isToMissingAccount, answerWith('unavailable')),
  }),
  breaks('8.5.2.1.2-a', {
    slug: 'to-one-only',
    title: 'It delivers presence for a bare JID to one resource only.',
    fault: () =>
      onInboundPresence(
        isAvailability,
        isToOnlineAccount,
        deliverOnlyTo((available) => available.slice(0, 1)),
      ),
  }),
  breaks('8.5.2.1.2-a', {
    slug: 'non-negative-only',
    title: 'It delivers presence for a bare JID only to resources with non-negative priority, like messages.',
    fault: () =>
      onInboundPresence(
        isAvailability,
        isToOnlineAccount,
        deliverOnlyTo((available) => available.filter(isUsable)),
      ),
  }),
  breaks('8.5.2.1.2-a', {
    slug: 'connected-too',
    title: 'It also delivers presence for a bare JID to resources that are not available.',
    fault: () => onInboundPresence(isAvailability, isToOnlineAccount, alsoToUnavailable),
  }),
  breaks('8.5.2.1.2-a', {
    slug: 'strangers-lost',
    title: 'It drops presence from a contact to which the user is not subscribed.',
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
    fault: () => onInboundPresence(isSubscribe, isToOnlineAccount, drop),
  }),
  breaks('8.5.2.1.2-b', {
    slug: 'merely-shown',
    title: 'It delivers subscription answers to the resources, but changes no state.',
    fault: () =>
      onInboundPresence(
        isSubscriptionAnswerOrEnd,
        isToOnlineAccount,
        deliverOnlyTo((available) => available),
      ),
  }),
  breaks('8.5.2.1.2-c', {
    slug: 'shown',
    title: 'It answers probes, and also delivers them to the resources.',
    fault: () => onInboundPresence(isProbe, isToOnlineAccount, alsoDeliver),
  }),
  breaks('8.5.2.1.2-c', {
    slug: 'of-strangers-shown',
    title: 'It answers probes, and also delivers those of users without a subscription to the resources.',
    nearest: ['rfc6121/4.3.2/not-listed', 'rfc6121/4.3.2/stranger'],
    fault: () =>
      onInboundPresence(
        isProbe,
        (stanza, server) => isToOnlineAccount(stanza, server) && !isFromSubscriber(stanza, server),
        alsoDeliver,
      ),
  }),
  breaks('8.5.2.1.2-c', {
    slug: 'left-to-resources',
    title: 'It delivers probes to the resources instead of answering them.',
    fault: () =>
      onInboundPresence(
        isProbe,
        isToOnlineAccount,
        deliverOnlyTo((available) => available),
      ),
  }),
  breaks('8.5.2.1.2-d', {
    slug: 'to-made-full',
    title: 'It delivers presence to an account with the full JID of its receiver as "to".',
    fault: () => stampFullTo((stanza) => isPresence(stanza, 'available')),
  }),
  breaks('8.5.2.1.2-d', {
    slug: 'unavailable-to-made-full',
    title: 'It delivers unavailable presence to an account with the full JID of its receiver as "to".',
    fault: () => stampFullTo((stanza) => isPresence(stanza, 'unavailable')),
  }),
  breaks('8.5.2.1.2-d', {
    slug: 'request-to-made-full',
    title: 'It delivers subscription requests with the full JID of their receiver as "to".',
    fault: () => stampFullTo((stanza) => isPresence(stanza, 'subscribe')),
  }),
  breaks('8.5.2.2.2-a', {
    slug: 'returned',
    title: 'It answers presence to an offline account with an error.',
    fault: () => onInboundPresence(isAvailability, isToOfflineAccount, asError('recipient-unavailable', 'wait')),
  }),
  breaks('8.5.2.2.2-a', {
    slug: 'kept',
    title: 'It stores presence to an offline account.',
    fault: () => onInboundPresence(isAvailability, isToOfflineAccount, storeOffline),
  }),
  breaks('8.5.2.2.2-b', {
    slug: 'request-lost',
    title: 'It drops a subscription request to an offline account.',
    fault: () => onInboundPresence(isSubscribe, isToOfflineAccount, drop),
  }),
  breaks('8.5.2.2.2-b', {
    slug: 'rest-lost',
    title: 'It drops subscription answers to an offline account.',
    fault: () => onInboundPresence(isSubscriptionAnswerOrEnd, isToOfflineAccount, drop),
  }),
  breaks('8.5.2.2.2-c', {
    slug: 'kept',
    title: 'It stores probes of an offline account for the next login.',
    fault: () => onInboundPresence(isProbe, isToOfflineAccount, storeOffline),
  }),
  breaks('8.5.2.2.2-c', {
    slug: 'returned',
    title: 'It answers probes of an offline account with an error.',
    fault: () => onInboundPresence(isProbe, isToOfflineAccount, (stanza) => [errorOf(stanza, 'item-not-found')]),
  }),
];
