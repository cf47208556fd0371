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
import {
  availableRecipients,
  isToMissingAccount,
  isToOfflineAccount,
  isToOnlineAccount,
  recipientAccount,
} from '../kit/recipients.ts';
import { asError, drop, endStream, isIq, isIqAnswer, isIqRequest, isUnknownRequest } from '../kit/rewrites.ts';

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
  breaks('rfc6120-8.1.3-a/ids-cut', 'It cuts the ids of answers after 32 characters.', () =>
    withIds((id) => id.slice(0, 32)),
  ),
  breaks('rfc6120-8.1.3-a/ids-in-small-letters', 'It answers with the id in small letters.', () =>
    withIds((id) => id.toLowerCase()),
  ),
  breaks('rfc6120-8.2.3-c/ignored', 'It ignores an IQ of an unknown type.', () => onUnknownType(drop)),
  breaks('rfc6120-8.2.3-c/another-condition', 'It refuses an IQ of an unknown type with <service-unavailable/>.', () =>
    onUnknownType((iq) => [errorOf(iq, 'service-unavailable')]),
  ),
  breaks('rfc6120-8.2.3-c/taken-for-a-get', 'It answers an IQ without a type as one of type get.', () =>
    onUnknownType((iq) => [iq.attrs['type'] === undefined ? resultOf(iq) : errorOf(iq, 'bad-request')]),
  ),
  breaks('rfc6120-8.2.3-c/ends-stream', 'It ends the stream of a client that sends an IQ of an unknown type.', () =>
    fromClient(isOfUnknownType, endStream('internal-server-error')),
  ),
  breaks('8.5.1-a/lost', 'It does not answer an IQ request to a missing account.', () =>
    onAccountRequest(isToMissingAccount, drop),
  ),
  breaks('8.5.1-a/another-condition', 'It refuses an IQ request to a missing account with <item-not-found/>.', () =>
    onAccountRequest(isToMissingAccount, asError('item-not-found')),
  ),
  breaks('8.5.1-a/features-told', 'It answers a disco#info request to a missing account with a result.', () =>
    onAccountRequest(and(isToMissingAccount, isFeatures), (request) => [resultOf(request)]),
  ),
  breaks('8.5.2.1.3-a/lost', 'It does not answer an IQ request to an online account.', () =>
    onAccountRequest(and(isToOnlineAccount, isUnknownRequest), drop),
  ),
  breaks('8.5.2.1.3-a/own-roster-unanswered', 'It does not answer a roster get of a user to the own bare JID.', () =>
    onAccountRequest(and(isToOnlineAccount, isRoster), drop),
  ),
  breaks(
    '8.5.2.1.3-b/left-to-resource',
    'It delivers an IQ request for an account to a resource instead of answering it.',
    () => onAccountRequest(and(isToOnlineAccount, isUnknownRequest), leaveToResource),
  ),
  breaks(
    '8.5.2.1.3-b/shown-to-resource',
    'It answers an IQ request to an account, and also delivers it to a resource.',
    () => onAccountRequest(and(isToOnlineAccount, isUnknownRequest), alsoShowToResource),
  ),
  breaks(
    '8.5.2.1.3-b/questions-left-to-resource',
    'It delivers a disco#info request for an account to a resource instead of answering it.',
    () => onAccountRequest(and(isToOnlineAccount, isFeatures), leaveToResource),
  ),
  breaks('8.5.2.1.3-c/own-roster-refused', 'It refuses a roster get of a user to the own bare JID.', () =>
    onAccountRequest(and(isToOnlineAccount, isRoster), asError('service-unavailable', 'cancel')),
  ),
  breaks('8.5.2.1.3-c/features-empty', 'It answers a disco#info request to an account with an empty result.', () =>
    onAccountRequest(and(isToOnlineAccount, isFeatures), (request) => [resultOf(request)]),
  ),
  breaks(
    '8.5.2.1.3-d/another-condition',
    'It refuses an unknown IQ request to an online account with <feature-not-implemented/>.',
    () => onAccountRequest(and(isToOnlineAccount, isUnknownRequest), asError('feature-not-implemented', 'cancel')),
  ),
  breaks(
    '8.5.2.1.3-d/empty-result',
    'It answers an unknown IQ request to an online account with an empty result.',
    () => onAccountRequest(and(isToOnlineAccount, isUnknownRequest), (request) => [resultOf(request)]),
  ),
  breaks('8.5.2.2.3-a/lost', 'It does not answer an IQ request to an offline account.', () =>
    onAccountRequest(and(isToOfflineAccount, isUnknownRequest), drop),
  ),
  breaks(
    '8.5.2.2.3-a/kept',
    'It refuses an IQ request to an offline account, and also delivers it at the next login.',
    () => onAccountRequest(and(isToOfflineAccount, isUnknownRequest), storeRequest),
  ),
  breaks(
    '8.5.2.2.3-b/features-empty',
    'It answers a disco#info request to an offline account with an empty result.',
    () => onAccountRequest(and(isToOfflineAccount, isFeatures), (request) => [resultOf(request)]),
  ),
  breaks('8.5.2.2.3-b/features-lost', 'It does not answer a disco#info request to an offline account.', () =>
    onAccountRequest(and(isToOfflineAccount, isFeatures), drop),
  ),
  breaks(
    '8.5.2.2.3-c/another-condition',
    'It refuses an IQ request to an offline account with <recipient-unavailable/>.',
    () => onAccountRequest(and(isToOfflineAccount, isUnknownRequest), asError('recipient-unavailable', 'wait')),
  ),
  breaks('8.5.2.2.3-c/empty-result', 'It answers an IQ request to an offline account with an empty result.', () =>
    onAccountRequest(and(isToOfflineAccount, isUnknownRequest), (request) => [resultOf(request)]),
  ),
];
