// What goes wrong only between the server and a remote domain, on the way out or in.

import { elements, NS } from '../../../stanza/xml.ts';
import type { Fault } from '../../fault.ts';
import { errorOf, stamp } from '../../stanza.ts';
import type { RoutePredicate, RouteRewrite } from '../kit/hooks.ts';
import { withHooks } from '../kit/hooks.ts';
import type { Mutant } from '../kit/mutant.ts';
import { breaks } from '../kit/mutant.ts';
import { isIq, isIqAnswer, isMessage, isPresence } from '../kit/predicates.ts';
import { bareJidOf, isToAccount, isToBareJid } from '../kit/recipients.ts';
import { drop, duplicate, mapChildren, setAttributes } from '../kit/rewrites.ts';

/** What goes out becomes something else. */
const outgoing = (matches: RoutePredicate, rewrite: RouteRewrite): Fault =>
  withHooks({ toRemote: (stanza, server) => (matches(stanza, server) ? rewrite(stanza, server) : [stanza]) });

/** What comes in becomes something else. */
const incoming = (matches: RoutePredicate, rewrite: RouteRewrite): Fault =>
  withHooks({ fromRemote: (stanza, server) => (matches(stanza, server) ? rewrite(stanza, server) : [stanza]) });

const fromBare: RouteRewrite = (stanza) => [stamp(stanza, { from: bareJidOf(stanza.attrs['from']) })];
const toBare: RouteRewrite = (stanza) => [stamp(stanza, { to: bareJidOf(stanza.attrs['to']) })];

const withoutExtensions: RouteRewrite = (stanza) => [
  mapChildren(stanza, (child) => (child.ns === NS.client ? [child] : [])),
];

const isRefusal: RoutePredicate = (stanza) => isIq(stanza, 'error') && elements(stanza).length === 1;

export const remoteTrafficMutants: readonly Mutant[] = [
  breaks('rfc6120-8.1.1.1-a', {
    slug: 'incoming-to-made-bare',
    title: 'It takes messages of other domains for messages to the account.',
    fault: () => incoming((stanza) => isMessage(stanza) && !isToBareJid(stanza), toBare),
  }),
  breaks('rfc6120-8.1.2.1-a', {
    slug: 'outgoing-from-bare',
    title: 'It stamps messages to other domains with the bare JID of their sender.',
    fault: () => outgoing(isMessage, fromBare),
  }),
  breaks('rfc6120-8.1.2.1-a', {
    slug: 'outgoing-presence-from-bare',
    title: 'It stamps presence to other domains with the bare JID of its sender.',
    fault: () => outgoing((stanza) => isPresence(stanza, 'available'), fromBare),
  }),
  breaks('rfc6120-8.2.3-a', {
    slug: 'outgoing-twice',
    title: 'It refuses IQ requests of other domains twice.',
    fault: () => outgoing(isRefusal, duplicate),
  }),
  breaks('rfc6120-8.2.3-a', {
    slug: 'outgoing-lost',
    title: 'It does not tell other domains that it refuses an IQ request.',
    fault: () => outgoing(isRefusal, drop),
  }),
  breaks('rfc6120-8.2.3-b', {
    slug: 'incoming-answered',
    title: 'It answers IQ results and errors of other domains for an account with an error.',
    fault: () =>
      incoming(
        (stanza, server) => isIqAnswer(stanza) && isToAccount(stanza, server),
        (stanza, server) => {
          server.remote?.send?.(errorOf(stanza, 'service-unavailable'));
          return [];
        },
      ),
  }),
  breaks('rfc6120-8.4-a', {
    slug: 'outgoing-stripped',
    title: 'It takes extensions from messages to other domains.',
    fault: () => outgoing(isMessage, withoutExtensions),
  }),
  breaks('rfc6120-8.4-a', {
    slug: 'incoming-stripped',
    title: 'It takes extensions from messages of other domains.',
    fault: () => incoming(isMessage, withoutExtensions),
  }),
  breaks('5.2.3-b', {
    slug: 'outgoing-language-lost',
    title: 'It takes the language from messages to other domains.',
    fault: () => outgoing(isMessage, setAttributes({ 'xml:lang': undefined })),
  }),
  breaks('5.2.5-h', {
    slug: 'outgoing-lost',
    title: 'It takes threads from messages to other domains.',
    fault: () =>
      outgoing(isMessage, (stanza) => [mapChildren(stanza, (child) => (child.name === 'thread' ? [] : [child]))]),
  }),
  breaks('8.5.3.1-c', {
    slug: 'incoming-lost',
    title: 'It drops IQ answers of other domains.',
    fault: () => incoming(isIqAnswer, drop),
  }),
  breaks('8.5.3.1-d', {
    slug: 'incoming-errors-lost',
    title: 'It drops message errors of other domains.',
    fault: () => incoming((stanza) => isMessage(stanza) && stanza.attrs['type'] === 'error', drop),
  }),
];
