// What goes wrong only between the server and a remote domain, on the way out or in.

import { elements, NS } from '../../../stanza/xml.ts';
import type { Fault } from '../../fault.ts';
import { errorOf, stamp } from '../../stanza.ts';
import {
  altered,
  breaks,
  doubled,
  isIq,
  isIqAnswer,
  isMessage,
  isPresence,
  lost,
  tampered,
  withChildren,
} from '../kit/kit.ts';
import type { Mutant } from '../kit/mutant.ts';
import type { Becomes, Fits } from '../kit/whom.ts';
import { bareOf, isToAccount, isToBare } from '../kit/whom.ts';

/** What goes out becomes something else. */
const outgoing = (fits: Fits, become: Becomes): Fault =>
  tampered({ toRemote: (stanza, server) => (fits(stanza, server) ? become(stanza, server) : [stanza]) });

/** What comes in becomes something else. */
const incoming = (fits: Fits, become: Becomes): Fault =>
  tampered({ fromRemote: (stanza, server) => (fits(stanza, server) ? become(stanza, server) : [stanza]) });

const fromBare: Becomes = (stanza) => [stamp(stanza, { from: bareOf(stanza.attrs['from']) })];
const toBare: Becomes = (stanza) => [stamp(stanza, { to: bareOf(stanza.attrs['to']) })];

const withoutExtensions: Becomes = (stanza) => [
  withChildren(stanza, (child) => (child.ns === NS.client ? [child] : [])),
];

const isRefusal: Fits = (stanza) => isIq(stanza, 'error') && elements(stanza).length === 1;

export const addressingBorderMutants: readonly Mutant[] = [
  breaks('rfc6120-8.1.1.1-a', {
    word: 'incoming-to-made-bare',
    title: 'It takes messages of other domains for messages to the account.',
    fault: () => incoming((stanza) => isMessage(stanza) && !isToBare(stanza), toBare),
  }),
  breaks('rfc6120-8.1.2.1-a', {
    word: 'outgoing-from-bare',
    title: 'It stamps messages to other domains with the bare JID of their sender.',
    fault: () => outgoing(isMessage, fromBare),
  }),
  breaks('rfc6120-8.1.2.1-a', {
    word: 'outgoing-presence-from-bare',
    title: 'It stamps presence to other domains with the bare JID of its sender.',
    fault: () => outgoing((stanza) => isPresence(stanza, 'available'), fromBare),
  }),
  breaks('rfc6120-8.2.3-a', {
    word: 'outgoing-twice',
    title: 'It refuses IQ requests of other domains twice.',
    fault: () => outgoing(isRefusal, doubled),
  }),
  breaks('rfc6120-8.2.3-a', {
    word: 'outgoing-lost',
    title: 'It does not tell other domains that it refuses an IQ request.',
    fault: () => outgoing(isRefusal, lost),
  }),
  breaks('rfc6120-8.2.3-b', {
    word: 'incoming-answered',
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
    word: 'outgoing-stripped',
    title: 'It takes extensions from messages to other domains.',
    fault: () => outgoing(isMessage, withoutExtensions),
  }),
  breaks('rfc6120-8.4-a', {
    word: 'incoming-stripped',
    title: 'It takes extensions from messages of other domains.',
    fault: () => incoming(isMessage, withoutExtensions),
  }),
  breaks('5.2.3-b', {
    word: 'outgoing-language-lost',
    title: 'It takes the language from messages to other domains.',
    fault: () => outgoing(isMessage, altered({ 'xml:lang': undefined })),
  }),
  breaks('5.2.5-h', {
    word: 'outgoing-lost',
    title: 'It takes threads from messages to other domains.',
    fault: () =>
      outgoing(isMessage, (stanza) => [withChildren(stanza, (child) => (child.name === 'thread' ? [] : [child]))]),
  }),
  breaks('8.5.3.1-c', {
    word: 'incoming-lost',
    title: 'It drops IQ answers of other domains.',
    fault: () => incoming(isIqAnswer, lost),
  }),
  breaks('8.5.3.1-d', {
    word: 'incoming-errors-lost',
    title: 'It drops message errors of other domains.',
    fault: () => incoming((stanza) => isMessage(stanza) && stanza.attrs['type'] === 'error', lost),
  }),
];
