// RFC 6121 5.2.2 and 5.2.5: wrong deliveries of headlines, and threads that are changed in transit.

import type { XmlElement } from '../../../model/xml.ts';
import type { DeliveryOutcome, MessageType } from '../../../spec/delivery-table.ts';
import { child, element, NS } from '../../../stanza/xml.ts';
import type { Fault } from '../../fault.ts';
import type { Resource } from '../../server-state.ts';
import { stamp } from '../../stanza.ts';
import { and, breaks, fromClient, type Mutant, onRoute, type RoutePredicate, toClient } from '../kit/mutant.ts';
import {
  availableRecipients,
  isToBareJid,
  isToMatchingResource,
  matchingResource,
  recipientAccount,
} from '../kit/recipients.ts';
import {
  drop,
  duplicate,
  isMessage,
  isUnaddressed,
  replaceChildren,
  setAttributes,
  withText,
} from '../kit/rewrites.ts';

export const headlineMutants: readonly Mutant[] = [
  breaks('5.2.2-d/to-one-only', 'It delivers a headline for a bare JID only to the most available resource.', () =>
    withOutcomes('headline', { 'several-non-negative/bare': 'M' }),
  ),
  breaks('5.2.2-e/lost', 'It drops a headline to an account.', () =>
    withOutcomes('headline', { 'one-non-negative/bare': 'S', 'several-non-negative/bare': 'S' }),
  ),
  breaks('5.2.2-e/lost-with-several', 'It drops a headline to an account with several resources.', () =>
    withOutcomes('headline', { 'several-non-negative/bare': 'S' }),
  ),
  breaks('5.2.2-e/lost-without-to', 'It drops a headline without "to".', () =>
    fromClient((stanza) => isMessage(stanza) && stanza.attrs['type'] === 'headline' && isUnaddressed(stanza), drop),
  ),
  breaks('5.2.2-f/lost', 'It drops a headline to a resource.', () =>
    onRoute(and(ofType('headline'), isToMatchingResource), drop),
  ),
  breaks('5.2.2-f/to-all', 'It also delivers a headline for a full JID to the other resources.', () =>
    copyToOthers(and(ofType('headline'), isToMatchingResource), () => true),
  ),
  breaks('5.2.2-g/kept', 'It stores a headline to an offline account.', () =>
    withOutcomes('headline', { 'no-active-resource/bare': 'O' }),
  ),
  breaks(
    '5.2.2-g/to-negative',
    'It delivers a headline for a bare JID to the only resource, which has a negative priority.',
    () => withOutcomes('headline', { 'negative-only/bare': 'D' }),
  ),
  breaks('5.2.2-g/to-another', 'It delivers a headline for an unmatched resource to another resource.', () =>
    withOutcomes('headline', { 'one-non-negative/full-no-match': 'D', 'several-non-negative/full-no-match': 'M' }),
  ),
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
  breaks('5.2.5-h/for-chat-only', 'It removes the thread from messages other than chat.', () =>
    removeThread((stanza) => stanza.attrs['type'] !== 'chat'),
  ),
  breaks('5.2.5-h/with-body-only', 'It removes the thread from messages without a body.', () =>
    removeThread(isBodiless),
  ),
  breaks('5.2.5-h/parent-lost', 'It removes the parent of threads.', () =>
    onRoute(isMessage, replaceChildren(isNamed('thread'), setAttributes({ parent: undefined }))),
  ),
  breaks('5.2.5-h/spaces-folded', 'It collapses white space in threads.', () =>
    changeThread((value) => value.replace(/\s+/g, ' ')),
  ),
  breaks('5.2.5-h/trimmed', 'It removes white space at the ends of threads.', () =>
    changeThread((value) => value.trim()),
  ),
  breaks('5.2.5-h/in-small-letters', 'It converts threads to lower case, like addresses.', () =>
    changeThread((value) => value.toLowerCase()),
  ),
  breaks('5.2.5-h/normalised', 'It normalizes the characters of threads (NFC).', () =>
    changeThread((value) => value.normalize('NFC')),
  ),
  breaks('5.2.5-h/cut', 'It truncates threads to 255 characters.', () => changeThread((value) => value.slice(0, 255))),
  breaks('5.2.5-h/parent-changed', 'It converts the parents of threads to lower case.', () =>
    onRoute(
      isMessage,
      replaceChildren(isNamed('thread'), (thread) => {
        const { parent } = thread.attrs;
        return [stamp(thread, { parent: parent?.toLowerCase() })];
      }),
    ),
  ),
  breaks(
    '5.2.5-d/own-thread-added',
    'It adds a second thread to messages.',
    () =>
      onRoute(hasThread, (stanza) => [
        { ...stanza, children: [...stanza.children, element('thread', NS.client, {}, ['kept-in-the-archive'])] },
      ]),
    { nearest: ['rfc6121/5.2.5/parent'] },
  ),
];

/** A fault: other outcomes for one type of message in these rows of the delivery table. */
export const withOutcomes = (type: MessageType, outcomes: Readonly<Record<string, DeliveryOutcome>>): Fault => ({
  delivery: Object.fromEntries(Object.entries(outcomes).map(([row, outcome]) => [`${row}/${type}`, outcome])),
});

export const ofType =
  (type: MessageType): RoutePredicate =>
  (stanza) =>
    isMessage(stanza) && (stanza.attrs['type'] ?? 'normal') === type;

/** A fault: the other available resources that satisfy `isReceiver` get a copy. */
export const copyToOthers = (matches: RoutePredicate, isReceiver: (resource: Resource) => boolean): Fault =>
  onRoute(matches, (stanza, server) => {
    const others = availableRecipients(stanza, server).filter(
      (resource) => resource !== matchingResource(stanza, server),
    );
    for (const resource of others) if (isReceiver(resource)) resource.send(stanza);
    return [stanza];
  });

export const duplicateToAccount = (type: MessageType): Fault =>
  toClient((stanza, { server }) => ofType(type)(stanza, server) && isToBareJid(stanza), duplicate);

/** A fault: a delivered message is also stored for the next login. */
export const alsoStoreOffline = (matches: RoutePredicate): Fault =>
  onRoute(matches, (stanza, server) => {
    if (availableRecipients(stanza, server).length > 0) recipientAccount(stanza, server)?.offline.push(stanza);
    return [stanza];
  });
