// Presence on its way, by kind and by whom it is for.

import type { Fault } from '../../fault.ts';
import { isMove } from '../../subscription.ts';
import { and, onRoute, type RoutePredicate, type RouteRewrite } from '../kit/hooks.ts';
import { isPresence } from '../kit/predicates.ts';
/** What tells that somebody is there, or is not. */
export const isAvailability: RoutePredicate = (stanza) =>
  isPresence(stanza, 'available') || isPresence(stanza, 'unavailable');
/** What asks whether somebody is there. */
export const isProbe: RoutePredicate = (stanza) => isPresence(stanza, 'probe');
/** What manages subscriptions. */
export const isSubscriptionPresence: RoutePredicate = (stanza) => isPresence(stanza) && isMove(stanza.attrs['type']);
/** A subscription request. */
export const isSubscriptionRequest: RoutePredicate = (stanza) => isPresence(stanza, 'subscribe');
/** What manages subscriptions and is no request. */
export const isSubscriptionAnswerOrEnd: RoutePredicate = and(
  isSubscriptionPresence,
  (stanza) => !isPresence(stanza, 'subscribe'),
);

/** Presence of that kind for those becomes something else. */
export const onInboundPresence = (kind: RoutePredicate, isForThem: RoutePredicate, rewrite: RouteRewrite): Fault =>
  onRoute(and(kind, isForThem), rewrite);
