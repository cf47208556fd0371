// Rules for the content of stanzas, violated in stanzas that the server generates itself.

import type { XmlElement } from '../../../model/xml.ts';
import { elements } from '../../../stanza/xml.ts';
import type { Fault } from '../../fault.ts';
import { stamp } from '../../stanza.ts';
import { breaks, type Mutant, toClient } from '../kit/mutant.ts';
import { isIq, isMessage, isPush } from '../kit/predicates.ts';
import { addChildren, clientElement, mapItems, setAttributes } from '../kit/rewrites.ts';

/** Cases in which the server returns a message, and refuses a request. */
const MESSAGES_RETURNED: readonly string[] = ['rfc6121/11/groupchat', 'rfc6121/8.3/unknown-domain'];
const REQUESTS_REFUSED: readonly string[] = ['rfc6121/8.5.3.2.3/iq'];

/** Whether the server returns a message. Message errors of the scenarios' clients have more than one child. */
const isReturnedMessage = (stanza: XmlElement): boolean =>
  isMessage(stanza) && stanza.attrs['type'] === 'error' && elements(stanza).length === 1;

/** A fault: each message that the server returns gets these children. */
const returnWith = (...children: readonly XmlElement[]): Fault =>
  toClient(isReturnedMessage, (stanza) => [addChildren(stanza, ...children)]);

const markup = (name: string): XmlElement => clientElement(name, 'not ', clientElement('b', 'delivered'));

export const generatedStanzaMutants: readonly Mutant[] = [
  breaks('5.2.2-b', {
    slug: 'own-type',
    title: 'It returns message errors with a type that does not exist.',
    nearest: MESSAGES_RETURNED,
    fault: () => toClient(isReturnedMessage, setAttributes({ type: 'returned' })),
  }),
  breaks('5.2.3-d', {
    slug: 'one-language-twice',
    title: 'It returns message errors with two bodies in one language.',
    nearest: MESSAGES_RETURNED,
    fault: () => returnWith(clientElement('body', 'not delivered'), clientElement('body', 'try again')),
  }),
  breaks('5.2.3-c', {
    slug: 'markup',
    title: 'It returns message errors with markup in a body.',
    nearest: MESSAGES_RETURNED,
    fault: () => returnWith(markup('body')),
  }),
  breaks('5.2.4-c', {
    slug: 'one-language-twice',
    title: 'It returns message errors with two subjects in one language.',
    nearest: MESSAGES_RETURNED,
    fault: () => returnWith(clientElement('subject', 'not delivered'), clientElement('subject', 'try again')),
  }),
  breaks('5.2.4-b', {
    slug: 'markup',
    title: 'It returns message errors with markup in a subject.',
    nearest: MESSAGES_RETURNED,
    fault: () => returnWith(markup('subject')),
  }),
  breaks('5.2.5-d', {
    slug: 'two-in-error',
    title: 'It returns message errors with two threads.',
    nearest: MESSAGES_RETURNED,
    fault: () => returnWith(clientElement('thread', 'the-old-one'), clientElement('thread', 'a-new-one')),
  }),
  breaks('5.2.5-k', {
    slug: 'markup',
    title: 'It returns message errors with markup in a thread.',
    nearest: MESSAGES_RETURNED,
    fault: () => returnWith(markup('thread')),
  }),
  breaks('9-a', {
    slug: 'error-from',
    title: 'It refuses requests with an xmpp: URI as "from".',
    nearest: REQUESTS_REFUSED,
    fault: () =>
      toClient(
        (stanza) => isIq(stanza, 'error'),
        (stanza) => [stamp(stanza, { from: `xmpp:${stanza.attrs['from']}` })],
      ),
  }),
  breaks('9-a', {
    slug: 'pushed-item',
    title: 'It pushes items with im: URIs as JIDs.',
    nearest: ['rfc6121/2.3.2/add'],
    fault: () =>
      toClient(isPush, (push) => [mapItems(push, (item) => [stamp(item, { jid: `im:${item.attrs['jid']}` })])]),
  }),
  breaks('rfc6120-8.2.3-a', {
    slug: 'error-without-id',
    title: 'It removes the id of IQ errors.',
    fault: () => toClient((stanza) => isIq(stanza, 'error'), setAttributes({ id: undefined })),
  }),
];
