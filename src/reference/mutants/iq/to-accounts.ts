// RFC 6121 8.5.1, 8.5.2.1.3 and 8.5.2.2.3: IQ requests to missing, online and offline accounts.

import type { XmlElement } from '../../../model/xml.ts';
import { NS } from '../../../stanza/xml.ts';
import type { Fault } from '../../fault.ts';
import { errorOf, resultOf, stamp } from '../../stanza.ts';
import {
  and,
  breaks,
  fromClient,
  type Mutant,
  type RoutePredicate,
  type RouteRewrite,
  toClient,
  withHooks,
} from '../kit/mutant.ts';
import { isIq, isIqAnswer, isIqRequest, isUnknownRequest } from '../kit/predicates.ts';
import {
  availableRecipients,
  isToMissingAccount,
  isToOfflineAccount,
  isToOnlineAccount,
  recipientAccount,
} from '../kit/recipients.ts';
import { asError, drop, endStream } from '../kit/rewrites.ts';

/** A fault in the answers to matching requests, including those of a client to its own account. */
function onAccountRequest(matches: RoutePredicate, answer: RouteRewrite): Fault {
  const isRequest: RoutePredicate = (stanza, server) => isIqRequest(stanza) && matches(stanza, server);
  return withHooks({
    fromClient: (stanza, { server, resource }) => {
      const isOwn = recipientAccount(stanza, server) === resource.account;
      if (!isOwn || !isRequest(stanza, server)) return [stanza];
      for (const answered of answer(stamp(stanza, { from: resource.jid }), server)) resource.send(answered);
      return [];
    },
    route: (stanza, server) => (isRequest(stanza, server) ? answer(stanza, server) : [stanza]),
  });
}

const isRoster: RoutePredicate = (stanza) => isIq(stanza, 'get', NS.roster);
const isFeatures: RoutePredicate = (stanza) => isIq(stanza, 'get', NS.discoInfo);

/** Delivers the request to an available resource instead of answering it. */
const leaveToResource: RouteRewrite = (request, server) => {
  const [resource] = availableRecipients(request, server);
  resource?.send(request);
  return [];
};

/** Delivers the request to an available resource, and answers it. */
const alsoShowToResource: RouteRewrite = (request, server) => {
  leaveToResource(request, server);
  return [errorOf(request, 'service-unavailable')];
};

/** Refuses the request, and stores it for the next login. */
const storeRequest: RouteRewrite = (request, server) => {
  recipientAccount(request, server)?.offline.push(request);
  return [errorOf(request, 'service-unavailable')];
};

/** Alters the ids of the answers that clients get. */
const withIds = (alter: (id: string) => string): Fault =>
  toClient(isIqAnswer, (answer) => [stamp(answer, { id: alter(answer.attrs['id'] ?? '') })]);

/** A fault in the answers to IQs whose type is missing or unknown. */
const onUnknownType = (answer: (iq: XmlElement) => readonly XmlElement[]): Fault =>
  withHooks({
    fromClient: (stanza, { resource }) => {
      if (!isOfUnknownType(stanza)) return [stanza];
      for (const answered of answer(stamp(stanza, { from: resource.jid }))) resource.send(answered);
      return [];
    },
  });
const isOfUnknownType = (stanza: XmlElement): boolean =>
  stanza.name === 'iq' && !isIqRequest(stanza) && !isIqAnswer(stanza);

export const iqToAccountMutants: readonly Mutant[] = [
  breaks('rfc6120-8.1.3-a', {
    slug: 'ids-cut',
    title: 'It cuts the ids of answers after 32 characters.',
    fault: () => withIds((id) => id.slice(0, 32)),
  }),
  breaks('rfc6120-8.1.3-a', {
    slug: 'ids-in-small-letters',
    title: 'It answers with the id in small letters.',
    fault: () => withIds((id) => id.toLowerCase()),
  }),
  breaks('rfc6120-8.2.3-c', {
    slug: 'ignored',
    title: 'It ignores an IQ of an unknown type.',
    fault: () => onUnknownType(drop),
  }),
  breaks('rfc6120-8.2.3-c', {
    slug: 'another-condition',
    title: 'It refuses an IQ of an unknown type with <service-unavailable/>.',
    fault: () => onUnknownType((iq) => [errorOf(iq, 'service-unavailable')]),
  }),
  breaks('rfc6120-8.2.3-c', {
    slug: 'taken-for-a-get',
    title: 'It answers an IQ without a type as one of type get.',
    fault: () => onUnknownType((iq) => [iq.attrs['type'] === undefined ? resultOf(iq) : errorOf(iq, 'bad-request')]),
  }),
  breaks('rfc6120-8.2.3-c', {
    slug: 'ends-stream',
    title: 'It ends the stream of a client that sends an IQ of an unknown type.',
    fault: () => fromClient(isOfUnknownType, endStream('internal-server-error')),
  }),
  breaks('8.5.1-a', {
    slug: 'lost',
    title: 'It does not answer an IQ request to a missing account.',
    fault: () => onAccountRequest(isToMissingAccount, drop),
  }),
  breaks('8.5.1-a', {
    slug: 'another-condition',
    title: 'It refuses an IQ request to a missing account with <item-not-found/>.',
    fault: () => onAccountRequest(isToMissingAccount, asError('item-not-found')),
  }),
  breaks('8.5.1-a', {
    slug: 'features-told',
    title: 'It answers a disco#info request to a missing account with a result.',
    fault: () => onAccountRequest(and(isToMissingAccount, isFeatures), (request) => [resultOf(request)]),
  }),
  breaks('8.5.2.1.3-a', {
    slug: 'lost',
    title: 'It does not answer an IQ request to an online account.',
    fault: () => onAccountRequest(and(isToOnlineAccount, isUnknownRequest), drop),
  }),
  breaks('8.5.2.1.3-a', {
    slug: 'own-roster-unanswered',
    title: 'It does not answer a roster get of a user to the own bare JID.',
    fault: () => onAccountRequest(and(isToOnlineAccount, isRoster), drop),
  }),
  breaks('8.5.2.1.3-b', {
    slug: 'left-to-resource',
    title: 'It delivers an IQ request for an account to a resource instead of answering it.',
    fault: () => onAccountRequest(and(isToOnlineAccount, isUnknownRequest), leaveToResource),
  }),
  breaks('8.5.2.1.3-b', {
    slug: 'shown-to-resource',
    title: 'It answers an IQ request to an account, and also delivers it to a resource.',
    fault: () => onAccountRequest(and(isToOnlineAccount, isUnknownRequest), alsoShowToResource),
  }),
  breaks('8.5.2.1.3-b', {
    slug: 'questions-left-to-resource',
    title: 'It delivers a disco#info request for an account to a resource instead of answering it.',
    fault: () => onAccountRequest(and(isToOnlineAccount, isFeatures), leaveToResource),
  }),
  breaks('8.5.2.1.3-c', {
    slug: 'own-roster-refused',
    title: 'It refuses a roster get of a user to the own bare JID.',
    fault: () => onAccountRequest(and(isToOnlineAccount, isRoster), asError('service-unavailable', 'cancel')),
  }),
  breaks('8.5.2.1.3-c', {
    slug: 'features-empty',
    title: 'It answers a disco#info request to an account with an empty result.',
    fault: () => onAccountRequest(and(isToOnlineAccount, isFeatures), (request) => [resultOf(request)]),
  }),
  breaks('8.5.2.1.3-d', {
    slug: 'another-condition',
    title: 'It refuses an unknown IQ request to an online account with <feature-not-implemented/>.',
    fault: () =>
      onAccountRequest(and(isToOnlineAccount, isUnknownRequest), asError('feature-not-implemented', 'cancel')),
  }),
  breaks('8.5.2.1.3-d', {
    slug: 'empty-result',
    title: 'It answers an unknown IQ request to an online account with an empty result.',
    fault: () => onAccountRequest(and(isToOnlineAccount, isUnknownRequest), (request) => [resultOf(request)]),
  }),
  breaks('8.5.2.2.3-a', {
    slug: 'lost',
    title: 'It does not answer an IQ request to an offline account.',
    fault: () => onAccountRequest(and(isToOfflineAccount, isUnknownRequest), drop),
  }),
  breaks('8.5.2.2.3-a', {
    slug: 'kept',
    title: 'It refuses an IQ request to an offline account, and also delivers it at the next login.',
    fault: () => onAccountRequest(and(isToOfflineAccount, isUnknownRequest), storeRequest),
  }),
  breaks('8.5.2.2.3-b', {
    slug: 'features-empty',
    title: 'It answers a disco#info request to an offline account with an empty result.',
    fault: () => onAccountRequest(and(isToOfflineAccount, isFeatures), (request) => [resultOf(request)]),
  }),
  breaks('8.5.2.2.3-b', {
    slug: 'features-lost',
    title: 'It does not answer a disco#info request to an offline account.',
    fault: () => onAccountRequest(and(isToOfflineAccount, isFeatures), drop),
  }),
  breaks('8.5.2.2.3-c', {
    slug: 'another-condition',
    title: 'It refuses an IQ request to an offline account with <recipient-unavailable/>.',
    fault: () => onAccountRequest(and(isToOfflineAccount, isUnknownRequest), asError('recipient-unavailable', 'wait')),
  }),
  breaks('8.5.2.2.3-c', {
    slug: 'empty-result',
    title: 'It answers an IQ request to an offline account with an empty result.',
    fault: () => onAccountRequest(and(isToOfflineAccount, isUnknownRequest), (request) => [resultOf(request)]),
  }),
];
