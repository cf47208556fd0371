// RFC 6121 8.5.1, 8.5.2.1.3 and 8.5.2.2.3: IQ requests to accounts, there or not, online or not.

import { NS } from '../../../stanza/xml.ts';
import type { Fault } from '../../fault.ts';
import { errorOf, resultOf, stamp } from '../../stanza.ts';
import { breaks, inOtherWords, isIq, lost, returned, tampered } from '../kit/kit.ts';
import type { Mutant } from '../kit/mutant.ts';
import type { Becomes, Fits } from '../kit/whom.ts';
import { accountOf, availableFor, both, isToNobody, isToOffline, isToOnline } from '../kit/whom.ts';

/** Requests that fit are answered otherwise, those of a user to the own account as well. */
function requests(fits: Fits, answer: Becomes): Fault {
  const isMeant: Fits = (stanza, server) => (isIq(stanza, 'get') || isIq(stanza, 'set')) && fits(stanza, server);
  return tampered({
    fromClient: (stanza, { server, resource }) => {
      const isOwn = accountOf(stanza, server) === resource.account;
      if (!isOwn || !isMeant(stanza, server)) return [stanza];
      for (const answered of answer(stamp(stanza, { from: resource.jid }), server)) resource.send(answered);
      return [];
    },
    route: (stanza, server) => (isMeant(stanza, server) ? answer(stanza, server) : [stanza]),
  });
}

/** What the server itself could never answer. */
const isUnknown: Fits = (stanza) =>
  isIq(stanza, 'get', 'urn:example:letters') || isIq(stanza, 'set', 'urn:example:letters');
const isRoster: Fits = (stanza) => isIq(stanza, 'get', NS.roster);
const isFeatures: Fits = (stanza) => isIq(stanza, 'get', NS.discoInfo);

/** Left to whoever is connected. */
const leftToResource: Becomes = (request, server) => {
  const [resource] = availableFor(request, server);
  resource?.send(request);
  return [];
};

/** Shown to a resource besides being answered by the server. */
const shownToResource: Becomes = (request, server) => {
  leftToResource(request, server);
  return [errorOf(request, 'service-unavailable')];
};

/** Kept until somebody comes. */
const kept: Becomes = (request, server) => {
  accountOf(request, server)?.offline.push(request);
  return [errorOf(request, 'service-unavailable')];
};

const refusedAs =
  (condition: string, type: string): Becomes =>
  (request) => [inOtherWords(errorOf(request, 'service-unavailable'), condition, type)];

export const iqAccountMutants: readonly Mutant[] = [
  breaks('8.5.1-a', {
    word: 'lost',
    title: 'It does not answer an IQ request for a missing account.',
    fault: () => requests(isToNobody, lost),
  }),
  breaks('8.5.1-a', {
    word: 'another-condition',
    title: 'It refuses an IQ request for a missing account with <item-not-found/>.',
    fault: () => requests(isToNobody, returned('item-not-found')),
  }),
  breaks('8.5.1-a', {
    word: 'features-told',
    title: 'It tells features of a missing account.',
    fault: () => requests(both(isToNobody, isFeatures), (request) => [resultOf(request)]),
  }),
  breaks('8.5.2.1.3-a', {
    word: 'lost',
    title: 'It does not answer an IQ request for an account that is online.',
    fault: () => requests(both(isToOnline, isUnknown), lost),
  }),
  breaks('8.5.2.1.3-a', {
    word: 'own-roster-unanswered',
    title: 'It does not answer the user who asks the own bare JID for the roster.',
    fault: () => requests(both(isToOnline, isRoster), lost),
  }),
  breaks('8.5.2.1.3-b', {
    word: 'left-to-resource',
    title: 'It leaves an IQ request for an account to a resource.',
    fault: () => requests(both(isToOnline, isUnknown), leftToResource),
  }),
  breaks('8.5.2.1.3-b', {
    word: 'shown-to-resource',
    title: 'It answers an IQ request for an account, and shows it to a resource.',
    fault: () => requests(both(isToOnline, isUnknown), shownToResource),
  }),
  breaks('8.5.2.1.3-b', {
    word: 'questions-left-to-resource',
    title: 'It leaves questions about features to a resource.',
    fault: () => requests(both(isToOnline, isFeatures), leftToResource),
  }),
  breaks('8.5.2.1.3-c', {
    word: 'own-roster-refused',
    title: 'It refuses the user who asks the own bare JID for the roster.',
    fault: () => requests(both(isToOnline, isRoster), refusedAs('service-unavailable', 'cancel')),
  }),
  breaks('8.5.2.1.3-c', {
    word: 'features-empty',
    title: 'It answers questions about features with nothing.',
    fault: () => requests(both(isToOnline, isFeatures), (request) => [resultOf(request)]),
  }),
  breaks('8.5.2.1.3-d', {
    word: 'another-condition',
    title: 'It refuses an IQ request that it cannot answer for a user with <feature-not-implemented/>.',
    fault: () => requests(both(isToOnline, isUnknown), refusedAs('feature-not-implemented', 'cancel')),
  }),
  breaks('8.5.2.1.3-d', {
    word: 'empty-result',
    title: 'It answers an IQ request that it cannot answer for a user with an empty result.',
    fault: () => requests(both(isToOnline, isUnknown), (request) => [resultOf(request)]),
  }),
  breaks('8.5.2.2.3-a', {
    word: 'lost',
    title: 'It does not answer an IQ request for somebody who is offline.',
    fault: () => requests(both(isToOffline, isUnknown), lost),
  }),
  breaks('8.5.2.2.3-a', {
    word: 'kept',
    title: 'It refuses an IQ request for somebody who is offline, and delivers it at the next login.',
    fault: () => requests(both(isToOffline, isUnknown), kept),
  }),
  breaks('8.5.2.2.3-b', {
    word: 'features-empty',
    title: 'It answers questions about the features of somebody who is offline with nothing.',
    fault: () => requests(both(isToOffline, isFeatures), (request) => [resultOf(request)]),
  }),
  breaks('8.5.2.2.3-b', {
    word: 'features-lost',
    title: 'It does not answer questions about the features of somebody who is offline.',
    fault: () => requests(both(isToOffline, isFeatures), lost),
  }),
  breaks('8.5.2.2.3-c', {
    word: 'another-condition',
    title: 'It refuses an IQ request for somebody who is offline with <recipient-unavailable/>.',
    fault: () => requests(both(isToOffline, isUnknown), refusedAs('recipient-unavailable', 'wait')),
  }),
  breaks('8.5.2.2.3-c', {
    word: 'empty-result',
    title: 'It answers an IQ request for somebody who is offline with an empty result.',
    fault: () => requests(both(isToOffline, isUnknown), (request) => [resultOf(request)]),
  }),
];
