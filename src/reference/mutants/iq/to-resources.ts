// RFC 6121 6, 8.5.3.1 and 8.5.3.2.3, RFC 6120 8.2.3: IQs to resources, and answers to IQs.

import type { XmlElement } from '../../../model/xml.ts';
import { NS } from '../../../stanza/xml.ts';
import type { Fault } from '../../fault.ts';
import type { ServerState } from '../../server-state.ts';
import { errorOf, resultOf, stamp } from '../../stanza.ts';
import {
  breaks,
  type Mutant,
  onRoute,
  type RoutePredicate,
  type RouteRewrite,
  toClient,
  withHooks,
} from '../kit/mutant.ts';
import {
  availableRecipients,
  isToAccount,
  isToMatchingResource,
  isToMissingAccount,
  isToServer,
  isToUnmatchedResource,
  matchingResource,
} from '../kit/recipients.ts';
import {
  asError,
  drop,
  duplicate,
  isIq,
  isIqAnswer,
  isIqRequest,
  isRefusal,
  mapChildren,
  withCondition,
} from '../kit/rewrites.ts';

const onRequest = (matches: RoutePredicate, rewrite: RouteRewrite): Fault =>
  onRoute((stanza, server) => isIqRequest(stanza) && matches(stanza, server), rewrite);

const onAnswer = (matches: RoutePredicate, rewrite: RouteRewrite): Fault =>
  onRoute((stanza, server) => isIqAnswer(stanza) && matches(stanza, server), rewrite);

/** Delivers the stanza to the matching resource instead of handling it. */
function deliver(stanza: XmlElement, server: ServerState): readonly XmlElement[] {
  matchingResource(stanza, server)?.send(stanza);
  return [];
}

/** Delivers the stanza to an available resource that does not match instead of handling it. */
function misdeliver(stanza: XmlElement, server: ServerState): readonly XmlElement[] {
  const match = matchingResource(stanza, server);
  availableRecipients(stanza, server)
    .find((resource) => resource !== match)
    ?.send(stanza);
  return [];
}

const isToUnavailable: RoutePredicate = (stanza, server) => matchingResource(stanza, server)?.presence === undefined;

/** A fault: matching IQ answers, from clients and from the remote domain, are answered with an error. */
function answerAnswers(matches: RoutePredicate): Fault {
  const isAnswer: RoutePredicate = (stanza, server) => isIqAnswer(stanza) && matches(stanza, server);
  return withHooks({
    fromClient: (stanza, { server, resource }) => {
      if (!isAnswer(stanza, server)) return [stanza];
      resource.send(errorOf(stamp(stanza, { from: resource.jid }), 'service-unavailable'));
      return [];
    },
    route: (stanza, server) => (isAnswer(stanza, server) ? asError('service-unavailable')(stanza) : [stanza]),
  });
}

const emptyPayload = (stanza: XmlElement): readonly XmlElement[] => [
  mapChildren(stanza, (child) => [{ ...child, children: [] }]),
];
const KNOWN_NAMESPACES: readonly string[] = Object.values(NS);
const hasExtensionPayload = (stanza: XmlElement): boolean =>
  stanza.children.some((node) => typeof node !== 'string' && !KNOWN_NAMESPACES.includes(node.ns));

export const iqToResourceMutants: readonly Mutant[] = [
  breaks('rfc6120-10.5.4-a/unknown-refused', 'It refuses IQ requests with an unknown payload to resources.', () =>
    onRequest(
      (stanza, server) => isToMatchingResource(stanza, server) && hasExtensionPayload(stanza),
      asError('service-unavailable'),
    ),
  ),
  breaks('rfc6120-10.5.4-a/known-answered', 'It answers known IQ requests to resources itself.', () =>
    onRequest(
      (stanza, server) => isToMatchingResource(stanza, server) && isIq(stanza, 'get', NS.version),
      (stanza) => [resultOf(stanza)],
    ),
  ),
  breaks('rfc6120-8.4-a/request-emptied', 'It empties the payload of IQ requests to resources.', () =>
    onRequest(isToMatchingResource, emptyPayload),
  ),
  breaks('rfc6120-8.4-a/result-emptied', 'It empties the payload of IQ results to resources.', () =>
    onRoute((stanza, server) => isIq(stanza, 'result') && isToMatchingResource(stanza, server), emptyPayload),
  ),
  breaks('rfc6120-8.2.3-a/refused-twice', 'It refuses IQ requests twice.', () => toClient(isRefusal, duplicate)),
  breaks('rfc6120-8.2.3-a/other-id', 'It refuses IQ requests with another id.', () =>
    toClient(isRefusal, (stanza) => [stamp(stanza, { id: `answer-to-${stanza.attrs['id']}` })]),
  ),
  breaks('rfc6120-8.2.3-a/sets-unanswered', 'It does not answer IQ sets that it refuses.', () => {
    const sets = new Set<string>();
    return withHooks({
      fromClient: (stanza) => {
        if (isIq(stanza, 'set')) sets.add(stanza.attrs['id'] ?? '');
        return [stanza];
      },
      toClient: (stanza) => (isRefusal(stanza) && sets.has(stanza.attrs['id'] ?? '') ? [] : [stanza]),
    });
  }),
  breaks('rfc6120-8.2.3-a/answered-and-delivered', 'It refuses IQ requests to resources, and also delivers them.', () =>
    onRequest(isToMatchingResource, (stanza, server) => {
      matchingResource(stanza, server)?.send(stanza);
      return asError('service-unavailable')(stanza);
    }),
  ),
  breaks('rfc6120-8.2.3-b/to-nobody', 'It answers an IQ result or error to a missing account with an error.', () =>
    answerAnswers(isToMissingAccount),
  ),
  breaks('rfc6120-8.2.3-b/to-account', 'It answers an IQ result or error to an account with an error.', () =>
    answerAnswers(isToAccount),
  ),
  breaks(
    'rfc6120-8.2.3-b/to-unmatched',
    'It answers an IQ result or error to an unmatched resource with an error.',
    () => answerAnswers(isToUnmatchedResource),
  ),
  breaks('rfc6120-8.2.3-b/to-server', 'It answers an IQ result or error to itself with an error.', () =>
    answerAnswers(isToServer),
  ),
  breaks('8.5.3.1-a/delivered', 'It delivers IQ requests of strangers to resources.', () =>
    onRequest(isToMatchingResource, deliver),
  ),
  breaks('8.5.3.1-b/another-condition', 'It refuses IQ requests of strangers to resources with <forbidden/>.', () =>
    toClient(
      (stanza) => isIq(stanza, 'error') && stanza.attrs['from']?.includes('/') === true,
      (stanza) => [withCondition(stanza, 'forbidden', 'auth')],
    ),
  ),
  breaks('8.5.3.1-c/available-only', 'It drops IQ answers to resources that are not available.', () =>
    onAnswer((stanza, server) => isToMatchingResource(stanza, server) && isToUnavailable(stanza, server), drop),
  ),
  breaks('8.5.3.1-c/to-another', 'It delivers IQ answers to another available resource of the account.', () =>
    onAnswer(
      (stanza, server) => isToMatchingResource(stanza, server) && availableRecipients(stanza, server).length > 1,
      misdeliver,
    ),
  ),
  breaks('8.5.3.1-c/to-all', 'It delivers IQ answers to all resources of the account.', () =>
    onAnswer(isToMatchingResource, (stanza, server) => {
      for (const resource of availableRecipients(stanza, server)) {
        if (resource !== matchingResource(stanza, server)) resource.send(stanza);
      }
      return [stanza];
    }),
  ),
  breaks('8.5.3.1-c/errors-lost', 'It drops IQ errors to resources.', () =>
    onRoute((stanza, server) => isIq(stanza, 'error') && isToMatchingResource(stanza, server), drop),
  ),
  breaks('8.5.3.1-c/unasked-lost', 'It drops IQ answers without a request.', () => {
    const asked = new Set<string>();
    return withHooks({
      route: (stanza, server) => {
        const { id = '' } = stanza.attrs;
        if (isIqRequest(stanza)) asked.add(id);
        return isIqAnswer(stanza) && isToMatchingResource(stanza, server) && !asked.has(id) ? [] : [stanza];
      },
    });
  }),
  breaks('8.5.3.2.3-a/lost', 'It does not answer IQ requests to unmatched resources.', () =>
    onRequest(isToUnmatchedResource, drop),
  ),
  breaks('8.5.3.2.3-a/another-condition', 'It refuses IQ requests to unmatched resources with <item-not-found/>.', () =>
    onRequest(isToUnmatchedResource, asError('item-not-found')),
  ),
  breaks(
    '8.5.3.2.3-a/to-another',
    'It delivers IQ requests for unmatched resources to another available resource.',
    () =>
      onRequest(
        (stanza, server) => isToUnmatchedResource(stanza, server) && availableRecipients(stanza, server).length > 0,
        misdeliver,
      ),
  ),
  breaks(
    '8.5.3.2.3-a/shown-to-another',
    'It refuses IQ requests to unmatched resources, and also delivers them to another one.',
    () =>
      onRequest(isToUnmatchedResource, (stanza, server) => {
        misdeliver(stanza, server);
        return [stanza];
      }),
  ),
];
