// RFC 6121 5.2: the content of messages, and rules for it in those that the server generates itself.

import type { XmlElement } from '../../../model/xml.ts';
import { MESSAGE_TYPES } from '../../../spec/delivery-table.ts';
import { elements, NS } from '../../../stanza/xml.ts';
import type { Fault } from '../../fault.ts';
import { stamp } from '../../stanza.ts';
import { breaks, fromClient, type Mutant, onRoute, type RoutePredicate, toClient } from '../kit/mutant.ts';
import { isToMatchingResource, isToOfflineAccount } from '../kit/recipients.ts';
import {
  addChildren,
  asError,
  clientElement,
  drop,
  endStream,
  isIq,
  isMessage,
  isPresence,
  isPush,
  isReturnedMessage,
  mapChildren,
  mapItems,
  replaceChildren,
  setAttributes,
} from '../kit/rewrites.ts';
import { changeText, isBodiless, isNamed } from './headlines.ts';

const typeOf = ({ attrs }: XmlElement): string | undefined => attrs['type'];
const isTyped = (type: string) => (stanza: XmlElement) => isMessage(stanza) && typeOf(stanza) === type;
const isUntyped = (stanza: XmlElement): boolean => isMessage(stanza) && typeOf(stanza) === undefined;
const isOfUnknownType = (stanza: XmlElement): boolean =>
  isMessage(stanza) && typeOf(stanza) !== undefined && !MESSAGE_TYPES.some((type) => type === typeOf(stanza));

const isExtension = ({ ns }: XmlElement): boolean => ns !== NS.client && ns !== NS.stanzas;

/** A fault: only the first child of that name is kept. */
function keepFirst(name: string): Fault {
  return onRoute(isMessage, (stanza) => {
    const [first] = elements(stanza).filter(isNamed(name));
    return replaceChildren(isNamed(name), (node) => (node === first ? [node] : []))(stanza);
  });
}

/** A fault: children of that name lose their `xml:lang`. */
const removeLanguage = (name: string): Fault =>
  onRoute(isMessage, replaceChildren(isNamed(name), setAttributes({ 'xml:lang': undefined })));

const removeExtensions = replaceChildren(isExtension, drop);

/** Replaces each extension of a stanza. */
function changeExtensions(
  change: (extension: XmlElement) => XmlElement,
): (stanza: XmlElement) => readonly XmlElement[] {
  return replaceChildren(isExtension, (extension) => [change(extension)]);
}

const withoutAttributes = (node: XmlElement): XmlElement =>
  mapChildren({ ...node, attrs: {} }, (inner) => [withoutAttributes(inner)]);

const inOneNamespace = (node: XmlElement): XmlElement =>
  mapChildren(node, (inner) => [inOneNamespace({ ...inner, ns: node.ns })]);

const isIqToMatch: RoutePredicate = (stanza, server) => stanza.name === 'iq' && isToMatchingResource(stanza, server);

export const contentMutants: readonly Mutant[] = [
  breaks('5.2.2-h/groupchat-as-normal', 'It removes the type of a groupchat message.', () =>
    onRoute(isTyped('groupchat'), setAttributes({ type: undefined })),
  ),
  breaks('5.2.2-h/headline-as-chat', 'It turns a headline into a chat message.', () =>
    onRoute(isTyped('headline'), setAttributes({ type: 'chat' })),
  ),
  breaks('5.2.2-i/unknown-as-chat', 'It handles a message of unknown type as a chat message.', () =>
    onRoute(isOfUnknownType, setAttributes({ type: 'chat' })),
  ),
  breaks('5.2.2-i/unknown-as-groupchat', 'It handles a message of unknown type as a groupchat message.', () =>
    onRoute(isOfUnknownType, setAttributes({ type: 'groupchat' })),
  ),
  breaks('5.2.2-i/unknown-lost', 'It drops a message of unknown type.', () => onRoute(isOfUnknownType, drop)),
  breaks('5.2.2-i/unknown-refused', 'It refuses a message of unknown type.', () =>
    onRoute(isOfUnknownType, asError('bad-request', 'modify')),
  ),
  breaks('5.2.2-i/unknown-ends-stream', 'It ends the stream of a client that sends a message of unknown type.', () =>
    fromClient(isOfUnknownType, endStream('internal-server-error')),
  ),
  breaks('5.2.2-i/untyped-as-chat', 'It handles a message without a type as a chat message.', () =>
    onRoute(isUntyped, setAttributes({ type: 'chat' })),
  ),
  breaks(
    '5.2.2-i/untyped-refused',
    'It refuses a message without a type.',
    () => onRoute(isUntyped, asError('bad-request', 'modify')),
    { nearest: ['rfc6121/5.2.2/untyped'] },
  ),
  breaks('8.5.3.1-d/bodiless-lost', 'It drops a message without a body.', () => onRoute(isBodiless, drop), {
    nearest: ['rfc6121/5.2.3/no-body'],
  }),
  breaks('8.5.2.1.1-g/first-body-only', 'It keeps the first of several bodies only.', () => keepFirst('body'), {
    nearest: ['rfc6121/5.2.3/bodies'],
  }),
  breaks('8.5.2.1.1-g/body-language-lost', 'It removes the language of bodies.', () => removeLanguage('body'), {
    nearest: ['rfc6121/5.2.3/bodies'],
  }),
  breaks(
    '8.5.2.1.1-g/language-of-message-lost',
    'It removes the language of messages, which their bodies inherit.',
    () => onRoute(isMessage, setAttributes({ 'xml:lang': undefined })),
    { nearest: ['rfc6121/5.2.3/bodies'] },
  ),
  breaks(
    'rfc6120-8.4-a/body-trimmed',
    'It removes white space at the ends of bodies.',
    () => changeText('body', (value) => value.trim()),
    { nearest: ['rfc6121/5/kept-whole'] },
  ),
  breaks(
    '8.5.2.1.1-g/subject-trimmed',
    'It removes white space at the ends of subjects.',
    () => changeText('subject', (value) => value.trim()),
    { nearest: ['rfc6121/5/kept-whole'] },
  ),
  breaks('8.5.2.1.1-c/first-subject-only', 'It keeps the first of several subjects only.', () => keepFirst('subject'), {
    nearest: ['rfc6121/5.2.4/subjects'],
  }),
  breaks('8.5.2.1.1-c/subject-language-lost', 'It removes the language of subjects.', () => removeLanguage('subject'), {
    nearest: ['rfc6121/5.2.4/subjects'],
  }),
  breaks(
    'rfc6120-8.4-a/extension-lost',
    'It removes extensions from messages.',
    () => onRoute(isMessage, removeExtensions),
    { nearest: ['rfc6121/5.3/'] },
  ),
  breaks(
    'rfc6120-8.4-a/attributes-lost',
    'It removes the attributes of extensions in messages.',
    () => onRoute(isMessage, changeExtensions(withoutAttributes)),
    { nearest: ['rfc6121/5.3/'] },
  ),
  breaks(
    'rfc6120-8.4-a/extension-not-kept',
    'It removes extensions from offline messages.',
    () => onRoute((stanza, server) => isMessage(stanza) && isToOfflineAccount(stanza, server), removeExtensions),
    { nearest: ['rfc6121/8.5.4/offline-whole'] },
  ),
  breaks('rfc6120-8.4-a/message-refused', 'It refuses messages with unknown extensions.', () =>
    onRoute(
      (stanza) => isMessage(stanza) && typeOf(stanza) !== 'error' && elements(stanza).some(isExtension),
      asError('bad-request', 'modify'),
    ),
  ),
  breaks('rfc6120-8.4-a/namespaces-lost', 'It moves all elements inside an extension into one namespace.', () =>
    onRoute(isMessage, changeExtensions(inOneNamespace)),
  ),
  breaks('rfc6120-8.4-a/presence-stripped', 'It removes extensions from presence.', () =>
    onRoute((stanza) => isPresence(stanza), removeExtensions),
  ),
  breaks('rfc6120-8.4-a/request-stripped', 'It removes the attributes of the payload of IQs between resources.', () =>
    onRoute(isIqToMatch, changeExtensions(withoutAttributes)),
  ),
];

/** Cases in which the server returns a message, and refuses a request. */
const MESSAGES_RETURNED: readonly string[] = ['rfc6121/11/groupchat', 'rfc6121/8.3/unknown-domain'];
const REQUESTS_REFUSED: readonly string[] = ['rfc6121/8.5.3.2.3/iq'];

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
