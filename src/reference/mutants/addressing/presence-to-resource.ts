// RFC 6121 8.5.3: presence to a full JID, matching or not.

import { presence } from '../../stanza.ts';
import { breaks, type Mutant, type RouteRewrite } from '../kit/mutant.ts';
import {
  availableRecipients,
  isToMatchingResource,
  isToUnmatchedResource,
  matchingResource,
} from '../kit/recipients.ts';
import { asError, drop, isPresence, isProbe, isSubscribe, withBareTo } from '../kit/rewrites.ts';
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
  breaks('8.5.3.1-e/available-only', 'It drops presence to a resource that is not available.', () =>
    onInboundPresence(isAvailability, isToMatchingResource, dropUnlessAvailable),
  ),
  breaks('8.5.3.1-e/to-all', 'It also delivers presence for a full JID to the other resources.', () =>
    onInboundPresence(isAvailability, isToMatchingResource, alsoDeliverToOthers),
  ),
  breaks('8.5.3.1-e/unavailable-lost', 'It drops unavailable presence to a resource.', () =>
    onInboundPresence((stanza) => isPresence(stanza, 'unavailable'), isToMatchingResource, drop),
  ),
  breaks('8.5.3.1-e/answered', 'It answers presence to a connected resource with an error.', () =>
    onInboundPresence(isAvailability, isToMatchingResource, asError('service-unavailable')),
  ),
  breaks('8.5.3.1-f/lost', 'It drops subscription presence to a resource.', () =>
    onInboundPresence(isSubscriptionPresence, isToMatchingResource, drop),
  ),
  breaks(
    '8.5.3.1-f/merely-shown',
    'It delivers subscription presence to the addressed resource, but changes no state.',
    () => onInboundPresence(isSubscriptionPresence, isToMatchingResource, deliverToMatchOnly),
  ),
  breaks('8.5.3.1-g/shown', 'It answers probes of a resource, and also delivers them to it.', () =>
    onInboundPresence(isProbe, isToMatchingResource, alsoDeliverToMatch),
  ),
  breaks('8.5.3.1-g/everything-told', 'It answers any probe of a resource with presence of all resources.', () =>
    onInboundPresence(isProbe, isToMatchingResource, discloseAllResources),
  ),
  breaks('8.5.3.1-g/as-of-the-account', 'It handles a probe of a resource as a probe of the account.', () =>
    onInboundPresence(isProbe, isToMatchingResource, withBareTo),
  ),
  breaks('8.5.3.2.2-a/returned', 'It answers presence to an unmatched resource with an error.', () =>
    onInboundPresence(isAvailability, isToUnmatchedResource, asError('service-unavailable')),
  ),
  breaks('8.5.3.2.2-a/to-account', 'It handles presence to an unmatched resource as presence to the account.', () =>
    onInboundPresence(isAvailability, isToUnmatchedResource, withBareTo),
  ),
  breaks('8.5.3.2.2-b/lost', 'It drops a subscription request to an unmatched resource.', () =>
    onInboundPresence(isSubscribe, isToUnmatchedResource, drop),
  ),
  breaks(
    '8.5.3.2.2-b/shown-once',
    'It delivers a subscription request to an unmatched resource, but does not store it.',
    () =>
      onInboundPresence(isSubscribe, isToUnmatchedResource, (stanza, server) => {
        for (const resource of availableRecipients(stanza, server)) resource.send(stanza);
        return [];
      }),
  ),
  breaks(
    '8.5.3.2.2-c/to-account',
    'It handles subscription answers to an unmatched resource as answers to the account.',
    () => onInboundPresence(isSubscriptionAnswerOrEnd, isToUnmatchedResource, withBareTo),
  ),
  breaks('8.5.3.2.2-c/returned', 'It answers subscription answers to an unmatched resource with an error.', () =>
    onInboundPresence(isSubscriptionAnswerOrEnd, isToUnmatchedResource, asError('service-unavailable')),
  ),
  breaks('8.5.3.2.2-d/shown', 'It delivers probes of an unmatched resource to the others.', () =>
    onInboundPresence(isProbe, isToUnmatchedResource, alsoDeliverToOthers),
  ),
  breaks(
    '8.5.3.2.2-d/everything-told',
    'It answers any probe of an unmatched resource with presence of all resources.',
    () => onInboundPresence(isProbe, isToUnmatchedResource, discloseAllResources),
  ),
  breaks('8.5.3.2.2-d/returned', 'It answers a probe of an unmatched resource with an error.', () =>
    onInboundPresence(isProbe, isToUnmatchedResource, asError('item-not-found')),
  ),
];
