// RFC 6121 8.5: wrong deliveries beyond single cells of the delivery table: copies, stored messages, lost messages.

import type { XmlElement } from '../../../model/xml.ts';
import { child, NS } from '../../../stanza/xml.ts';
import { deliverOffline } from '../../message.ts';
import { childText } from '../../stanza.ts';
import { and, breaks, fromClient, type Mutant, onRoute, type RoutePredicate, toClient } from '../kit/mutant.ts';
import { hasNegativePriority, isMessage, isPresence } from '../kit/predicates.ts';
import {
  availableRecipients,
  isToAccount,
  isToMatchingResource,
  isToOfflineAccount,
  matchingResource,
  recipientAccount,
} from '../kit/recipients.ts';
import { asError, drop, duplicate, setAttributes, showPriority } from '../kit/rewrites.ts';
import { alsoStoreOffline, copyToOthers, duplicateToAccount, ofType, withOutcomes } from './faults.ts';

const isFromOfflineStore = (stanza: XmlElement): boolean =>
  isMessage(stanza) && child(stanza, 'delay', NS.delay) !== undefined;
const isNotError: RoutePredicate = (stanza) => isMessage(stanza) && stanza.attrs['type'] !== 'error';

/** The bare JID of an account with connected resources, none of which is available. */
const isToConnectedOnly: RoutePredicate = (stanza, server) =>
  isToOfflineAccount(stanza, server) && (recipientAccount(stanza, server)?.resources.size ?? 0) > 0;

export const deliveryMutants: readonly Mutant[] = [
  breaks('8.5.2.1.1-c', {
    slug: 'doubled',
    title: 'It delivers normal messages to an account twice.',
    fault: () => duplicateToAccount('normal'),
  }),
  breaks('8.5.2.1.1-c', {
    slug: 'also-kept',
    title: 'It also stores normal messages to an account that it delivers.',
    fault: () => alsoStoreOffline(and(ofType('normal'), isToAccount)),
  }),
  breaks('8.5.2.1.1-d', {
    slug: 'also-kept',
    title: 'It also stores normal messages that it delivers to one of several resources.',
    fault: () =>
      alsoStoreOffline(
        (stanza, server) =>
          ofType('normal')(stanza, server) &&
          isToAccount(stanza, server) &&
          availableRecipients(stanza, server).length > 1,
      ),
  }),
  breaks('8.5.2.1.1-g', {
    slug: 'doubled',
    title: 'It delivers chat messages to an account twice.',
    fault: () => duplicateToAccount('chat'),
  }),
  breaks('8.5.2.1.1-g', {
    slug: 'also-kept',
    title: 'It also stores chat messages to an account that it delivers.',
    fault: () => alsoStoreOffline(and(ofType('chat'), isToAccount)),
  }),
  breaks('8.5.2.1.1-g', {
    slug: 'also-returned',
    title: 'It also answers chat messages that it delivers with an error.',
    fault: () =>
      onRoute(and(ofType('chat'), isToAccount), (stanza) => [stanza, ...asError('service-unavailable')(stanza)]),
  }),
  breaks('8.5.2.1.1-i', {
    slug: 'delivered',
    title: 'It delivers groupchat messages to an account.',
    fault: () => withOutcomes('groupchat', { 'one-non-negative/bare': 'D', 'several-non-negative/bare': 'A' }),
  }),
  breaks('8.5.2.1.1-i', {
    slug: 'returned-and-delivered',
    title: 'It answers groupchat messages to an account with an error, and also delivers them.',
    fault: () => copyToOthers(and(ofType('groupchat'), isToAccount), () => true),
  }),
  breaks('8.5.2.1.1-m', {
    slug: 'also-kept',
    title: 'It also stores headlines that it delivers.',
    fault: () => alsoStoreOffline(and(ofType('headline'), isToAccount)),
  }),
  breaks('8.5.2.1.1-n', {
    slug: 'doubled',
    title: 'It delivers headlines to several resources twice.',
    fault: () => duplicateToAccount('headline'),
  }),
  breaks('8.5.2.1.1-p', {
    slug: 'copied-to-negative',
    title: 'It also delivers messages for a bare JID to resources with negative priority.',
    fault: () => copyToOthers(and(isNotError, isToAccount), hasNegativePriority),
  }),
  breaks('8.5.2.1.1-p', {
    slug: 'only-to-negative',
    title: 'It delivers chat messages for a bare JID to the only resource, which has a negative priority.',
    fault: () => withOutcomes('chat', { 'negative-only/bare': 'D' }),
  }),
  breaks('8.5.2.1.1-p', {
    slug: 'kept-to-negative',
    title: 'It delivers offline messages to the next resource, even with a negative priority.',
    fault: () =>
      fromClient(
        (stanza) => isPresence(stanza, 'available') && stanza.attrs['to'] === undefined,
        (stanza, { resource }) => {
          if (Number(childText(stanza, 'priority') ?? 0) < 0) deliverOffline(resource);
          return [stanza];
        },
      ),
  }),
  breaks('8.5.2.1.1-q', {
    slug: 'delivered',
    title: 'It delivers normal messages for a bare JID to the only resource, which has a negative priority.',
    fault: () => withOutcomes('normal', { 'negative-only/bare': 'D' }),
  }),
  breaks('8.5.2.2.1-a', {
    slug: 'kept-after-delivery',
    title: 'It delivers offline messages at every login.',
    fault: () =>
      toClient(isFromOfflineStore, (stanza, { resource }) => {
        resource.account.offline.push(stanza);
        return [stanza];
      }),
  }),
  breaks('8.5.2.2.1-a', {
    slug: 'kept-and-returned',
    title: 'It also answers messages that it stores with an error.',
    fault: () =>
      onRoute(and(isNotError, isToOfflineAccount), (stanza) => [stanza, ...asError('service-unavailable')(stanza)]),
  }),
  breaks('8.5.2.2.1-a', {
    slug: 'last-only',
    title: 'It stores only the last offline message.',
    fault: () =>
      onRoute(and(isNotError, isToOfflineAccount), (stanza, server) => {
        recipientAccount(stanza, server)?.offline.splice(0);
        return [stanza];
      }),
  }),
  breaks('8.5.2.2.1-a', {
    slug: 'type-not-kept',
    title: 'It turns offline chat messages into normal messages.',
    fault: () =>
      toClient(
        (stanza) => isFromOfflineStore(stanza) && stanza.attrs['type'] === 'chat',
        setAttributes({ type: undefined }),
      ),
  }),
  breaks('rfc6120-10.5.3.2-a', {
    slug: 'connected-only-lost',
    title: 'It drops messages for an account whose resources are connected and not available.',
    fault: () => onRoute(and(isNotError, isToConnectedOnly), drop),
  }),
  breaks('8.5.3.1-d', {
    slug: 'doubled',
    title: 'It delivers messages to a resource twice.',
    fault: () =>
      toClient((stanza, { resource }) => isMessage(stanza) && stanza.attrs['to'] === resource.jid, duplicate),
  }),
  breaks('8.5.3.1-d', {
    slug: 'copied',
    title: 'It also delivers messages for a full JID to the other resources.',
    fault: () => copyToOthers(and(isMessage, isToMatchingResource), () => true),
  }),
  breaks('8.5.3.1-d', {
    slug: 'negative-lost',
    title: 'It drops messages to a resource with negative priority.',
    fault: () =>
      onRoute((stanza, server) => isMessage(stanza) && (matchingResource(stanza, server)?.priority ?? 0) < 0, drop),
  }),
  breaks('8.5.3.1-d', {
    slug: 'unavailable-lost',
    title: 'It drops messages to a resource that is not available.',
    fault: () =>
      onRoute(
        (stanza, server) =>
          isMessage(stanza) && isToMatchingResource(stanza, server) && !matchingResource(stanza, server)?.presence,
        drop,
      ),
  }),
  breaks('8.5.3.1-d', {
    slug: 'errors-lost',
    title: 'It drops message errors to a resource.',
    fault: () => onRoute(and(ofType('error'), isToMatchingResource), drop),
  }),
  breaks('8.5.4-b', {
    slug: 'copied-to-all',
    title: 'It delivers chat messages for a bare JID to all resources, although they have not opted in.',
    fault: () => withOutcomes('chat', { 'several-non-negative/bare': 'A' }),
  }),
  breaks('8.5.4-b', {
    slug: 'copied-in-another-order',
    title:
      'It delivers chat messages for a bare JID to all resources, and shows their priorities in the opposite order.',
    fault: () => ({
      ...withOutcomes('chat', { 'several-non-negative/bare': 'A' }),
      ...showPriority((given) => (given < 0 ? given : 127 - given)),
    }),
  }),
];
