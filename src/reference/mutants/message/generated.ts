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
  breaks(
    '5.2.2-b/own-type',
    'It returns message errors with a type that does not exist.',
    () => toClient(isReturnedMessage, setAttributes({ type: 'returned' })),
    { nearest: MESSAGES_RETURNED },
  ),
  breaks(
    '5.2.3-d/one-language-twice',
    'It returns message errors with two bodies in one language.',
    () => returnWith(clientElement('body', 'not delivered'), clientElement('body', 'try again')),
    { nearest: MESSAGES_RETURNED },
  ),
  breaks('5.2.3-c/markup', 'It returns message errors with markup in a body.', () => returnWith(markup('body')), {
    nearest: MESSAGES_RETURNED,
  }),
  breaks(
    '5.2.4-c/one-language-twice',
    'It returns message errors with two subjects in one language.',
    () => returnWith(clientElement('subject', 'not delivered'), clientElement('subject', 'try again')),
    { nearest: MESSAGES_RETURNED },
  ),
  breaks('5.2.4-b/markup', 'It returns message errors with markup in a subject.', () => returnWith(markup('subject')), {
    nearest: MESSAGES_RETURNED,
  }),
  breaks(
    '5.2.5-d/two-in-error',
    'It returns message errors with two threads.',
    () => returnWith(clientElement('thread', 'the-old-one'), clientElement('thread', 'a-new-one')),
    { nearest: MESSAGES_RETURNED },
  ),
  breaks('5.2.5-k/markup', 'It returns message errors with markup in a thread.', () => returnWith(markup('thread')), {
    nearest: MESSAGES_RETURNED,
  }),
  breaks(
    '9-a/error-from',
    'It refuses requests with an xmpp: URI as "from".',
    () =>
      toClient(
        (stanza) => isIq(stanza, 'error'),
        (stanza) => [stamp(stanza, { from: `xmpp:${stanza.attrs['from']}` })],
      ),
    { nearest: REQUESTS_REFUSED },
  ),
  breaks(
    '9-a/pushed-item',
    'It pushes items with im: URIs as JIDs.',
    () => toClient(isPush, (push) => [mapItems(push, (item) => [stamp(item, { jid: `im:${item.attrs['jid']}` })])]),
    { nearest: ['rfc6121/2.3.2/add'] },
  ),
  breaks('rfc6120-8.2.3-a/error-without-id', 'It removes the id of IQ errors.', () =>
    toClient((stanza) => isIq(stanza, 'error'), setAttributes({ id: undefined })),
  ),
];
