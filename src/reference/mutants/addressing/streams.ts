// RFC 6120 10.1 and 10.4, RFC 6121 3.1.2, 4.2 to 4.5: what a server must do when the streams to another server break and return, or
// when it has restarted. Only two servers show it.

import type { XmlElement } from '../../../model/xml.ts';
import { elements, NS } from '../../../stanza/xml.ts';
import { sendAbroad } from '../../bounce.ts';
import type { Fault } from '../../fault.ts';
import type { Departing, FaultHooks } from '../../server-state.ts';
import { errorOf } from '../../stanza.ts';
import {
  breaks,
  fromRemote,
  type Mutant,
  onRoute,
  type RoutePredicate,
  type RouteRewrite,
  toRemote,
  withHooks,
} from '../kit/mutant.ts';
import { isToAccount, isToBareJid } from '../kit/recipients.ts';
import {
  drop,
  duplicate,
  isIq,
  isIqAnswer,
  isMessage,
  isPresence,
  isSubscribe,
  mapChildren,
  setAttributes,
  withBareFrom,
  withBareTo,
} from '../kit/rewrites.ts';

/** Breaks a requirement in a pair. */
const inPair = (...[name, title, fault, more]: Parameters<typeof breaks>): Mutant =>
  breaks(name, title, fault, { ...more, needsPeer: true });

const afterWait = (hook: NonNullable<FaultHooks['afterWait']>): Fault => withHooks({ afterWait: hook });

/** Loses some of the stanzas that cannot be sent. */
const loseUnsent = (isLost: (stanza: XmlElement) => boolean): Fault =>
  afterWait((waiting, failure) => (failure === undefined ? waiting : waiting.filter(({ stanza }) => !isLost(stanza))));

/** Drops stanzas to another server from the moment when a stream to it has failed, or was opened for the second time. */
function dropFrom(moment: 'failure' | 'return', isDropped: (stanza: XmlElement) => boolean): Fault {
  let streams = 0;
  let hasFailed = false;
  const isOver = () => (moment === 'failure' ? hasFailed : streams > 1);
  return withHooks({
    afterWait: (waiting, failure) => {
      hasFailed ||= failure !== undefined;
      if (failure === undefined) streams += 1;
      return waiting;
    },
    toRemote: (stanza) => (isOver() && isDropped(stanza) ? [] : [stanza]),
  });
}

/** Drops stanzas from another server once a second stream to it was opened. */
function dropInbound(isDropped: (stanza: XmlElement) => boolean): Fault {
  let streams = 0;
  return withHooks({
    afterWait: (waiting, failure) => {
      if (failure === undefined) streams += 1;
      return waiting;
    },
    fromRemote: (stanza) => (streams > 1 && isDropped(stanza) ? [] : [stanza]),
  });
}

const first = (waiting: readonly Departing[]): readonly Departing[] => waiting.slice(0, 1);

export const streamMutants: readonly Mutant[] = [
  inPair('rfc6120-10.4.3-c/unsent-lost', 'It drops stanzas that wait for a stream which cannot be had.', () =>
    loseUnsent(() => true),
  ),
  inPair('rfc6120-10.4.3-c/queue-lost', 'It sends only the first of the stanzas that wait for a stream.', () =>
    afterWait((waiting, failure) => (failure === undefined ? first(waiting) : waiting)),
  ),
  inPair(
    'rfc6120-10.1-a/queue-reversed',
    'It sends the stanzas that wait for a stream in reverse order.',
    () => afterWait((waiting) => waiting.toReversed()),
    { nearest: ['rfc6121/8.3/stream-returns', 'rfc6121/8.3/stream-from-contact-returns'] },
  ),
  inPair(
    'rfc6120-10.4-a/never-again',
    'It returns all stanzas to another server once the stream to it has ended.',
    () => withHooks({ opensAgain: () => false }),
  ),
  inPair('3.1.2-g/unsent-lost', 'It drops subscription requests to a server that it cannot reach.', () =>
    loseUnsent((stanza) => isPresence(stanza, 'subscribe')),
  ),
  inPair(
    '4.2.2-c/never-again',
    'It sends no probes to a server that it once could not reach.',
    () => dropFrom('failure', (stanza) => isPresence(stanza, 'probe')),
    { nearest: ['rfc6121/4.3/shown-after-outage'] },
  ),
  inPair(
    '4.4.2-a/not-after-a-break',
    'It sends no available presence to a server once the stream to it has broken.',
    () => dropFrom('return', (stanza) => isPresence(stanza, 'available')),
    { nearest: ['rfc6121/4.4.2/after-cut', 'rfc6121/4.4.3/after-cut'] },
  ),
  inPair(
    '4.5.2-b/not-after-a-break',
    'It sends no unavailable presence to a server once the stream to it has broken.',
    () => dropFrom('return', (stanza) => isPresence(stanza, 'unavailable')),
    { nearest: ['rfc6121/4.4.2/after-cut', 'rfc6121/4.4.3/after-cut'] },
  ),
  inPair(
    '4.4.3-a/not-after-a-break',
    'It delivers no available presence from a server once the streams between the two have broken.',
    () => dropInbound((stanza) => isPresence(stanza, 'available')),
    { nearest: ['rfc6121/4.4.3/after-cut'] },
  ),
  inPair(
    '4.5.3-a/not-after-a-break',
    'It delivers no unavailable presence from a server once the streams between the two have broken.',
    () => dropInbound((stanza) => isPresence(stanza, 'unavailable')),
    { nearest: ['rfc6121/4.4.3/after-cut'] },
  ),
  inPair(
    '4.2.2-a/forgotten-at-restart',
    'It has forgotten all rosters after a restart.',
    () =>
      withHooks({
        afterRestart: ({ accounts }) => {
          for (const { roster } of accounts.values()) roster.items.clear();
        },
      }),
    { nearest: ['rfc6121/4.3/user-server-restarted', 'rfc6121/4.3/contact-server-restarted'] },
  ),
];

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
