// Rules for whoever writes a stanza: a server that keeps them in what it relays breaks them in what it writes itself.

import type { XmlElement, XmlNode } from '../../../model/xml.ts';
import { element, elements, NS } from '../../../stanza/xml.ts';
import type { Fault } from '../../fault.ts';
import { stamp } from '../../stanza.ts';
import { toClient } from '../kit/hooks.ts';
import type { Mutant } from '../kit/mutant.ts';
import { breaks } from '../kit/mutant.ts';
import { isIq, isMessage, isPush } from '../kit/predicates.ts';
import { mapItems, setAttributes } from '../kit/rewrites.ts';

/** Cases in which the server returns a message. */
const MESSAGES_RETURNED: readonly string[] = ['rfc6121/11/groupchat', 'rfc6121/8.3/unknown-domain'];
const REQUESTS_REFUSED: readonly string[] = ['rfc6121/8.5.3.2.3/iq'];

/** A message that the server returns as an error: clients that send one say more than that. */
const isReturnedMessage = (stanza: XmlElement): boolean =>
  isMessage(stanza) && stanza.attrs['type'] === 'error' && elements(stanza).length === 1;

/** Each message that the server returns holds this besides. */
const returnWith = (...more: readonly XmlElement[]): Fault =>
  toClient(isReturnedMessage, (stanza) => [{ ...stanza, children: [...stanza.children, ...more] }]);

const clientElement = (name: string, ...children: readonly XmlNode[]): XmlElement =>
  element(name, NS.client, {}, children);
const markup = (name: string): XmlElement => clientElement(name, 'not ', element('b', NS.client, {}, ['delivered']));

export const generatedStanzaMutants: readonly Mutant[] = [
  breaks('5.2.2-b', {
    slug: 'own-type',
    title: 'It returns messages with a type of its own invention.',
    nearest: MESSAGES_RETURNED,
    fault: () => toClient(isReturnedMessage, setAttributes({ type: 'returned' })),
  }),
  breaks('5.2.3-b', {
    slug: 'one-language-twice',
    title: 'It returns messages with two bodies in one language.',
    nearest: MESSAGES_RETURNED,
    fault: () => returnWith(clientElement('body', 'not delivered'), clientElement('body', 'try again')),
  }),
  breaks('5.2.3-c', {
    slug: 'markup',
    title: 'It returns messages with markup in a body.',
    nearest: MESSAGES_RETURNED,
    fault: () => returnWith(markup('body')),
  }),
  breaks('5.2.4-a', {
    slug: 'one-language-twice',
    title: 'It returns messages with two subjects in one language.',
    nearest: MESSAGES_RETURNED,
    fault: () => returnWith(clientElement('subject', 'not delivered'), clientElement('subject', 'try again')),
  }),
  breaks('5.2.4-b', {
    slug: 'markup',
    title: 'It returns messages with markup in a subject.',
    nearest: MESSAGES_RETURNED,
    fault: () => returnWith(markup('subject')),
  }),
  breaks('5.2.5-d', {
    slug: 'two-in-error',
    title: 'It returns messages with two threads.',
    nearest: MESSAGES_RETURNED,
    fault: () => returnWith(clientElement('thread', 'the-old-one'), clientElement('thread', 'a-new-one')),
  }),
  breaks('5.2.5-k', {
    slug: 'markup',
    title: 'It returns messages with markup in a thread.',
    nearest: MESSAGES_RETURNED,
    fault: () => returnWith(markup('thread')),
  }),
  breaks('9-a', {
    slug: 'error-from',
    title: 'It refuses requests from an address with a scheme.',
    nearest: REQUESTS_REFUSED,
    fault: () =>
      toClient(
        (stanza) => isIq(stanza, 'error'),
        (stanza) => [stamp(stanza, { from: `xmpp:${stanza.attrs['from']}` })],
      ),
  }),
  breaks('9-a', {
    slug: 'pushed-item',
    title: 'It puts a scheme before the addresses that it pushes.',
    nearest: ['rfc6121/2.3.2/add'],
    fault: () =>
      toClient(isPush, (push) => [mapItems(push, (item) => [stamp(item, { jid: `im:${item.attrs['jid']}` })])]),
  }),
  breaks('rfc6120-8.2.3-a', {
    slug: 'error-without-id',
    title: 'It takes the id from errors that answer IQs.',
    fault: () => toClient((stanza) => isIq(stanza, 'error'), setAttributes({ id: undefined })),
  }),
];
