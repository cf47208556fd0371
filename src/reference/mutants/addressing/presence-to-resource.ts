// RFC 6121 8.5.3: presence that arrives for one resource, there or not.

import { availableResources } from '../../lookup.ts';
import { presence, stamp } from '../../stanza.ts';
import type { RouteRewrite } from '../kit/hooks.ts';
import type { Mutant } from '../kit/mutant.ts';
import { breaks } from '../kit/mutant.ts';
import { isPresence, isProbe } from '../kit/predicates.ts';
import {
  availableRecipients,
  isToMatchingResource,
  isToUnmatchedResource,
  matchingResource,
  recipientAccount,
  recipientJid,
} from '../kit/recipients.ts';
import { asError, drop } from '../kit/rewrites.ts';
import {
  isAvailability,
  isSubscriptionAnswerOrEnd,
  isSubscriptionPresence,
  isSubscriptionRequest,
  onInboundPresence,
} from './inbound-presence.ts';

/** As if it had been sent to the account. */
const readdressToAccount: RouteRewrite = (stanza) => [stamp(stanza, { to: recipientJid(stanza)?.bare })];

/** The resource that is meant gets it, and nothing else comes of it. */
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

/** Whoever probes is told what all resources show, or that they are there. */
const discloseAllResources: RouteRewrite = (stanza, server) => {
  const account = recipientAccount(stanza, server);
  const to = stanza.attrs['from'];
  const shown = account ? availableResources(account) : [];
  return shown.map((resource) => presence({ from: resource.jid, to }));
};

export const presenceToResourceMutants: readonly Mutant[] = [
  breaks('8.5.3.1-e', {
    slug: 'available-only',
    title: 'It drops presence for a resource that is not available.',
    fault: () => onInboundPresence(isAvailability, isToMatchingResource, dropUnlessAvailable),
  }),
  breaks('8.5.3.1-e', {
    slug: 'to-all',
    title: 'It delivers presence for a resource to the others, too.',
    fault: () => onInboundPresence(isAvailability, isToMatchingResource, alsoDeliverToOthers),
  }),
  breaks('8.5.3.1-e', {
    slug: 'unavailable-lost',
    title: 'It drops unavailable presence for a resource.',
    fault: () => onInboundPresence((stanza) => isPresence(stanza, 'unavailable'), isToMatchingResource, drop),
  }),
  breaks('8.5.3.1-e', {
    slug: 'answered',
    title: 'It answers presence for a resource with an error as if it were not there.',
    fault: () => onInboundPresence(isAvailability, isToMatchingResource, asError('service-unavailable')),
  }),
  breaks('8.5.3.1-f', {
    slug: 'lost',
    title: 'It drops subscription presence for a resource.',
    fault: () => onInboundPresence(isSubscriptionPresence, isToMatchingResource, drop),
  }),
  breaks('8.5.3.1-f', {
    slug: 'merely-shown',
    title: 'It hands subscription presence to the resource that it is for, and changes no state.',
    fault: () => onInboundPresence(isSubscriptionPresence, isToMatchingResource, deliverToMatchOnly),
  }),
  breaks('8.5.3.1-g', {
    slug: 'shown',
    title: 'It answers probes of a resource, and shows them to it.',
    fault: () => onInboundPresence(isProbe, isToMatchingResource, alsoDeliverToMatch),
  }),
  breaks('8.5.3.1-g', {
    slug: 'everything-told',
    title: 'It answers a probe of one resource for all of them, whoever asks.',
    fault: () => onInboundPresence(isProbe, isToMatchingResource, discloseAllResources),
  }),
  breaks('8.5.3.1-g', {
    slug: 'as-of-the-account',
    title: 'It takes a probe of a resource for one of the account.',
    fault: () => onInboundPresence(isProbe, isToMatchingResource, readdressToAccount),
  }),
  breaks('8.5.3.2.2-a', {
    slug: 'returned',
    title: 'It returns presence for an unmatched resource.',
    fault: () => onInboundPresence(isAvailability, isToUnmatchedResource, asError('service-unavailable')),
  }),
  breaks('8.5.3.2.2-a', {
    slug: 'to-account',
    title: 'It takes presence for an unmatched resource for presence to the account.',
    fault: () => onInboundPresence(isAvailability, isToUnmatchedResource, readdressToAccount),
  }),
  breaks('8.5.3.2.2-b', {
    slug: 'lost',
    title: 'It drops a subscription request to an unmatched resource.',
    fault: () => onInboundPresence(isSubscriptionRequest, isToUnmatchedResource, drop),
  }),
  breaks('8.5.3.2.2-b', {
    slug: 'shown-once',
    title: 'It shows a subscription request to an unmatched resource, and does not keep it.',
    fault: () =>
      onInboundPresence(isSubscriptionRequest, isToUnmatchedResource, (stanza, server) => {
        for (const resource of availableRecipients(stanza, server)) resource.send(stanza);
        return [];
      }),
  }),
  breaks('8.5.3.2.2-c', {
    slug: 'to-account',
    title: 'It takes what ends or approves a subscription to an unmatched resource for one to the account.',
    fault: () => onInboundPresence(isSubscriptionAnswerOrEnd, isToUnmatchedResource, readdressToAccount),
  }),
  breaks('8.5.3.2.2-c', {
    slug: 'returned',
    title: 'It returns what ends or approves a subscription to an unmatched resource.',
    fault: () => onInboundPresence(isSubscriptionAnswerOrEnd, isToUnmatchedResource, asError('service-unavailable')),
  }),
  breaks('8.5.3.2.2-d', {
    slug: 'shown',
    title: 'It shows probes of an unmatched resource to the others.',
    fault: () => onInboundPresence(isProbe, isToUnmatchedResource, alsoDeliverToOthers),
  }),
  breaks('8.5.3.2.2-d', {
    slug: 'everything-told',
    title: 'It answers a probe of an unmatched resource for all that are there, whoever asks.',
    fault: () => onInboundPresence(isProbe, isToUnmatchedResource, discloseAllResources),
  }),
  breaks('8.5.3.2.2-d', {
    slug: 'returned',
    title: 'It returns a probe of an unmatched resource.',
    fault: () => onInboundPresence(isProbe, isToUnmatchedResource, asError('item-not-found')),
  }),
];
