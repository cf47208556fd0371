// Faults in stanzas from and to the remote domain only.

import { elements, NS } from '../../../stanza/xml.ts';
import { sendAbroad } from '../../bounce.ts';
import { errorOf } from '../../stanza.ts';
import {
  breaks,
  fromRemote,
  type Mutant,
  onRoute,
  type RoutePredicate,
  type RouteRewrite,
  toRemote,
} from '../kit/mutant.ts';
import { isIq, isIqAnswer, isMessage, isPresence, isSubscribe } from '../kit/predicates.ts';
import { isToAccount, isToBareJid } from '../kit/recipients.ts';
import { drop, duplicate, mapChildren, setAttributes, withBareFrom, withBareTo } from '../kit/rewrites.ts';

const withoutExtensions: RouteRewrite = (stanza) => [
  mapChildren(stanza, (child) => (child.ns === NS.client ? [child] : [])),
];

const isRefusal: RoutePredicate = (stanza) => isIq(stanza, 'error') && elements(stanza).length === 1;

export const remoteTrafficMutants: readonly Mutant[] = [
  breaks(
    'rfc6120-8.1.1.1-a/incoming-to-made-bare',
    'It handles messages of other domains to a full JID as messages to the account.',
    () => fromRemote((stanza) => isMessage(stanza) && !isToBareJid(stanza), withBareTo),
  ),
  breaks(
    'rfc6120-8.1.2.1-a/outgoing-from-bare',
    'It stamps messages to other domains with the bare JID of their sender.',
    () => toRemote(isMessage, withBareFrom),
  ),
  breaks(
    'rfc6120-8.1.2.1-a/outgoing-presence-from-bare',
    'It stamps presence to other domains with the bare JID of its sender.',
    () => toRemote((stanza) => isPresence(stanza, 'available'), withBareFrom),
  ),
  breaks('rfc6120-8.2.3-a/outgoing-twice', 'It refuses IQ requests of other domains twice.', () =>
    toRemote(isRefusal, duplicate),
  ),
  breaks('rfc6120-8.2.3-a/outgoing-lost', 'It does not send errors for IQ requests to other domains.', () =>
    toRemote(isRefusal, drop),
  ),
  breaks(
    'rfc6120-8.2.3-b/incoming-answered',
    'It answers IQ results and errors of other domains for an account with an error.',
    () =>
      fromRemote(
        (stanza, server) => isIqAnswer(stanza) && isToAccount(stanza, server),
        (stanza, server) => {
          sendAbroad(server, errorOf(stanza, 'service-unavailable'));
          return [];
        },
      ),
  ),
  breaks('rfc6120-8.4-a/outgoing-stripped', 'It removes extensions from messages to other domains.', () =>
    toRemote(isMessage, withoutExtensions),
  ),
  breaks('rfc6120-8.4-a/incoming-stripped', 'It removes extensions from messages of other domains.', () =>
    fromRemote(isMessage, withoutExtensions),
  ),
  breaks(
    'rfc6120-8.4-a/outgoing-language-lost',
    'It removes the language from messages to other domains.',
    () => toRemote(isMessage, setAttributes({ 'xml:lang': undefined })),
    { nearest: ['rfc6121/5.2.3/bodies'] },
  ),
  breaks('rfc6120-8.1.5-a/incoming-language-lost', 'It removes the language from messages of other domains.', () =>
    fromRemote(isMessage, setAttributes({ 'xml:lang': undefined })),
  ),
  breaks('rfc6120-8.1.5-a/language-of-requests-changed', 'It gives subscription requests another language.', () =>
    onRoute(isSubscribe, setAttributes({ 'xml:lang': 'la' })),
  ),
  breaks('5.2.5-h/outgoing-lost', 'It removes threads from messages to other domains.', () =>
    toRemote(isMessage, (stanza) => [mapChildren(stanza, (child) => (child.name === 'thread' ? [] : [child]))]),
  ),
  breaks('8.5.3.1-c/incoming-lost', 'It drops IQ answers of other domains.', () => fromRemote(isIqAnswer, drop)),
  breaks('8.5.3.1-d/incoming-errors-lost', 'It drops message errors of other domains.', () =>
    fromRemote((stanza) => isMessage(stanza) && stanza.attrs['type'] === 'error', drop),
  ),
];
