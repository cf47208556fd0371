// RFC 6121 6, 8.5.3.1 and 8.5.3.2.3, RFC 6120 8.2.3: IQs to resources, and answers.

import type { XmlElement } from '../../../model/xml.ts';
import { NS } from '../../../stanza/xml.ts';
import type { Fault } from '../../fault.ts';
import { availableResources } from '../../lookup.ts';
import type { ServerState } from '../../server-state.ts';
import { errorOf, resultOf, stamp } from '../../stanza.ts';
import {
  breaks,
  doubled,
  inOtherWords,
  isIq,
  isIqAnswer,
  isIqRequest,
  lost,
  onTheWay,
  returned,
  tampered,
  toClient,
  withChildren,
} from '../kit/kit.ts';
import type { Mutant } from '../kit/mutant.ts';
import type { Becomes, Fits } from '../kit/whom.ts';
import {
  accountOf,
  availableFor,
  isToAccount,
  isToMatch,
  isToNobody,
  isToServer,
  isToUnmatched,
  matchOf,
} from '../kit/whom.ts';

const requests = (fits: Fits, become: Becomes): Fault =>
  onTheWay((stanza, server) => isIqRequest(stanza) && fits(stanza, server), become);

const answers = (fits: Fits, become: Becomes): Fault =>
  onTheWay((stanza, server) => isIqAnswer(stanza) && fits(stanza, server), become);

/** It reaches the resource that it names, whoever sends it. */
function delivered(stanza: XmlElement, server: ServerState): readonly XmlElement[] {
  matchOf(stanza, server)?.send(stanza);
  return [];
}

/** It reaches another available resource than the one that it names. */
function misdelivered(stanza: XmlElement, server: ServerState): readonly XmlElement[] {
  const match = matchOf(stanza, server);
  availableFor(stanza, server)
    .find((resource) => resource !== match)
    ?.send(stanza);
  return [];
}

const isToUnavailable: Fits = (stanza, server) => matchOf(stanza, server)?.presence === undefined;

/** Answers that the server makes itself, to requests that it refuses. */
const isRefusal = (stanza: XmlElement): boolean => isIq(stanza, 'error') && stanza.attrs['from'] !== undefined;

/** An IQ answer that nobody can get is answered with an error. From clients and from the remote domain alike. */
function answersAnswered(fits: Fits): Fault {
  const isMeant: Fits = (stanza, server) => isIqAnswer(stanza) && fits(stanza, server);
  return tampered({
    fromClient: (stanza, { server, resource }) => {
      if (!isMeant(stanza, server)) return [stanza];
      resource.send(errorOf(stamp(stanza, { from: resource.jid }), 'service-unavailable'));
      return [];
    },
    route: (stanza, server) => (isMeant(stanza, server) ? returned('service-unavailable')(stanza) : [stanza]),
  });
}

const empty = (stanza: XmlElement): readonly XmlElement[] => [
  withChildren(stanza, (child) => [{ ...child, children: [] }]),
];
const ownNames: readonly string[] = Object.values(NS);
const isOfExtension = (stanza: XmlElement): boolean =>
  stanza.children.some((node) => typeof node !== 'string' && !ownNames.includes(node.ns));

export const iqMutants: readonly Mutant[] = [
  breaks('6-a', {
    word: 'unknown-refused',
    title: 'It refuses IQ requests to resources whose payload it does not know.',
    fault: () =>
      requests((stanza, server) => isToMatch(stanza, server) && isOfExtension(stanza), returned('service-unavailable')),
  }),
  breaks('6-a', {
    word: 'known-answered',
    title: 'It answers for a resource what it knows itself.',
    fault: () =>
      requests(
        (stanza, server) => isToMatch(stanza, server) && isIq(stanza, 'get', NS.version),
        (stanza) => [resultOf(stanza)],
      ),
  }),
  breaks('6-a', {
    word: 'payload-emptied',
    title: 'It empties the payload of IQ requests to resources.',
    fault: () => requests(isToMatch, empty),
  }),
  breaks('6-a', {
    word: 'result-emptied',
    title: 'It empties the payload of IQ results to resources.',
    fault: () => onTheWay((stanza, server) => isIq(stanza, 'result') && isToMatch(stanza, server), empty),
  }),
  breaks('rfc6120-8.2.3-a', {
    word: 'refused-twice',
    title: 'It refuses IQ requests twice.',
    fault: () => toClient(isRefusal, doubled),
  }),
  breaks('rfc6120-8.2.3-a', {
    word: 'other-id',
    title: 'It refuses IQ requests under an id of its own.',
    fault: () => toClient(isRefusal, (stanza) => [stamp(stanza, { id: `answer-to-${stanza.attrs['id']}` })]),
  }),
  breaks('rfc6120-8.2.3-a', {
    word: 'sets-unanswered',
    title: 'It does not answer IQ sets that it does not carry out.',
    fault: () => {
      const sets = new Set<string>();
      return tampered({
        fromClient: (stanza) => {
          if (isIq(stanza, 'set')) sets.add(stanza.attrs['id'] ?? '');
          return [stanza];
        },
        toClient: (stanza) => (isRefusal(stanza) && sets.has(stanza.attrs['id'] ?? '') ? [] : [stanza]),
      });
    },
  }),
  breaks('rfc6120-8.2.3-a', {
    word: 'answered-and-delivered',
    title: 'It refuses IQ requests to resources, and delivers them all the same.',
    fault: () =>
      requests(isToMatch, (stanza, server) => {
        matchOf(stanza, server)?.send(stanza);
        return returned('service-unavailable')(stanza);
      }),
  }),
  breaks('rfc6120-8.2.3-b', {
    word: 'to-nobody',
    title: 'It answers an IQ result or error for a missing account with an error.',
    fault: () => answersAnswered(isToNobody),
  }),
  breaks('rfc6120-8.2.3-b', {
    word: 'to-account',
    title: 'It answers an IQ result or error for an account with an error.',
    fault: () => answersAnswered(isToAccount),
  }),
  breaks('rfc6120-8.2.3-b', {
    word: 'to-unmatched',
    title: 'It answers an IQ result or error for an unmatched resource with an error.',
    fault: () => answersAnswered(isToUnmatched),
  }),
  breaks('rfc6120-8.2.3-b', {
    word: 'to-server',
    title: 'It answers an IQ result or error for itself with an error.',
    fault: () => answersAnswered(isToServer),
  }),
  breaks('8.5.3.1-a', {
    word: 'delivered',
    title: 'It delivers IQ requests to resources whose presence their sender may not see.',
    fault: () => requests(isToMatch, delivered),
  }),
  breaks('8.5.3.1-b', {
    word: 'another-condition',
    title: 'It refuses IQ requests of those who may not see the resource with <forbidden/>.',
    fault: () =>
      toClient(
        (stanza) => isIq(stanza, 'error') && stanza.attrs['from']?.includes('/') === true,
        (stanza) => [inOtherWords(stanza, 'forbidden', 'auth')],
      ),
  }),
  breaks('8.5.3.1-c', {
    word: 'available-only',
    title: 'It drops IQ answers to resources that are not available.',
    fault: () => answers((stanza, server) => isToMatch(stanza, server) && isToUnavailable(stanza, server), lost),
  }),
  breaks('8.5.3.1-c', {
    word: 'to-another',
    title: 'It delivers IQ answers to another resource of the account where there is one.',
    fault: () =>
      answers((stanza, server) => isToMatch(stanza, server) && availableFor(stanza, server).length > 1, misdelivered),
  }),
  breaks('8.5.3.1-c', {
    word: 'to-all',
    title: 'It delivers IQ answers to all resources of the account.',
    fault: () =>
      answers(isToMatch, (stanza, server) => {
        const account = accountOf(stanza, server);
        for (const resource of account ? availableResources(account) : []) {
          if (resource !== matchOf(stanza, server)) resource.send(stanza);
        }
        return [stanza];
      }),
  }),
  breaks('8.5.3.1-c', {
    word: 'errors-lost',
    title: 'It drops IQ errors that come from another resource.',
    fault: () => onTheWay((stanza, server) => isIq(stanza, 'error') && isToMatch(stanza, server), lost),
  }),
  breaks('8.5.3.1-c', {
    word: 'unasked-lost',
    title: 'It drops IQ answers that answer nothing.',
    fault: () => {
      const asked = new Set<string>();
      return tampered({
        route: (stanza, server) => {
          const { id = '' } = stanza.attrs;
          if (isIqRequest(stanza)) asked.add(id);
          return isIqAnswer(stanza) && isToMatch(stanza, server) && !asked.has(id) ? [] : [stanza];
        },
      });
    },
  }),
  breaks('8.5.3.2.3-a', {
    word: 'lost',
    title: 'It does not answer IQ requests to unmatched resources.',
    fault: () => requests(isToUnmatched, lost),
  }),
  breaks('8.5.3.2.3-a', {
    word: 'another-condition',
    title: 'It refuses IQ requests to unmatched resources with <item-not-found/>.',
    fault: () => requests(isToUnmatched, returned('item-not-found')),
  }),
  breaks('8.5.3.2.3-a', {
    word: 'to-another',
    title: 'It delivers IQ requests to unmatched resources to another one that is available.',
    fault: () =>
      requests(
        (stanza, server) => isToUnmatched(stanza, server) && availableFor(stanza, server).length > 0,
        misdelivered,
      ),
  }),
  breaks('8.5.3.2.3-a', {
    word: 'shown-to-another',
    title: 'It refuses IQ requests to unmatched resources, and shows them to the others.',
    fault: () =>
      requests(isToUnmatched, (stanza, server) => {
        misdelivered(stanza, server);
        return [stanza];
      }),
  }),
];
