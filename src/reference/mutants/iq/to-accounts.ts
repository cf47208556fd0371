// RFC 6121 8.5.1, 8.5.2.1.3 and 8.5.2.2.3: IQ requests to accounts, there or not, online or not.

import { NS } from '../../../stanza/xml.ts';
import type { Fault } from '../../fault.ts';
import { errorOf, resultOf, stamp } from '../../stanza.ts';
import type { RoutePredicate, RouteRewrite } from '../kit/hooks.ts';
import { and, withHooks } from '../kit/hooks.ts';
import type { Mutant } from '../kit/mutant.ts';
import { breaks } from '../kit/mutant.ts';
import { isIq } from '../kit/predicates.ts';
import {
  availableRecipients,
  isToMissingAccount,
  isToOfflineAccount,
  isToOnlineAccount,
  recipientAccount,
} from '../kit/recipients.ts';
import { asError, drop, withCondition } from '../kit/rewrites.ts';

/** Requests that fit are answered otherwise, those of a user to the own account as well. */
function onAccountRequest(matches: RoutePredicate, answer: RouteRewrite): Fault {
  const isMeant: RoutePredicate = (stanza, server) =>
    (isIq(stanza, 'get') || isIq(stanza, 'set')) && matches(stanza, server);
  return withHooks({
    fromClient: (stanza, { server, resource }) => {
      const isOwn = recipientAccount(stanza, server) === resource.account;
      if (!isOwn || !isMeant(stanza, server)) return [stanza];
      for (const answered of answer(stamp(stanza, { from: resource.jid }), server)) resource.send(answered);
      return [];
    },
    route: (stanza, server) => (isMeant(stanza, server) ? answer(stanza, server) : [stanza]),
  });
}

/** What the server itself could never answer. */
const isUnknown: RoutePredicate = (stanza) =>
  isIq(stanza, 'get', 'urn:example:letters') || isIq(stanza, 'set', 'urn:example:letters');
const isRoster: RoutePredicate = (stanza) => isIq(stanza, 'get', NS.roster);
const isFeatures: RoutePredicate = (stanza) => isIq(stanza, 'get', NS.discoInfo);

/** Left to whoever is connected. */
const leaveToResource: RouteRewrite = (request, server) => {
  const [resource] = availableRecipients(request, server);
  resource?.send(request);
  return [];
};

/** Shown to a resource besides being answered by the server. */
const alsoShowToResource: RouteRewrite = (request, server) => {
  leaveToResource(request, server);
  return [errorOf(request, 'service-unavailable')];
};

/** Kept until somebody comes. */
const storeRequest: RouteRewrite = (request, server) => {
  recipientAccount(request, server)?.offline.push(request);
  return [errorOf(request, 'service-unavailable')];
};

const refuseWith =
  (condition: string, type: string): RouteRewrite =>
  (request) => [withCondition(errorOf(request, 'service-unavailable'), condition, type)];

export const iqToAccountMutants: readonly Mutant[] = [
  breaks('8.5.1-a', {
    slug: 'lost',
    title: 'It does not answer an IQ request for a missing account.',
    fault: () => onAccountRequest(isToMissingAccount, drop),
  }),
  breaks('8.5.1-a', {
    slug: 'another-condition',
    title: 'It refuses an IQ request for a missing account with <item-not-found/>.',
    fault: () => onAccountRequest(isToMissingAccount, asError('item-not-found')),
  }),
  breaks('8.5.1-a', {
    slug: 'features-told',
    title: 'It tells features of a missing account.',
    fault: () => onAccountRequest(and(isToMissingAccount, isFeatures), (request) => [resultOf(request)]),
  }),
  breaks('8.5.2.1.3-a', {
    slug: 'lost',
    title: 'It does not answer an IQ request for an account that is online.',
    fault: () => onAccountRequest(and(isToOnlineAccount, isUnknown), drop),
  }),
  breaks('8.5.2.1.3-a', {
    slug: 'own-roster-unanswered',
    title: 'It does not answer the user who asks the own bare JID for the roster.',
    fault: () => onAccountRequest(and(isToOnlineAccount, isRoster), drop),
  }),
  breaks('8.5.2.1.3-b', {
    slug: 'left-to-resource',
    title: 'It leaves an IQ request for an account to a resource.',
    fault: () => onAccountRequest(and(isToOnlineAccount, isUnknown), leaveToResource),
  }),
  breaks('8.5.2.1.3-b', {
    slug: 'shown-to-resource',
    title: 'It answers an IQ request for an account, and shows it to a resource.',
    fault: () => onAccountRequest(and(isToOnlineAccount, isUnknown), alsoShowToResource),
  }),
  breaks('8.5.2.1.3-b', {
    slug: 'questions-left-to-resource',
    title: 'It leaves questions about features to a resource.',
    fault: () => onAccountRequest(and(isToOnlineAccount, isFeatures), leaveToResource),
  }),
  breaks('8.5.2.1.3-c', {
    slug: 'own-roster-refused',
    title: 'It refuses the user who asks the own bare JID for the roster.',
    fault: () => onAccountRequest(and(isToOnlineAccount, isRoster), refuseWith('service-unavailable', 'cancel')),
  }),
  breaks('8.5.2.1.3-c', {
    slug: 'features-empty',
    title: 'It answers questions about features with nothing.',
    fault: () => onAccountRequest(and(isToOnlineAccount, isFeatures), (request) => [resultOf(request)]),
  }),
  breaks('8.5.2.1.3-d', {
    slug: 'another-condition',
    title: 'It refuses an IQ request that it cannot answer for a user with <feature-not-implemented/>.',
    fault: () => onAccountRequest(and(isToOnlineAccount, isUnknown), refuseWith('feature-not-implemented', 'cancel')),
  }),
  breaks('8.5.2.1.3-d', {
    slug: 'empty-result',
    title: 'It answers an IQ request that it cannot answer for a user with an empty result.',
    fault: () => onAccountRequest(and(isToOnlineAccount, isUnknown), (request) => [resultOf(request)]),
  }),
  breaks('8.5.2.2.3-a', {
    slug: 'lost',
    title: 'It does not answer an IQ request for somebody who is offline.',
    fault: () => onAccountRequest(and(isToOfflineAccount, isUnknown), drop),
  }),
  breaks('8.5.2.2.3-a', {
    slug: 'kept',
    title: 'It refuses an IQ request for somebody who is offline, and delivers it at the next login.',
    fault: () => onAccountRequest(and(isToOfflineAccount, isUnknown), storeRequest),
  }),
  breaks('8.5.2.2.3-b', {
    slug: 'features-empty',
    title: 'It answers questions about the features of somebody who is offline with nothing.',
    fault: () => onAccountRequest(and(isToOfflineAccount, isFeatures), (request) => [resultOf(request)]),
  }),
  breaks('8.5.2.2.3-b', {
    slug: 'features-lost',
    title: 'It does not answer questions about the features of somebody who is offline.',
    fault: () => onAccountRequest(and(isToOfflineAccount, isFeatures), drop),
  }),
  breaks('8.5.2.2.3-c', {
    slug: 'another-condition',
    title: 'It refuses an IQ request for somebody who is offline with <recipient-unavailable/>.',
    fault: () => onAccountRequest(and(isToOfflineAccount, isUnknown), refuseWith('recipient-unavailable', 'wait')),
  }),
  breaks('8.5.2.2.3-c', {
    slug: 'empty-result',
    title: 'It answers an IQ request for somebody who is offline with an empty result.',
    fault: () => onAccountRequest(and(isToOfflineAccount, isUnknown), (request) => [resultOf(request)]),
  }),
];
