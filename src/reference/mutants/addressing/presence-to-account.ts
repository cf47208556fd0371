// RFC 6121 8.5: presence to the bare JID of an account, or to a missing account.

import type { XmlElement } from '../../../model/xml.ts';
import { isUsable } from '../../availability.ts';
import type { Fault } from '../../fault.ts';
import type { Resource } from '../../server-state.ts';
import { errorOf, presence, stamp } from '../../stanza.ts';
import { breaks, type Mutant, type RoutePredicate, type RouteRewrite, toClient } from '../kit/mutant.ts';
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
import { asError, drop, isPresence, isProbe, isSubscribe } from '../kit/rewrites.ts';
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
  breaks('8.5.1-c/returned', 'It answers presence to a missing account with an error.', () =>
    onInboundPresence(isAvailability, isToMissingAccount, asError('service-unavailable')),
  ),
  breaks('8.5.1-c/unavailable-told', 'It answers presence to a missing account with unavailable presence.', () =>
    onInboundPresence(isAvailability, isToMissingAccount, answerWith('unavailable')),
  ),
  breaks('8.5.1-d/denied', "It answers 'subscribe' to a missing account with 'unsubscribed'.", () =>
    onInboundPresence(isSubscribe, isToMissingAccount, answerWith('unsubscribed')),
  ),
  breaks('8.5.1-d/returned', 'It answers other subscription presence to a missing account with an error.', () =>
    onInboundPresence(isSubscriptionAnswerOrEnd, isToMissingAccount, asError('service-unavailable')),
  ),
  breaks('8.5.1-d/approved', 'It approves subscription requests to a missing account.', () =>
    onInboundPresence(isSubscribe, isToMissingAccount, answerWith('subscribed')),
  ),
  breaks('8.5.1-e/returned', 'It answers a probe of a missing account with an error.', () =>
    onInboundPresence(isProbe, isToMissingAccount, asError('item-not-found')),
  ),
  breaks('8.5.1-e/unavailable-told', 'It answers a probe of a missing account with unavailable presence.', () =>
    onInboundPresence(isProbe, isToMissingAccount, answerWith('unavailable')),
  ),
  breaks('8.5.2.1.2-a/to-one-only', 'It delivers presence for a bare JID to one resource only.', () =>
    onInboundPresence(
      isAvailability,
      isToOnlineAccount,
      deliverOnlyTo((available) => available.slice(0, 1)),
    ),
  ),
  breaks(
    '8.5.2.1.2-a/non-negative-only',
    'It delivers presence for a bare JID only to resources with non-negative priority, like messages.',
    () =>
      onInboundPresence(
        isAvailability,
        isToOnlineAccount,
        deliverOnlyTo((available) => available.filter(isUsable)),
      ),
  ),
  breaks(
    '8.5.2.1.2-a/connected-too',
    'It also delivers presence for a bare JID to resources that are not available.',
    () => onInboundPresence(isAvailability, isToOnlineAccount, alsoToUnavailable),
  ),
  breaks('8.5.2.1.2-a/strangers-lost', 'It drops presence from a contact to which the user is not subscribed.', () =>
    onInboundPresence(
      isAvailability,
      (stanza, server) => isToOnlineAccount(stanza, server) && !isFromPublisher(stanza, server),
      drop,
    ),
  ),
  breaks('8.5.2.1.2-b/request-lost', 'It drops a subscription request to an account that is online.', () =>
    onInboundPresence(isSubscribe, isToOnlineAccount, drop),
  ),
  breaks('8.5.2.1.2-b/merely-shown', 'It delivers subscription answers to the resources, but changes no state.', () =>
    onInboundPresence(
      isSubscriptionAnswerOrEnd,
      isToOnlineAccount,
      deliverOnlyTo((available) => available),
    ),
  ),
  breaks('8.5.2.1.2-c/shown', 'It answers probes, and also delivers them to the resources.', () =>
    onInboundPresence(isProbe, isToOnlineAccount, alsoDeliver),
  ),
  breaks(
    '8.5.2.1.2-c/of-strangers-shown',
    'It answers probes, and also delivers those of users without a subscription to the resources.',
    () =>
      onInboundPresence(
        isProbe,
        (stanza, server) => isToOnlineAccount(stanza, server) && !isFromSubscriber(stanza, server),
        alsoDeliver,
      ),
    { nearest: ['rfc6121/4.3.2/not-listed', 'rfc6121/4.3.2/stranger'] },
  ),
  breaks('8.5.2.1.2-c/left-to-resources', 'It delivers probes to the resources instead of answering them.', () =>
    onInboundPresence(
      isProbe,
      isToOnlineAccount,
      deliverOnlyTo((available) => available),
    ),
  ),
  breaks(
    '8.5.2.1.2-d/to-made-full',
    'It delivers presence to an account with the full JID of its receiver as "to".',
    () => stampFullTo((stanza) => isPresence(stanza, 'available')),
  ),
  breaks(
    '8.5.2.1.2-d/unavailable-to-made-full',
    'It delivers unavailable presence to an account with the full JID of its receiver as "to".',
    () => stampFullTo((stanza) => isPresence(stanza, 'unavailable')),
  ),
  breaks(
    '8.5.2.1.2-d/request-to-made-full',
    'It delivers subscription requests with the full JID of their receiver as "to".',
    () => stampFullTo((stanza) => isPresence(stanza, 'subscribe')),
  ),
  breaks('8.5.2.2.2-a/returned', 'It answers presence to an offline account with an error.', () =>
    onInboundPresence(isAvailability, isToOfflineAccount, asError('recipient-unavailable', 'wait')),
  ),
  breaks('8.5.2.2.2-a/kept', 'It stores presence to an offline account.', () =>
    onInboundPresence(isAvailability, isToOfflineAccount, storeOffline),
  ),
  breaks('8.5.2.2.2-b/request-lost', 'It drops a subscription request to an offline account.', () =>
    onInboundPresence(isSubscribe, isToOfflineAccount, drop),
  ),
  breaks('8.5.2.2.2-b/rest-lost', 'It drops subscription answers to an offline account.', () =>
    onInboundPresence(isSubscriptionAnswerOrEnd, isToOfflineAccount, drop),
  ),
  breaks('8.5.2.2.2-c/kept', 'It stores probes of an offline account for the next login.', () =>
    onInboundPresence(isProbe, isToOfflineAccount, storeOffline),
  ),
  breaks('8.5.2.2.2-c/returned', 'It answers probes of an offline account with an error.', () =>
    onInboundPresence(isProbe, isToOfflineAccount, (stanza) => [errorOf(stanza, 'item-not-found')]),
  ),
];
