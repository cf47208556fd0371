// RFC 6121 5.2.2 and 8.5: what the cells of the delivery table do not say: copies, leftovers, and headlines.

import type { XmlElement } from '../../../model/xml.ts';
import type { DeliveryOutcome, MessageType } from '../../../spec/delivery-table.ts';
import { child, NS } from '../../../stanza/xml.ts';
import type { Fault } from '../../fault.ts';
import { deliverOffline } from '../../offline.ts';
import type { Resource } from '../../server-state.ts';
import { childText } from '../../stanza.ts';
import {
  altered,
  breaks,
  doubled,
  fromClient,
  isMessage,
  isPresence,
  lost,
  onTheWay,
  returned,
  toClient,
} from '../kit/kit.ts';
import type { Mutant } from '../kit/mutant.ts';
import type { Fits } from '../kit/whom.ts';
import { accountOf, availableFor, both, isToAccount, isToBare, isToMatch, isToOffline, matchOf } from '../kit/whom.ts';

/** Other outcomes in these rows of the delivery table for one type. */
const rows = (type: MessageType, outcomes: Readonly<Record<string, DeliveryOutcome>>): Fault => ({
  delivery: Object.fromEntries(Object.entries(outcomes).map(([row, outcome]) => [`${row}/${type}`, outcome])),
});

const ofType =
  (type: MessageType): Fits =>
  (stanza) =>
    isMessage(stanza) && (stanza.attrs['type'] ?? 'normal') === type;

/** Resources that are available besides the one that is meant get a copy, if they fit. */
const copied = (fits: Fits, isReader: (resource: Resource) => boolean): Fault =>
  onTheWay(fits, (stanza, server) => {
    const others = availableFor(stanza, server).filter((resource) => resource !== matchOf(stanza, server));
    for (const resource of others) if (isReader(resource)) resource.send(stanza);
    return [stanza];
  });

const twiceToAccounts = (type: MessageType): Fault =>
  toClient((stanza, { server }) => ofType(type)(stanza, server) && isToBare(stanza), doubled);

/** Kept for the next login although it is delivered. */
const alsoKept = (fits: Fits): Fault =>
  onTheWay(fits, (stanza, server) => {
    if (availableFor(stanza, server).length > 0) accountOf(stanza, server)?.offline.push(stanza);
    return [stanza];
  });

const isKept = (stanza: XmlElement): boolean => isMessage(stanza) && child(stanza, 'delay', NS.delay) !== undefined;
const isNegative = ({ priority }: Resource): boolean => priority < 0;
const isNotError: Fits = (stanza) => isMessage(stanza) && stanza.attrs['type'] !== 'error';

export const messageDeliveryMutants: readonly Mutant[] = [
  breaks('5.2.2-d', {
    word: 'to-one-only',
    title: 'It delivers a headline for an account to its most available resource.',
    fault: () => rows('headline', { 'several-non-negative/bare': 'M' }),
  }),
  breaks('5.2.2-e', {
    word: 'lost',
    title: 'It drops a headline for an account.',
    fault: () => rows('headline', { 'one-non-negative/bare': 'S', 'several-non-negative/bare': 'S' }),
  }),
  breaks('5.2.2-e', {
    word: 'lost-with-several',
    title: 'It drops a headline for an account that has several resources.',
    fault: () => rows('headline', { 'several-non-negative/bare': 'S' }),
  }),
  breaks('5.2.2-f', {
    word: 'lost',
    title: 'It drops a headline for a resource.',
    fault: () => onTheWay(both(ofType('headline'), isToMatch), lost),
  }),
  breaks('5.2.2-f', {
    word: 'to-all',
    title: 'It delivers a headline for a resource to the others, too.',
    fault: () => copied(both(ofType('headline'), isToMatch), () => true),
  }),
  breaks('5.2.2-g', {
    word: 'kept',
    title: 'It keeps a headline for an account where nobody is online.',
    fault: () => rows('headline', { 'no-active-resource/bare': 'O' }),
  }),
  breaks('5.2.2-g', {
    word: 'to-negative',
    title: 'It delivers a headline to a resource of negative priority where there is no other.',
    fault: () => rows('headline', { 'negative-only/bare': 'D' }),
  }),
  breaks('5.2.2-g', {
    word: 'to-another',
    title: 'It delivers a headline for an unmatched resource to another one.',
    fault: () => rows('headline', { 'one-non-negative/full-no-match': 'D', 'several-non-negative/full-no-match': 'M' }),
  }),
  breaks('8.5.2.1.1-c', {
    word: 'doubled',
    title: 'It delivers normal messages to an account twice.',
    fault: () => twiceToAccounts('normal'),
  }),
  breaks('8.5.2.1.1-c', {
    word: 'also-kept',
    title: 'It keeps normal messages to an account that it delivers.',
    fault: () => alsoKept(both(ofType('normal'), isToAccount)),
  }),
  breaks('8.5.2.1.1-d', {
    word: 'also-kept',
    title: 'It keeps normal messages to an account of several resources that it delivers.',
    fault: () =>
      alsoKept(
        (stanza, server) =>
          ofType('normal')(stanza, server) && isToAccount(stanza, server) && availableFor(stanza, server).length > 1,
      ),
  }),
  breaks('8.5.2.1.1-g', {
    word: 'doubled',
    title: 'It delivers chat messages to an account twice.',
    fault: () => twiceToAccounts('chat'),
  }),
  breaks('8.5.2.1.1-g', {
    word: 'also-kept',
    title: 'It keeps chat messages to an account that it delivers.',
    fault: () => alsoKept(both(ofType('chat'), isToAccount)),
  }),
  breaks('8.5.2.1.1-g', {
    word: 'also-returned',
    title: 'It returns chat messages to an account that it delivers.',
    fault: () =>
      onTheWay(both(ofType('chat'), isToAccount), (stanza) => [stanza, ...returned('service-unavailable')(stanza)]),
  }),
  breaks('8.5.2.1.1-i', {
    word: 'delivered',
    title: 'It delivers groupchat messages for an account.',
    fault: () => rows('groupchat', { 'one-non-negative/bare': 'D', 'several-non-negative/bare': 'A' }),
  }),
  breaks('8.5.2.1.1-i', {
    word: 'returned-and-delivered',
    title: 'It returns groupchat messages for an account, and delivers them all the same.',
    fault: () => copied(both(ofType('groupchat'), isToAccount), () => true),
  }),
  breaks('8.5.2.1.1-m', {
    word: 'also-kept',
    title: 'It keeps headlines that it delivers.',
    fault: () => alsoKept(both(ofType('headline'), isToAccount)),
  }),
  breaks('8.5.2.1.1-n', {
    word: 'doubled',
    title: 'It delivers headlines to several resources twice.',
    fault: () => twiceToAccounts('headline'),
  }),
  breaks('8.5.2.1.1-p', {
    word: 'copied-to-negative',
    title: 'It delivers messages for an account to resources of negative priority, too.',
    fault: () => copied(both(isNotError, isToAccount), isNegative),
  }),
  breaks('8.5.2.1.1-p', {
    word: 'only-to-negative',
    title: 'It delivers chat messages to a resource of negative priority where there is no other.',
    fault: () => rows('chat', { 'negative-only/bare': 'D' }),
  }),
  breaks('8.5.2.1.1-p', {
    word: 'kept-to-negative',
    title: 'It delivers what was kept to the next resource, whatever its priority.',
    fault: () =>
      fromClient(
        (stanza) => isPresence(stanza, 'available') && stanza.attrs['to'] === undefined,
        (stanza, { resource }) => {
          if (Number(childText(stanza, 'priority') ?? 0) < 0) deliverOffline(resource);
          return [stanza];
        },
      ),
  }),
  breaks('8.5.2.1.1-q', {
    word: 'delivered',
    title: 'It delivers normal messages to a resource of negative priority where there is no other.',
    fault: () => rows('normal', { 'negative-only/bare': 'D' }),
  }),
  breaks('8.5.2.2.1-a', {
    word: 'kept-after-delivery',
    title: 'It delivers what was kept at every login.',
    fault: () =>
      toClient(isKept, (stanza, { resource }) => {
        resource.account.offline.push(stanza);
        return [stanza];
      }),
  }),
  breaks('8.5.2.2.1-a', {
    word: 'kept-and-returned',
    title: 'It returns messages that it keeps.',
    fault: () =>
      onTheWay(both(isNotError, isToOffline), (stanza) => [stanza, ...returned('service-unavailable')(stanza)]),
  }),
  breaks('8.5.2.2.1-a', {
    word: 'last-only',
    title: 'It keeps no more than one message.',
    fault: () =>
      onTheWay(both(isNotError, isToOffline), (stanza, server) => {
        accountOf(stanza, server)?.offline.splice(0);
        return [stanza];
      }),
  }),
  breaks('8.5.2.2.1-a', {
    word: 'type-not-kept',
    title: 'It makes normal messages of chat messages that it keeps.',
    fault: () => toClient((stanza) => isKept(stanza) && stanza.attrs['type'] === 'chat', altered({ type: undefined })),
  }),
  breaks('8.5.3.1-d', {
    word: 'doubled',
    title: 'It delivers messages for a resource twice.',
    fault: () => toClient((stanza, { resource }) => isMessage(stanza) && stanza.attrs['to'] === resource.jid, doubled),
  }),
  breaks('8.5.3.1-d', {
    word: 'copied',
    title: 'It delivers messages for a resource to the others, too.',
    fault: () => copied(both(isMessage, isToMatch), () => true),
  }),
  breaks('8.5.3.1-d', {
    word: 'negative-lost',
    title: 'It drops messages for a resource of negative priority.',
    fault: () => onTheWay((stanza, server) => isMessage(stanza) && (matchOf(stanza, server)?.priority ?? 0) < 0, lost),
  }),
  breaks('8.5.3.1-d', {
    word: 'unavailable-lost',
    title: 'It drops messages for a resource that is not available.',
    fault: () =>
      onTheWay(
        (stanza, server) => isMessage(stanza) && isToMatch(stanza, server) && !matchOf(stanza, server)?.presence,
        lost,
      ),
  }),
  breaks('8.5.3.1-d', {
    word: 'errors-lost',
    title: 'It drops message errors for a resource.',
    fault: () => onTheWay(both(ofType('error'), isToMatch), lost),
  }),
  breaks('8.5.4-b', {
    word: 'copied-to-all',
    title: 'It delivers chat messages for an account to all of its resources, whether they want that or not.',
    fault: () => rows('chat', { 'several-non-negative/bare': 'A' }),
  }),
];
