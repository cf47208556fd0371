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
  breaks('rfc6120-8.1.1.1-a', {
    slug: 'incoming-to-made-bare',
    title: 'It handles messages of other domains to a full JID as messages to the account.',
    fault: () => fromRemote((stanza) => isMessage(stanza) && !isToBareJid(stanza), withBareTo),
  }),
  breaks('rfc6120-8.1.2.1-a', {
    slug: 'outgoing-from-bare',
    title: 'It stamps messages to other domains with the bare JID of their sender.',
    fault: () => toRemote(isMessage, withBareFrom),
  }),
  breaks('rfc6120-8.1.2.1-a', {
    slug: 'outgoing-presence-from-bare',
    title: 'It stamps presence to other domains with the bare JID of its sender.',
    fault: () => toRemote((stanza) => isPresence(stanza, 'available'), withBareFrom),
  }),
  breaks('rfc6120-8.2.3-a', {
    slug: 'outgoing-twice',
    title: 'It refuses IQ requests of other domains twice.',
    fault: () => toRemote(isRefusal, duplicate),
  }),
  breaks('rfc6120-8.2.3-a', {
    slug: 'outgoing-lost',
    title: 'It does not send errors for IQ requests to other domains.',
    fault: () => toRemote(isRefusal, drop),
  }),
  breaks('rfc6120-8.2.3-b', {
    slug: 'incoming-answered',
    title: 'It answers IQ results and errors of other domains for an account with an error.',
    fault: () =>
      fromRemote(
        (stanza, server) => isIqAnswer(stanza) && isToAccount(stanza, server),
        (stanza, server) => {
          sendAbroad(server, errorOf(stanza, 'service-unavailable'));
          return [];
        },
      ),
  }),
  breaks('rfc6120-8.4-a', {
    slug: 'outgoing-stripped',
    title: 'It removes extensions from messages to other domains.',
    fault: () => toRemote(isMessage, withoutExtensions),
  }),
  breaks('rfc6120-8.4-a', {
    slug: 'incoming-stripped',
    title: 'It removes extensions from messages of other domains.',
    fault: () => fromRemote(isMessage, withoutExtensions),
  }),
  breaks('rfc6120-8.4-a', {
    slug: 'outgoing-language-lost',
    title: 'It removes the language from messages to other domains.',
    nearest: ['rfc6121/5.2.3/bodies'],
    fault: () => toRemote(isMessage, setAttributes({ 'xml:lang': undefined })),
  }),
  breaks('rfc6120-8.1.5-a', {
    slug: 'incoming-language-lost',
    title: 'It removes the language from messages of other domains.',
    fault: () => fromRemote(isMessage, setAttributes({ 'xml:lang': undefined })),
  }),
  breaks('rfc6120-8.1.5-a', {
    slug: 'language-of-requests-changed',
    title: 'It gives subscription requests another language.',
    fault: () => onRoute(isSubscribe, setAttributes({ 'xml:lang': 'la' })),
  }),
  breaks('5.2.5-h', {
    slug: 'outgoing-lost',
    title: 'It removes threads from messages to other domains.',
    fault: () =>
      toRemote(isMessage, (stanza) => [mapChildren(stanza, (child) => (child.name === 'thread' ? [] : [child]))]),
  }),
  breaks('8.5.3.1-c', {
    slug: 'incoming-lost',
    title: 'It drops IQ answers of other domains.',
    fault: () => fromRemote(isIqAnswer, drop),
  }),
  breaks('8.5.3.1-d', {
    slug: 'incoming-errors-lost',
    title: 'It drops message errors of other domains.',
    fault: () => fromRemote((stanza) => isMessage(stanza) && stanza.attrs['type'] === 'error', drop),
  }),
];
