// RFC 6121 5.2.2: wrong deliveries of headlines.

import type { XmlElement } from '../../../model/xml.ts';
import { child, element, NS } from '../../../stanza/xml.ts';
import type { Fault } from '../../fault.ts';
import { stamp } from '../../stanza.ts';
import { and, breaks, fromClient, type Mutant, onRoute } from '../kit/mutant.ts';
import { isMessage, isUnaddressed } from '../kit/predicates.ts';
import { isToMatchingResource } from '../kit/recipients.ts';
import { drop, replaceChildren, setAttributes, withText } from '../kit/rewrites.ts';
import { copyToOthers, ofType, withOutcomes } from './faults.ts';

export const headlineMutants: readonly Mutant[] = [
  breaks('5.2.2-d', {
    slug: 'to-one-only',
    title: 'It delivers a headline for a bare JID only to the most available resource.',
    fault: () => withOutcomes('headline', { 'several-non-negative/bare': 'M' }),
  }),
  breaks('5.2.2-e', {
    slug: 'lost',
    title: 'It drops a headline to an account.',
    fault: () => withOutcomes('headline', { 'one-non-negative/bare': 'S', 'several-non-negative/bare': 'S' }),
  }),
  breaks('5.2.2-e', {
    slug: 'lost-with-several',
    title: 'It drops a headline to an account with several resources.',
    fault: () => withOutcomes('headline', { 'several-non-negative/bare': 'S' }),
  }),
  breaks('5.2.2-e', {
    slug: 'lost-without-to',
    title: 'It drops a headline without "to".',
    fault: () =>
      fromClient((stanza) => isMessage(stanza) && stanza.attrs['type'] === 'headline' && isUnaddressed(stanza), drop),
  }),
  breaks('5.2.2-f', {
    slug: 'lost',
    title: 'It drops a headline to a resource.',
    fault: () => onRoute(and(ofType('headline'), isToMatchingResource), drop),
  }),
  breaks('5.2.2-f', {
    slug: 'to-all',
    title: 'It also delivers a headline for a full JID to the other resources.',
    fault: () => copyToOthers(and(ofType('headline'), isToMatchingResource), () => true),
  }),
  breaks('5.2.2-g', {
    slug: 'kept',
    title: 'It stores a headline to an offline account.',
    fault: () => withOutcomes('headline', { 'no-active-resource/bare': 'O' }),
  }),
  breaks('5.2.2-g', {
    slug: 'to-negative',
    title: 'It delivers a headline for a bare JID to the only resource, which has a negative priority.',
    fault: () => withOutcomes('headline', { 'negative-only/bare': 'D' }),
  }),
  breaks('5.2.2-g', {
    slug: 'to-another',
    title: 'It delivers a headline for an unmatched resource to another resource.',
    fault: () =>
      withOutcomes('headline', { 'one-non-negative/full-no-match': 'D', 'several-non-negative/full-no-match': 'M' }),
  }),
];

/** Whether a child of a stanza is the one of that name that RFC 6121 defines. */
export const isNamed = (name: string) => (node: XmlElement) => node.name === name && node.ns === NS.client;

/** Whether it is a message without a body, and no error. */
export const isBodiless = (stanza: XmlElement): boolean =>
  isMessage(stanza) && stanza.attrs['type'] !== 'error' && child(stanza, 'body') === undefined;

/** A fault: the text of the children of that name is changed. */
export const changeText = (name: string, change: (value: string) => string): Fault =>
  onRoute(isMessage, replaceChildren(isNamed(name), withText(change)));

const hasThread = (stanza: XmlElement): boolean => isMessage(stanza) && child(stanza, 'thread') !== undefined;

const changeThread = (change: (value: string) => string): Fault => changeText('thread', change);

const removeThread = (matches: (stanza: XmlElement) => boolean): Fault =>
  onRoute((stanza) => isMessage(stanza) && matches(stanza), replaceChildren(isNamed('thread'), drop));

export const threadMutants: readonly Mutant[] = [
  breaks('5.2.5-h', {
    slug: 'for-chat-only',
    title: 'It removes the thread from messages other than chat.',
    fault: () => removeThread((stanza) => stanza.attrs['type'] !== 'chat'),
  }),
  breaks('5.2.5-h', {
    slug: 'with-body-only',
    title: 'It removes the thread from messages without a body.',
    fault: () => removeThread(isBodiless),
  }),
  breaks('5.2.5-h', {
    slug: 'parent-lost',
    title: 'It removes the parent of threads.',
    fault: () => onRoute(isMessage, replaceChildren(isNamed('thread'), setAttributes({ parent: undefined }))),
  }),
  breaks('5.2.5-h', {
    slug: 'spaces-folded',
    title: 'It collapses white space in threads.',
    fault: () => changeThread((value) => value.replace(/\s+/g, ' ')),
  }),
  breaks('5.2.5-h', {
    slug: 'trimmed',
    title: 'It removes white space at the ends of threads.',
    fault: () => changeThread((value) => value.trim()),
  }),
  breaks('5.2.5-h', {
    slug: 'in-small-letters',
    title: 'It converts threads to lower case, like addresses.',
    fault: () => changeThread((value) => value.toLowerCase()),
  }),
  breaks('5.2.5-h', {
    slug: 'normalised',
    title: 'It normalizes the characters of threads (NFC).',
    fault: () => changeThread((value) => value.normalize('NFC')),
  }),
  breaks('5.2.5-h', {
    slug: 'cut',
    title: 'It truncates threads to 255 characters.',
    fault: () => changeThread((value) => value.slice(0, 255)),
  }),
  breaks('5.2.5-h', {
    slug: 'parent-changed',
    title: 'It converts the parents of threads to lower case.',
    fault: () =>
      onRoute(
        isMessage,
        replaceChildren(isNamed('thread'), (thread) => {
          const { parent } = thread.attrs;
          return [stamp(thread, { parent: parent?.toLowerCase() })];
        }),
      ),
  }),
  breaks('5.2.5-d', {
    slug: 'own-thread-added',
    title: 'It adds a second thread to messages.',
    nearest: ['rfc6121/5.2.5/parent'],
    fault: () =>
      onRoute(hasThread, (stanza) => [
        { ...stanza, children: [...stanza.children, element('thread', NS.client, {}, ['kept-in-the-archive'])] },
      ]),
  }),
];
