// RFC 6120 13.10.2: errors that differ between an account and its resources; faults in inbound presence, by kind and recipient.

import type { XmlElement } from '../../../model/xml.ts';
import type { Fault } from '../../fault.ts';
import type { ServerState } from '../../server-state.ts';
import { isSubscriptionType } from '../../subscription.ts';
import { and, breaks, type Mutant, onRoute, type RoutePredicate, type RouteRewrite } from '../kit/mutant.ts';
import { isToMatchingResource, isToUnmatchedResource, matchingResource, recipientAccount } from '../kit/recipients.ts';
import { asError, isIqRequest, isPresence } from '../kit/rewrites.ts';
import { isFromStranger } from './privacy.ts';

/** Requests to the resources of the reference server are refused for strangers; the rewrite changes the error. */
const refuse = (matches: RoutePredicate, condition: string, type: string): Fault =>
  onRoute((stanza, server) => isIqRequest(stanza) && matches(stanza, server), asError(condition, type));

/** Whether no resource of the account is connected. */
const hasNobody = (stanza: XmlElement, server: ServerState): boolean =>
  recipientAccount(stanza, server)?.resources.size === 0;

export const errorLeakMutants: readonly Mutant[] = [
  breaks(
    'rfc6120-13.10.2-a/unmatched',
    'It refuses requests to resources that are not there with <item-not-found/>, and those to accounts otherwise.',
    () =>
      refuse(
        (stanza, server) => isToUnmatchedResource(stanza, server) && !hasNobody(stanza, server),
        'item-not-found',
        'cancel',
      ),
  ),
  breaks(
    'rfc6120-13.10.2-a/offline',
    'It refuses requests to resources of an offline account with another error than those to the account.',
    () =>
      refuse(
        (stanza, server) => isToUnmatchedResource(stanza, server) && hasNobody(stanza, server),
        'recipient-unavailable',
        'wait',
      ),
  ),
  breaks(
    'rfc6120-13.10.2-a/matching',
    'It refuses requests of strangers to available resources with <forbidden/>, and those to accounts otherwise.',
    () =>
      refuse(
        (stanza, server) => matchingResource(stanza, server)?.presence !== undefined && isFromStranger(stanza, server),
        'forbidden',
        'auth',
      ),
  ),
  breaks(
    'rfc6120-13.10.2-a/by-type',
    'It refuses requests of strangers to connected resources with another error type than those to accounts.',
    () =>
      refuse(
        (stanza, server) => isToMatchingResource(stanza, server) && isFromStranger(stanza, server),
        'service-unavailable',
        'wait',
      ),
  ),
];

/** Available or unavailable presence. */
export const isAvailability: RoutePredicate = (stanza) =>
  isPresence(stanza, 'available') || isPresence(stanza, 'unavailable');

/** Presence that manages subscriptions. */
export const isSubscriptionPresence: RoutePredicate = (stanza) =>
  isPresence(stanza) && isSubscriptionType(stanza.attrs['type']);

/** Presence that manages subscriptions, except requests. */
export const isSubscriptionAnswerOrEnd: RoutePredicate = and(
  isSubscriptionPresence,
  (stanza) => !isPresence(stanza, 'subscribe'),
);

/** A fault in presence of that kind to those recipients. */
export const onInboundPresence = (kind: RoutePredicate, isRecipient: RoutePredicate, rewrite: RouteRewrite): Fault =>
  onRoute(and(kind, isRecipient), rewrite);
