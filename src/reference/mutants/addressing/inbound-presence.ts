// Faults in inbound presence, by kind and by recipient.

import type { Fault } from '../../fault.ts';
import { isSubscriptionType } from '../../subscription.ts';
import { and, onRoute, type RoutePredicate, type RouteRewrite } from '../kit/hooks.ts';
import { isPresence } from '../kit/predicates.ts';

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
