// RFC 6121 8.5.3: presence to a full JID, matching or not.

import { presence } from '../../stanza.ts';
import { breaks, type Mutant, type RouteRewrite } from '../kit/mutant.ts';
import { isPresence, isProbe, isSubscribe } from '../kit/predicates.ts';
import {
  availableRecipients,
  isToMatchingResource,
  isToUnmatchedResource,
  matchingResource,
} from '../kit/recipients.ts';
import { asError, drop, withBareTo } from '../kit/rewrites.ts';
import { isAvailability, isSubscriptionAnswerOrEnd, isSubscriptionPresence, onInboundPresence } from './error-leaks.ts';

/** Delivers the stanza to the matching resource instead of handling it. */
const deliverToMatchOnly: RouteRewrite = (stanza, server) => {
  matchingResource(stanza, server)?.send(stanza);
  return [];
};

const alsoDeliverToMatch: RouteRewrite = (stanza, server) => {
  matchingResource(stanza, server)?.send(stanza);
  return [stanza];
};

const alsoDeliverToOthers: RouteRewrite = (stanza, server) => {
  for (const resource of availableRecipients(stanza, server))
    if (resource !== matchingResource(stanza, server)) resource.send(stanza);
  return [stanza];
};

const dropUnlessAvailable: RouteRewrite = (stanza, server) =>
  matchingResource(stanza, server)?.presence ? [stanza] : [];

/** Answers a probe with presence of all available resources. */
const discloseAllResources: RouteRewrite = (stanza, server) => {
  const to = stanza.attrs['from'];
  return availableRecipients(stanza, server).map((resource) => presence({ from: resource.jid, to }));
};

export const presenceToResourceMutants: readonly Mutant[] = [
  breaks('8.5.3.1-e', {
    slug: 'available-only',
    title: 'It drops presence to a resource that is not available.',
    fault: () => onInboundPresence(isAvailability, isToMatchingResource, dropUnlessAvailable),
  }),
  breaks('8.5.3.1-e', {
    slug: 'to-all',
    title: 'It also delivers presence for a full JID to the other resources.',
    fault: () => onInboundPresence(isAvailability, isToMatchingResource, alsoDeliverToOthers),
  }),
  breaks('8.5.3.1-e', {
    slug: 'unavailable-lost',
    title: 'It drops unavailable presence to a resource.',
    fault: () => onInboundPresence((stanza) => isPresence(stanza, 'unavailable'), isToMatchingResource, drop),
  }),
  breaks('8.5.3.1-e', {
    slug: 'answered',
    title: 'It answers presence to a connected resource with an error.',
    fault: () => onInboundPresence(isAvailability, isToMatchingResource, asError('service-unavailable')),
  }),
  breaks('8.5.3.1-f', {
    slug: 'lost',
    title: 'It drops subscription presence to a resource.',
    fault: () => onInboundPresence(isSubscriptionPresence, isToMatchingResource, drop),
  }),
  breaks('8.5.3.1-f', {
    slug: 'merely-shown',
    title: 'It delivers subscription presence to the addressed resource, but changes no state.',
    fault: () => onInboundPresence(isSubscriptionPresence, isToMatchingResource, deliverToMatchOnly),
  }),
  breaks('8.5.3.1-g', {
    slug: 'shown',
    title: 'It answers probes of a resource, and also delivers them to it.',
    fault: () => onInboundPresence(isProbe, isToMatchingResource, alsoDeliverToMatch),
  }),
  breaks('8.5.3.1-g', {
    slug: 'everything-told',
    title: 'It answers any probe of a resource with presence of all resources.',
    fault: () => onInboundPresence(isProbe, isToMatchingResource, discloseAllResources),
  }),
  breaks('8.5.3.1-g', {
    slug: 'as-of-the-account',
    title: 'It handles a probe of a resource as a probe of the account.',
    fault: () => onInboundPresence(isProbe, isToMatchingResource, withBareTo),
  }),
  breaks('8.5.3.2.2-a', {
    slug: 'returned',
    title: 'It answers presence to an unmatched resource with an error.',
    fault: () => onInboundPresence(isAvailability, isToUnmatchedResource, asError('service-unavailable')),
  }),
  breaks('8.5.3.2.2-a', {
    slug: 'to-account',
    title: 'It handles presence to an unmatched resource as presence to the account.',
    fault: () => onInboundPresence(isAvailability, isToUnmatchedResource, withBareTo),
  }),
  breaks('8.5.3.2.2-b', {
    slug: 'lost',
    title: 'It drops a subscription request to an unmatched resource.',
    fault: () => onInboundPresence(isSubscribe, isToUnmatchedResource, drop),
  }),
  breaks('8.5.3.2.2-b', {
    slug: 'shown-once',
    title: 'It delivers a subscription request to an unmatched resource, but does not store it.',
    fault: () =>
      onInboundPresence(isSubscribe, isToUnmatchedResource, (stanza, server) => {
        for (const resource of availableRecipients(stanza, server)) resource.send(stanza);
        return [];
      }),
  }),
  breaks('8.5.3.2.2-c', {
    slug: 'to-account',
    title: 'It handles subscription answers to an unmatched resource as answers to the account.',
    fault: () => onInboundPresence(isSubscriptionAnswerOrEnd, isToUnmatchedResource, withBareTo),
  }),
  breaks('8.5.3.2.2-c', {
    slug: 'returned',
    title: 'It answers subscription answers to an unmatched resource with an error.',
    fault: () => onInboundPresence(isSubscriptionAnswerOrEnd, isToUnmatchedResource, asError('service-unavailable')),
  }),
  breaks('8.5.3.2.2-d', {
    slug: 'shown',
    title: 'It delivers probes of an unmatched resource to the others.',
    fault: () => onInboundPresence(isProbe, isToUnmatchedResource, alsoDeliverToOthers),
  }),
  breaks('8.5.3.2.2-d', {
    slug: 'everything-told',
    title: 'It answers any probe of an unmatched resource with presence of all resources.',
    fault: () => onInboundPresence(isProbe, isToUnmatchedResource, discloseAllResources),
  }),
  breaks('8.5.3.2.2-d', {
    slug: 'returned',
    title: 'It answers a probe of an unmatched resource with an error.',
    fault: () => onInboundPresence(isProbe, isToUnmatchedResource, asError('item-not-found')),
  }),
];
