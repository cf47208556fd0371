// RFC 6121 8.5.1, 8.5.2.1.3 and 8.5.2.2.3: IQ requests to accounts, there or not, online or not.

import { NS } from '../../../stanza/xml.ts';
import { errorOf, resultOf, stamp } from '../../stanza.ts';
import type { Defect } from '../../tamper.ts';
import { breaks, inOtherWords, isIq, lost, returned, tampered } from '../kit/kit.ts';
import type { Mutant } from '../kit/mutant.ts';
import type { Becomes, Fits } from '../kit/whom.ts';
import { accountOf, availableFor, both, isToNobody, isToOffline, isToOnline } from '../kit/whom.ts';

/** Requests that fit are answered otherwise, those of a user to the own account as well. */
function requests(fits: Fits, answer: Becomes): Defect {
  const isMeant: Fits = (stanza, world) => (isIq(stanza, 'get') || isIq(stanza, 'set')) && fits(stanza, world);
  return tampered({
    fromClient: (stanza, { world, resource }) => {
      const isOwn = accountOf(stanza, world) === resource.account;
      if (!isOwn || !isMeant(stanza, world)) return [stanza];
      for (const answered of answer(stamp(stanza, { from: resource.jid }), world)) resource.send(answered);
      return [];
    },
    route: (stanza, world) => (isMeant(stanza, world) ? answer(stanza, world) : [stanza]),
  });
}

/** What the server itself could never answer. */
const isUnknown: Fits = (stanza) =>
  isIq(stanza, 'get', 'urn:example:letters') || isIq(stanza, 'set', 'urn:example:letters');
const isRoster: Fits = (stanza) => isIq(stanza, 'get', NS.roster);
const isFeatures: Fits = (stanza) => isIq(stanza, 'get', NS.discoInfo);

/** Left to whoever is connected. */
const leftToResource: Becomes = (request, world) => {
  const [resource] = availableFor(request, world);
  resource?.send(request);
  return [];
};

/** Shown to a resource besides being answered by the server. */
const shownToResource: Becomes = (request, world) => {
  leftToResource(request, world);
  return [errorOf(request, 'service-unavailable')];
};

/** Kept until somebody comes. */
const kept: Becomes = (request, world) => {
  accountOf(request, world)?.offline.push(request);
  return [errorOf(request, 'service-unavailable')];
};

const refusedAs =
  (condition: string, type: string): Becomes =>
  (request) => [inOtherWords(errorOf(request, 'service-unavailable'), condition, type)];

export const iqAccountMutants: readonly Mutant[] = [
  breaks('8.5.1-a', {
    word: 'lost',
    title: 'It does not answer an IQ request for a missing account.',
    defect: () => requests(isToNobody, lost),
  }),
  breaks('8.5.1-a', {
    word: 'another-condition',
    title: 'It refuses an IQ request for a missing account with <item-not-found/>.',
    defect: () => requests(isToNobody, returned('item-not-found')),
  }),
  breaks('8.5.1-a', {
    word: 'features-told',
    title: 'It tells features of a missing account.',
    defect: () => requests(both(isToNobody, isFeatures), (request) => [resultOf(request)]),
  }),
  breaks('8.5.2.1.3-a', {
    word: 'lost',
    title: 'It does not answer an IQ request for an account that is online.',
    defect: () => requests(both(isToOnline, isUnknown), lost),
  }),
  breaks('8.5.2.1.3-a', {
    word: 'own-roster-unanswered',
    title: 'It does not answer the user who asks the own bare JID for the roster.',
    defect: () => requests(both(isToOnline, isRoster), lost),
  }),
  breaks('8.5.2.1.3-b', {
    word: 'left-to-resource',
    title: 'It leaves an IQ request for an account to a resource.',
    defect: () => requests(both(isToOnline, isUnknown), leftToResource),
  }),
  breaks('8.5.2.1.3-b', {
    word: 'shown-to-resource',
    title: 'It answers an IQ request for an account, and shows it to a resource.',
    defect: () => requests(both(isToOnline, isUnknown), shownToResource),
  }),
  breaks('8.5.2.1.3-b', {
    word: 'questions-left-to-resource',
    title: 'It leaves questions about features to a resource.',
    defect: () => requests(both(isToOnline, isFeatures), leftToResource),
  }),
  breaks('8.5.2.1.3-c', {
    word: 'own-roster-refused',
    title: 'It refuses the user who asks the own bare JID for the roster.',
    defect: () => requests(both(isToOnline, isRoster), refusedAs('service-unavailable', 'cancel')),
  }),
  breaks('8.5.2.1.3-c', {
    word: 'features-empty',
    title: 'It answers questions about features with nothing.',
    defect: () => requests(both(isToOnline, isFeatures), (request) => [resultOf(request)]),
  }),
  breaks('8.5.2.1.3-d', {
    word: 'another-condition',
    title: 'It refuses an IQ request that it cannot answer for a user with <feature-not-implemented/>.',
    defect: () => requests(both(isToOnline, isUnknown), refusedAs('feature-not-implemented', 'cancel')),
  }),
  breaks('8.5.2.1.3-d', {
    word: 'empty-result',
    title: 'It answers an IQ request that it cannot answer for a user with an empty result.',
    defect: () => requests(both(isToOnline, isUnknown), (request) => [resultOf(request)]),
  }),
  breaks('8.5.2.2.3-a', {
    word: 'lost',
    title: 'It does not answer an IQ request for somebody who is offline.',
    defect: () => requests(both(isToOffline, isUnknown), lost),
  }),
  breaks('8.5.2.2.3-a', {
    word: 'kept',
    title: 'It refuses an IQ request for somebody who is offline, and delivers it at the next login.',
    defect: () => requests(both(isToOffline, isUnknown), kept),
  }),
  breaks('8.5.2.2.3-b', {
    word: 'features-empty',
    title: 'It answers questions about the features of somebody who is offline with nothing.',
    defect: () => requests(both(isToOffline, isFeatures), (request) => [resultOf(request)]),
  }),
  breaks('8.5.2.2.3-b', {
    word: 'features-lost',
    title: 'It does not answer questions about the features of somebody who is offline.',
    defect: () => requests(both(isToOffline, isFeatures), lost),
  }),
  breaks('8.5.2.2.3-c', {
    word: 'another-condition',
    title: 'It refuses an IQ request for somebody who is offline with <recipient-unavailable/>.',
    defect: () => requests(both(isToOffline, isUnknown), refusedAs('recipient-unavailable', 'wait')),
  }),
  breaks('8.5.2.2.3-c', {
    word: 'empty-result',
    title: 'It answers an IQ request for somebody who is offline with an empty result.',
    defect: () => requests(both(isToOffline, isUnknown), (request) => [resultOf(request)]),
  }),
];
