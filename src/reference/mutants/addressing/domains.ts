// RFC 6120 10.4 and 10.5, RFC 6121 8.3 and 8.4: stanzas to other domains, to services, and to the server itself.

import type { XmlElement, XmlNode } from '../../../model/xml.ts';
import { child, NS } from '../../../stanza/xml.ts';
import type { Fault } from '../../fault.ts';
import { availableResources } from '../../lookup.ts';
import { errorOf, stamp } from '../../stanza.ts';
import { and, breaks, type Mutant, onRoute, type RouteRewrite, toClient, toRemote, withHooks } from '../kit/mutant.ts';
import { isIq, isIqRequest, isMessage, isPresence, isUnknownRequest } from '../kit/predicates.ts';
import {
  isToMissingAccount,
  isToServer,
  isToServerResource,
  isToUnknownDomain,
  recipientJid,
} from '../kit/recipients.ts';
import { asError, drop, withCondition } from '../kit/rewrites.ts';

type StanzaPredicate = (stanza: XmlElement) => boolean;

const isAnswerable: StanzaPredicate = ({ name, attrs }) =>
  !['error', 'result', 'unavailable'].includes(attrs['type'] ?? name);

const onUnknownDomain = (matches: StanzaPredicate, rewrite: (stanza: XmlElement) => readonly XmlElement[]): Fault =>
  onRoute((stanza, server) => matches(stanza) && isAnswerable(stanza) && isToUnknownDomain(stanza, server), rewrite);

/** A fault in the routing of stanzas to the remote domain. */
const onRemoteDomain = (matches: StanzaPredicate, rewrite: RouteRewrite): Fault =>
  onRoute((stanza, server) => matches(stanza) && recipientJid(stanza)?.domain === server.remote?.domain, rewrite);

/** A fault in the answers to unknown requests to the server, from clients and from the remote domain. */
function answerUnknownRequests(answer: (iq: XmlElement) => readonly XmlElement[]): Fault {
  const matches = and(isUnknownRequest, isToServer);
  return withHooks({
    fromClient: (stanza, { server, resource }) => {
      if (!matches(stanza, server)) return [stanza];
      for (const answered of answer(stamp(stanza, { from: resource.jid }))) resource.send(answered);
      return [];
    },
    route: (stanza, server) => (matches(stanza, server) ? answer(stanza) : [stanza]),
  });
}

/** Delivers the stanza to all resources that have the name of the addressed one. */
const deliverToNamesakes: RouteRewrite = (stanza, { accounts }) => {
  const name = recipientJid(stanza)?.resource ?? '';
  for (const { resources } of accounts.values()) resources.get(name)?.send(stanza);
  return [];
};

/** A fault: a stanza to the server is delivered to every available resource. */
const deliverToAll = (matches: StanzaPredicate): Fault =>
  onRoute(
    (stanza, server) => matches(stanza) && isToServer(stanza, server),
    (stanza, { accounts }) => {
      for (const resource of [...accounts.values()].flatMap(availableResources)) resource.send(stanza);
      return [];
    },
  );

/** A fault in the routing of stanzas to a resource of the server itself: a domain with a resource. */
const onServerResource = (matches: StanzaPredicate, rewrite: RouteRewrite): Fault =>
  onRoute((stanza, server) => matches(stanza) && isToServerResource(stanza, server), rewrite);

/** What the server forwards: a stanza for an account that it does not have, to the same local part of the remote domain. */
const forward: RouteRewrite = (stanza, { domain, remote }) => [
  stamp(stanza, { to: stanza.attrs['to']?.replace(`@${domain}`, `@${remote?.domain}`) }),
];
const forwardMissing = (matches: StanzaPredicate): Fault =>
  onRoute((stanza, server) => matches(stanza) && isToMissingAccount(stanza, server), forward);

const isTimeout = (stanza: XmlElement): boolean => child(stanza, 'error')?.children.some(isTimeoutCondition) ?? false;
const isTimeoutCondition = (node: XmlNode): boolean =>
  typeof node !== 'string' && node.name === 'remote-server-timeout';

export const domainMutants: readonly Mutant[] = [
  breaks('rfc6120-10.4.3-c', {
    slug: 'message-lost',
    title: 'It drops a message to an unknown domain.',
    fault: () => onUnknownDomain(isMessage, drop),
  }),
  breaks('rfc6120-10.4.3-c', {
    slug: 'request-lost',
    title: 'It drops an IQ request to an unknown domain.',
    fault: () => onUnknownDomain(isIqRequest, drop),
  }),
  breaks('rfc6120-10.4.3-c', {
    slug: 'presence-lost',
    title: 'It drops presence to an unknown domain.',
    fault: () => onUnknownDomain(isPresence, drop),
  }),
  breaks('rfc6120-10.4.3-b', {
    slug: 'another-condition',
    title: 'It answers stanzas to a server that never answers with <remote-server-not-found/>.',
    needsPeer: true,
    fault: () => toClient(isTimeout, (stanza) => [withCondition(stanza, 'remote-server-not-found', 'cancel')]),
  }),
  breaks('rfc6120-10.4.3-a', {
    slug: 'another-condition',
    title: 'It answers stanzas to an unknown domain with <item-not-found/>.',
    fault: () => onUnknownDomain(() => true, asError('item-not-found')),
  }),
  breaks('rfc6120-8.3.1-b', {
    slug: 'unknown-domain-from-the-server',
    title: 'It answers stanzas to an unknown domain with its own domain as "from".',
    fault: () =>
      onRoute(
        (stanza, server) => isAnswerable(stanza) && isToUnknownDomain(stanza, server),
        (stanza, { domain }) => [stamp(errorOf(stanza, 'remote-server-not-found'), { from: domain })],
      ),
  }),
  breaks('rfc6120-10.5-a', {
    slug: 'message-lost',
    title: 'It does not deliver messages to a service.',
    fault: () => onRemoteDomain(isMessage, drop),
  }),
  breaks('rfc6120-10.5-a', {
    slug: 'message-kept-from-accounts',
    title: 'It answers messages to a bare JID of a service with an error.',
    fault: () =>
      onRemoteDomain(
        (stanza) => isMessage(stanza) && recipientJid(stanza)?.resource === '',
        asError('service-unavailable'),
      ),
  }),
  breaks('rfc6120-10.5-a', {
    slug: 'known-answered',
    title: 'It answers known IQ requests to a service itself.',
    fault: () =>
      onRemoteDomain(
        (stanza) => isIq(stanza, 'get', NS.version),
        (stanza) => [stamp(stanza, { type: 'result', from: stanza.attrs['to'], to: stanza.attrs['from'] })],
      ),
  }),
  breaks('rfc6120-10.5-a', {
    slug: 'results-lost',
    title: 'It does not deliver IQ results of users to a service.',
    fault: () =>
      onRemoteDomain((stanza) => isIq(stanza, 'result') && stanza.attrs['from']?.includes('@') === true, drop),
  }),
  breaks('rfc6120-10.5-a', {
    slug: 'presence-lost',
    title: 'It does not deliver directed presence to a service.',
    fault: () => onRemoteDomain((stanza) => isPresence(stanza, 'available') && 'id' in stanza.attrs, drop),
  }),
  breaks('rfc6120-10.5.1-a', {
    slug: 'request-unanswered',
    title: 'It does not answer unknown requests to itself.',
    fault: () => answerUnknownRequests(drop),
  }),
  breaks('rfc6120-10.5.1-a', {
    slug: 'message-to-everybody',
    title: 'It delivers messages to itself to every available resource.',
    fault: () => deliverToAll(isMessage),
  }),
  breaks('rfc6120-10.5.1-a', {
    slug: 'presence-to-everybody',
    title: 'It delivers presence to itself to every available resource.',
    fault: () => deliverToAll(isPresence),
  }),
  breaks('rfc6120-10.5.2-a', {
    slug: 'request-unanswered',
    title: 'It does not answer IQ requests to a resource of the server.',
    fault: () => onServerResource(isIqRequest, drop),
  }),
  breaks('rfc6120-10.5.2-a', {
    slug: 'message-to-such-a-resource',
    title: 'It delivers messages to a resource of the server to every resource of that name.',
    fault: () => onServerResource(isMessage, deliverToNamesakes),
  }),
  breaks('rfc6120-10.5.2-a', {
    slug: 'presence-to-such-a-resource',
    title: 'It delivers presence to a resource of the server to every resource of that name.',
    fault: () => onServerResource(isPresence, deliverToNamesakes),
  }),
  breaks('rfc6120-10.5-b', {
    slug: 'message-forwarded',
    title: 'It forwards messages for a missing account to another domain.',
    fault: () => forwardMissing(isMessage),
  }),
  breaks('rfc6120-10.5-b', {
    slug: 'request-forwarded',
    title: 'It forwards IQ requests for a missing account to another domain.',
    fault: () => forwardMissing(isIqRequest),
  }),
  breaks('rfc6120-10.5-b', {
    slug: 'presence-forwarded',
    title: 'It forwards presence for a missing account to another domain.',
    fault: () => forwardMissing((stanza) => isPresence(stanza, 'available')),
  }),
  breaks('rfc6120-10.4.3-d', {
    slug: 'remote-request-unanswered',
    title: 'It returns no error for an IQ request of another domain.',
    fault: () => toRemote((stanza) => isIq(stanza, 'error'), drop),
  }),
  breaks('rfc6120-10.4.3-d', {
    slug: 'remote-message-unanswered',
    title: 'It returns no error for a message of another domain.',
    fault: () => toRemote((stanza) => isMessage(stanza) && stanza.attrs['type'] === 'error', drop),
  }),
];
