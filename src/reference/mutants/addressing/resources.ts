// RFC 6121 8.5.3: presence that arrives for one resource, there or not.

import { availableResources } from '../../lookup.ts';
import { presence, stamp } from '../../stanza.ts';
import { arriving, isEndOrApproval, isNotice, isProbe, isRequest, isSubscription } from '../kit/arriving.ts';
import { breaks, isPresence, lost, returned } from '../kit/kit.ts';
import type { Mutant } from '../kit/mutant.ts';
import type { Becomes } from '../kit/whom.ts';
import { accountOf, addressOf, availableFor, isToMatch, isToUnmatched, matchOf } from '../kit/whom.ts';

/** As if it had been sent to the account. */
const toAccount: Becomes = (stanza) => [stamp(stanza, { to: addressOf(stanza)?.bare })];

/** The resource that is meant gets it, and nothing else comes of it. */
const toMatchOnly: Becomes = (stanza, server) => {
  matchOf(stanza, server)?.send(stanza);
  return [];
};

const shownToMatch: Becomes = (stanza, server) => {
  matchOf(stanza, server)?.send(stanza);
  return [stanza];
};

const toOthers: Becomes = (stanza, server) => {
  for (const resource of availableFor(stanza, server)) if (resource !== matchOf(stanza, server)) resource.send(stanza);
  return [stanza];
};

const toAvailableOnly: Becomes = (stanza, server) => (matchOf(stanza, server)?.presence ? [stanza] : []);

/** Whoever probes is told what all resources show, or that they are there. */
const everythingTold: Becomes = (stanza, server) => {
  const account = accountOf(stanza, server);
  const to = stanza.attrs['from'];
  const shown = account ? availableResources(account) : [];
  return shown.map((resource) => presence({ from: resource.jid, to }));
};

export const addressingResourceMutants: readonly Mutant[] = [
  breaks('8.5.3.1-e', {
    word: 'available-only',
    title: 'It drops presence for a resource that is not available.',
    fault: () => arriving(isNotice, isToMatch, toAvailableOnly),
  }),
  breaks('8.5.3.1-e', {
    word: 'to-all',
    title: 'It delivers presence for a resource to the others, too.',
    fault: () => arriving(isNotice, isToMatch, toOthers),
  }),
  breaks('8.5.3.1-e', {
    word: 'unavailable-lost',
    title: 'It drops unavailable presence for a resource.',
    fault: () => arriving((stanza) => isPresence(stanza, 'unavailable'), isToMatch, lost),
  }),
  breaks('8.5.3.1-e', {
    word: 'answered',
    title: 'It answers presence for a resource with an error as if it were not there.',
    fault: () => arriving(isNotice, isToMatch, returned('service-unavailable')),
  }),
  breaks('8.5.3.1-f', {
    word: 'lost',
    title: 'It drops subscription presence for a resource.',
    fault: () => arriving(isSubscription, isToMatch, lost),
  }),
  breaks('8.5.3.1-f', {
    word: 'merely-shown',
    title: 'It hands subscription presence to the resource that it is for, and changes no state.',
    fault: () => arriving(isSubscription, isToMatch, toMatchOnly),
  }),
  breaks('8.5.3.1-g', {
    word: 'shown',
    title: 'It answers probes of a resource, and shows them to it.',
    fault: () => arriving(isProbe, isToMatch, shownToMatch),
  }),
  breaks('8.5.3.1-g', {
    word: 'everything-told',
    title: 'It answers a probe of one resource for all of them, whoever asks.',
    fault: () => arriving(isProbe, isToMatch, everythingTold),
  }),
  breaks('8.5.3.1-g', {
    word: 'as-of-the-account',
    title: 'It takes a probe of a resource for one of the account.',
    fault: () => arriving(isProbe, isToMatch, toAccount),
  }),
  breaks('8.5.3.2.2-a', {
    word: 'returned',
    title: 'It returns presence for an unmatched resource.',
    fault: () => arriving(isNotice, isToUnmatched, returned('service-unavailable')),
  }),
  breaks('8.5.3.2.2-a', {
    word: 'to-account',
    title: 'It takes presence for an unmatched resource for presence to the account.',
    fault: () => arriving(isNotice, isToUnmatched, toAccount),
  }),
  breaks('8.5.3.2.2-b', {
    word: 'lost',
    title: 'It drops a subscription request to an unmatched resource.',
    fault: () => arriving(isRequest, isToUnmatched, lost),
  }),
  breaks('8.5.3.2.2-b', {
    word: 'shown-once',
    title: 'It shows a subscription request to an unmatched resource, and does not keep it.',
    fault: () =>
      arriving(isRequest, isToUnmatched, (stanza, server) => {
        for (const resource of availableFor(stanza, server)) resource.send(stanza);
        return [];
      }),
  }),
  breaks('8.5.3.2.2-c', {
    word: 'to-account',
    title: 'It takes what ends or approves a subscription to an unmatched resource for one to the account.',
    fault: () => arriving(isEndOrApproval, isToUnmatched, toAccount),
  }),
  breaks('8.5.3.2.2-c', {
    word: 'returned',
    title: 'It returns what ends or approves a subscription to an unmatched resource.',
    fault: () => arriving(isEndOrApproval, isToUnmatched, returned('service-unavailable')),
  }),
  breaks('8.5.3.2.2-d', {
    word: 'shown',
    title: 'It shows probes of an unmatched resource to the others.',
    fault: () => arriving(isProbe, isToUnmatched, toOthers),
  }),
  breaks('8.5.3.2.2-d', {
    word: 'everything-told',
    title: 'It answers a probe of an unmatched resource for all that are there, whoever asks.',
    fault: () => arriving(isProbe, isToUnmatched, everythingTold),
  }),
  breaks('8.5.3.2.2-d', {
    word: 'returned',
    title: 'It returns a probe of an unmatched resource.',
    fault: () => arriving(isProbe, isToUnmatched, returned('item-not-found')),
  }),
];
