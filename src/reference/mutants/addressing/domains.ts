// RFC 6120 10.4 and 10.5, RFC 6121 8.3 and 8.4: stanzas to other domains, to services, and to the server itself.

import type { XmlElement, XmlNode } from '../../../model/xml.ts';
import { child, NS } from '../../../stanza/xml.ts';
import { availableResources } from '../../availability.ts';
import type { Fault } from '../../fault.ts';
import { errorOf, stamp } from '../../stanza.ts';
import { and, breaks, type Mutant, onRoute, type RouteRewrite, toClient, toRemote, withHooks } from '../kit/mutant.ts';
import {
  isToMissingAccount,
  isToServer,
  isToServerResource,
  isToUnknownDomain,
  recipientJid,
} from '../kit/recipients.ts';
import {
  asError,
  drop,
  isIq,
  isIqRequest,
  isMessage,
  isPresence,
  isUnknownRequest,
  withCondition,
} from '../kit/rewrites.ts';

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
  breaks('rfc6120-10.4.3-c/message-lost', 'It drops a message to an unknown domain.', () =>
    onUnknownDomain(isMessage, drop),
  ),
  breaks('rfc6120-10.4.3-c/request-lost', 'It drops an IQ request to an unknown domain.', () =>
    onUnknownDomain(isIqRequest, drop),
  ),
  breaks('rfc6120-10.4.3-c/presence-lost', 'It drops presence to an unknown domain.', () =>
    onUnknownDomain(isPresence, drop),
  ),
  breaks(
    'rfc6120-10.4.3-b/another-condition',
    'It answers stanzas to a server that never answers with <remote-server-not-found/>.',
    () => toClient(isTimeout, (stanza) => [withCondition(stanza, 'remote-server-not-found', 'cancel')]),
    { needsPeer: true },
  ),
  breaks('rfc6120-10.4.3-a/another-condition', 'It answers stanzas to an unknown domain with <item-not-found/>.', () =>
    onUnknownDomain(() => true, asError('item-not-found')),
  ),
  breaks(
    'rfc6120-8.3.1-b/unknown-domain-from-the-server',
    'It answers stanzas to an unknown domain with its own domain as "from".',
    () =>
      onRoute(
        (stanza, server) => isAnswerable(stanza) && isToUnknownDomain(stanza, server),
        (stanza, { domain }) => [stamp(errorOf(stanza, 'remote-server-not-found'), { from: domain })],
      ),
  ),
  breaks('rfc6120-10.5-a/message-lost', 'It does not deliver messages to a service.', () =>
    onRemoteDomain(isMessage, drop),
  ),
  breaks(
    'rfc6120-10.5-a/message-kept-from-accounts',
    'It answers messages to a bare JID of a service with an error.',
    () =>
      onRemoteDomain(
        (stanza) => isMessage(stanza) && recipientJid(stanza)?.resource === '',
        asError('service-unavailable'),
      ),
  ),
  breaks('rfc6120-10.5-a/known-answered', 'It answers known IQ requests to a service itself.', () =>
    onRemoteDomain(
      (stanza) => isIq(stanza, 'get', NS.version),
      (stanza) => [stamp(stanza, { type: 'result', from: stanza.attrs['to'], to: stanza.attrs['from'] })],
    ),
  ),
  breaks('rfc6120-10.5-a/results-lost', 'It does not deliver IQ results of users to a service.', () =>
    onRemoteDomain((stanza) => isIq(stanza, 'result') && stanza.attrs['from']?.includes('@') === true, drop),
  ),
  breaks('rfc6120-10.5-a/presence-lost', 'It does not deliver directed presence to a service.', () =>
    onRemoteDomain((stanza) => isPresence(stanza, 'available') && 'id' in stanza.attrs, drop),
  ),
  breaks('rfc6120-10.5.1-a/request-unanswered', 'It does not answer unknown requests to itself.', () =>
    answerUnknownRequests(drop),
  ),
  breaks('rfc6120-10.5.1-a/message-to-everybody', 'It delivers messages to itself to every available resource.', () =>
    deliverToAll(isMessage),
  ),
  breaks('rfc6120-10.5.1-a/presence-to-everybody', 'It delivers presence to itself to every available resource.', () =>
    deliverToAll(isPresence),
  ),
  breaks('rfc6120-10.5.2-a/request-unanswered', 'It does not answer IQ requests to a resource of the server.', () =>
    onServerResource(isIqRequest, drop),
  ),
  breaks(
    'rfc6120-10.5.2-a/message-to-such-a-resource',
    'It delivers messages to a resource of the server to every resource of that name.',
    () => onServerResource(isMessage, deliverToNamesakes),
  ),
  breaks(
    'rfc6120-10.5.2-a/presence-to-such-a-resource',
    'It delivers presence to a resource of the server to every resource of that name.',
    () => onServerResource(isPresence, deliverToNamesakes),
  ),
  breaks('rfc6120-10.5-b/message-forwarded', 'It forwards messages for a missing account to another domain.', () =>
    forwardMissing(isMessage),
  ),
  breaks('rfc6120-10.5-b/request-forwarded', 'It forwards IQ requests for a missing account to another domain.', () =>
    forwardMissing(isIqRequest),
  ),
  breaks('rfc6120-10.5-b/presence-forwarded', 'It forwards presence for a missing account to another domain.', () =>
    forwardMissing((stanza) => isPresence(stanza, 'available')),
  ),
  breaks('rfc6120-10.4.3-d/remote-request-unanswered', 'It returns no error for an IQ request of another domain.', () =>
    toRemote((stanza) => isIq(stanza, 'error'), drop),
  ),
  breaks('rfc6120-10.4.3-d/remote-message-unanswered', 'It returns no error for a message of another domain.', () =>
    toRemote((stanza) => isMessage(stanza) && stanza.attrs['type'] === 'error', drop),
  ),
];
