// RFC 6121 8.5: wrong deliveries beyond single cells of the delivery table: copies, stored messages, lost messages.

import type { XmlElement } from '../../../model/xml.ts';
import { child, NS } from '../../../stanza/xml.ts';
import { deliverOffline } from '../../message.ts';
import { childText } from '../../stanza.ts';
import { and, breaks, fromClient, type Mutant, onRoute, type RoutePredicate, toClient } from '../kit/mutant.ts';
import {
  availableRecipients,
  isToAccount,
  isToMatchingResource,
  isToOfflineAccount,
  matchingResource,
  recipientAccount,
} from '../kit/recipients.ts';
import {
  asError,
  drop,
  duplicate,
  hasNegativePriority,
  isMessage,
  isPresence,
  setAttributes,
  showPriority,
} from '../kit/rewrites.ts';
import { alsoStoreOffline, copyToOthers, duplicateToAccount, ofType, withOutcomes } from './headlines.ts';

const isFromOfflineStore = (stanza: XmlElement): boolean =>
  isMessage(stanza) && child(stanza, 'delay', NS.delay) !== undefined;
const isNotError: RoutePredicate = (stanza) => isMessage(stanza) && stanza.attrs['type'] !== 'error';

/** The bare JID of an account with connected resources, none of which is available. */
const isToConnectedOnly: RoutePredicate = (stanza, server) =>
  isToOfflineAccount(stanza, server) && (recipientAccount(stanza, server)?.resources.size ?? 0) > 0;

export const deliveryMutants: readonly Mutant[] = [
  breaks('8.5.2.1.1-c/doubled', 'It delivers normal messages to an account twice.', () => duplicateToAccount('normal')),
  breaks('8.5.2.1.1-c/also-kept', 'It also stores normal messages to an account that it delivers.', () =>
    alsoStoreOffline(and(ofType('normal'), isToAccount)),
  ),
  breaks('8.5.2.1.1-d/also-kept', 'It also stores normal messages that it delivers to one of several resources.', () =>
    alsoStoreOffline(
      (stanza, server) =>
        ofType('normal')(stanza, server) &&
        isToAccount(stanza, server) &&
        availableRecipients(stanza, server).length > 1,
    ),
  ),
  breaks('8.5.2.1.1-g/doubled', 'It delivers chat messages to an account twice.', () => duplicateToAccount('chat')),
  breaks('8.5.2.1.1-g/also-kept', 'It also stores chat messages to an account that it delivers.', () =>
    alsoStoreOffline(and(ofType('chat'), isToAccount)),
  ),
  breaks('8.5.2.1.1-g/also-returned', 'It also answers chat messages that it delivers with an error.', () =>
    onRoute(and(ofType('chat'), isToAccount), (stanza) => [stanza, ...asError('service-unavailable')(stanza)]),
  ),
  breaks('8.5.2.1.1-i/delivered', 'It delivers groupchat messages to an account.', () =>
    withOutcomes('groupchat', { 'one-non-negative/bare': 'D', 'several-non-negative/bare': 'A' }),
  ),
  breaks(
    '8.5.2.1.1-i/returned-and-delivered',
    'It answers groupchat messages to an account with an error, and also delivers them.',
    () => copyToOthers(and(ofType('groupchat'), isToAccount), () => true),
  ),
  breaks('8.5.2.1.1-m/also-kept', 'It also stores headlines that it delivers.', () =>
    alsoStoreOffline(and(ofType('headline'), isToAccount)),
  ),
  breaks('8.5.2.1.1-n/doubled', 'It delivers headlines to several resources twice.', () =>
    duplicateToAccount('headline'),
  ),
  breaks(
    '8.5.2.1.1-p/copied-to-negative',
    'It also delivers messages for a bare JID to resources with negative priority.',
    () => copyToOthers(and(isNotError, isToAccount), hasNegativePriority),
  ),
  breaks(
    '8.5.2.1.1-p/only-to-negative',
    'It delivers chat messages for a bare JID to the only resource, which has a negative priority.',
    () => withOutcomes('chat', { 'negative-only/bare': 'D' }),
  ),
  breaks(
    '8.5.2.1.1-p/kept-to-negative',
    'It delivers offline messages to the next resource, even with a negative priority.',
    () =>
      fromClient(
        (stanza) => isPresence(stanza, 'available') && stanza.attrs['to'] === undefined,
        (stanza, { resource }) => {
          if (Number(childText(stanza, 'priority') ?? 0) < 0) deliverOffline(resource);
          return [stanza];
        },
      ),
  ),
  breaks(
    '8.5.2.1.1-q/delivered',
    'It delivers normal messages for a bare JID to the only resource, which has a negative priority.',
    () => withOutcomes('normal', { 'negative-only/bare': 'D' }),
  ),
  breaks('8.5.2.2.1-a/kept-after-delivery', 'It delivers offline messages at every login.', () =>
    toClient(isFromOfflineStore, (stanza, { resource }) => {
      resource.account.offline.push(stanza);
      return [stanza];
    }),
  ),
  breaks('8.5.2.2.1-a/kept-and-returned', 'It also answers messages that it stores with an error.', () =>
    onRoute(and(isNotError, isToOfflineAccount), (stanza) => [stanza, ...asError('service-unavailable')(stanza)]),
  ),
  breaks('8.5.2.2.1-a/last-only', 'It stores only the last offline message.', () =>
    onRoute(and(isNotError, isToOfflineAccount), (stanza, server) => {
      recipientAccount(stanza, server)?.offline.splice(0);
      return [stanza];
    }),
  ),
  breaks('8.5.2.2.1-a/type-not-kept', 'It turns offline chat messages into normal messages.', () =>
    toClient(
      (stanza) => isFromOfflineStore(stanza) && stanza.attrs['type'] === 'chat',
      setAttributes({ type: undefined }),
    ),
  ),
  breaks(
    'rfc6120-10.5.3.2-a/connected-only-lost',
    'It drops messages for an account whose resources are connected and not available.',
    () => onRoute(and(isNotError, isToConnectedOnly), drop),
  ),
  breaks('8.5.3.1-d/doubled', 'It delivers messages to a resource twice.', () =>
    toClient((stanza, { resource }) => isMessage(stanza) && stanza.attrs['to'] === resource.jid, duplicate),
  ),
  breaks('8.5.3.1-d/copied', 'It also delivers messages for a full JID to the other resources.', () =>
    copyToOthers(and(isMessage, isToMatchingResource), () => true),
  ),
  breaks('8.5.3.1-d/negative-lost', 'It drops messages to a resource with negative priority.', () =>
    onRoute((stanza, server) => isMessage(stanza) && (matchingResource(stanza, server)?.priority ?? 0) < 0, drop),
  ),
  breaks('8.5.3.1-d/unavailable-lost', 'It drops messages to a resource that is not available.', () =>
    onRoute(
      (stanza, server) =>
        isMessage(stanza) && isToMatchingResource(stanza, server) && !matchingResource(stanza, server)?.presence,
      drop,
    ),
  ),
  breaks('8.5.3.1-d/errors-lost', 'It drops message errors to a resource.', () =>
    onRoute(and(ofType('error'), isToMatchingResource), drop),
  ),
  breaks(
    '8.5.4-b/copied-to-all',
    'It delivers chat messages for a bare JID to all resources, although they have not opted in.',
    () => withOutcomes('chat', { 'several-non-negative/bare': 'A' }),
  ),
  breaks(
    '8.5.4-b/copied-in-another-order',
    'It delivers chat messages for a bare JID to all resources, and shows their priorities in the opposite order.',
    () => ({
      ...withOutcomes('chat', { 'several-non-negative/bare': 'A' }),
      ...showPriority((given) => (given < 0 ? given : 127 - given)),
    }),
  ),
];
