// RFC 6121 5.2 and 5.3: the content of a message is changed in transit.

import type { XmlElement } from '../../../model/xml.ts';
import { MESSAGE_TYPES } from '../../../spec/delivery-table.ts';
import { elements, NS } from '../../../stanza/xml.ts';
import type { Fault } from '../../fault.ts';
import { breaks, fromClient, type Mutant, onRoute, type RoutePredicate } from '../kit/mutant.ts';
import { isMessage, isPresence } from '../kit/predicates.ts';
import { isToMatchingResource, isToOfflineAccount } from '../kit/recipients.ts';
import { asError, drop, endStream, mapChildren, replaceChildren, setAttributes } from '../kit/rewrites.ts';
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
  breaks('5.2.2-h', {
    slug: 'groupchat-as-normal',
    title: 'It removes the type of a groupchat message.',
    fault: () => onRoute(isTyped('groupchat'), setAttributes({ type: undefined })),
  }),
  breaks('5.2.2-h', {
    slug: 'headline-as-chat',
    title: 'It turns a headline into a chat message.',
    fault: () => onRoute(isTyped('headline'), setAttributes({ type: 'chat' })),
  }),
  breaks('5.2.2-i', {
    slug: 'unknown-as-chat',
    title: 'It handles a message of unknown type as a chat message.',
    fault: () => onRoute(isOfUnknownType, setAttributes({ type: 'chat' })),
  }),
  breaks('5.2.2-i', {
    slug: 'unknown-as-groupchat',
    title: 'It handles a message of unknown type as a groupchat message.',
    fault: () => onRoute(isOfUnknownType, setAttributes({ type: 'groupchat' })),
  }),
  breaks('5.2.2-i', {
    slug: 'unknown-lost',
    title: 'It drops a message of unknown type.',
    fault: () => onRoute(isOfUnknownType, drop),
  }),
  breaks('5.2.2-i', {
    slug: 'unknown-refused',
    title: 'It refuses a message of unknown type.',
    fault: () => onRoute(isOfUnknownType, asError('bad-request', 'modify')),
  }),
  breaks('5.2.2-i', {
    slug: 'unknown-ends-stream',
    title: 'It ends the stream of a client that sends a message of unknown type.',
    fault: () => fromClient(isOfUnknownType, endStream('internal-server-error')),
  }),
  breaks('5.2.2-i', {
    slug: 'untyped-as-chat',
    title: 'It handles a message without a type as a chat message.',
    fault: () => onRoute(isUntyped, setAttributes({ type: 'chat' })),
  }),
  breaks('5.2.2-i', {
    slug: 'untyped-refused',
    title: 'It refuses a message without a type.',
    nearest: ['rfc6121/5.2.2/untyped'],
    fault: () => onRoute(isUntyped, asError('bad-request', 'modify')),
  }),
  breaks('8.5.3.1-d', {
    slug: 'bodiless-lost',
    title: 'It drops a message without a body.',
    nearest: ['rfc6121/5.2.3/no-body'],
    fault: () => onRoute(isBodiless, drop),
  }),
  breaks('8.5.2.1.1-g', {
    slug: 'first-body-only',
    title: 'It keeps the first of several bodies only.',
    nearest: ['rfc6121/5.2.3/bodies'],
    fault: () => keepFirst('body'),
  }),
  breaks('8.5.2.1.1-g', {
    slug: 'body-language-lost',
    title: 'It removes the language of bodies.',
    nearest: ['rfc6121/5.2.3/bodies'],
    fault: () => removeLanguage('body'),
  }),
  breaks('8.5.2.1.1-g', {
    slug: 'language-of-message-lost',
    title: 'It removes the language of messages, which their bodies inherit.',
    nearest: ['rfc6121/5.2.3/bodies'],
    fault: () => onRoute(isMessage, setAttributes({ 'xml:lang': undefined })),
  }),
  breaks('rfc6120-8.4-a', {
    slug: 'body-trimmed',
    title: 'It removes white space at the ends of bodies.',
    nearest: ['rfc6121/5/kept-whole'],
    fault: () => changeText('body', (value) => value.trim()),
  }),
  breaks('8.5.2.1.1-g', {
    slug: 'subject-trimmed',
    title: 'It removes white space at the ends of subjects.',
    nearest: ['rfc6121/5/kept-whole'],
    fault: () => changeText('subject', (value) => value.trim()),
  }),
  breaks('8.5.2.1.1-c', {
    slug: 'first-subject-only',
    title: 'It keeps the first of several subjects only.',
    nearest: ['rfc6121/5.2.4/subjects'],
    fault: () => keepFirst('subject'),
  }),
  breaks('8.5.2.1.1-c', {
    slug: 'subject-language-lost',
    title: 'It removes the language of subjects.',
    nearest: ['rfc6121/5.2.4/subjects'],
    fault: () => removeLanguage('subject'),
  }),
  breaks('rfc6120-8.4-a', {
    slug: 'extension-lost',
    title: 'It removes extensions from messages.',
    nearest: ['rfc6121/5.3/'],
    fault: () => onRoute(isMessage, removeExtensions),
  }),
  breaks('rfc6120-8.4-a', {
    slug: 'attributes-lost',
    title: 'It removes the attributes of extensions in messages.',
    nearest: ['rfc6121/5.3/'],
    fault: () => onRoute(isMessage, changeExtensions(withoutAttributes)),
  }),
  breaks('rfc6120-8.4-a', {
    slug: 'extension-not-kept',
    title: 'It removes extensions from offline messages.',
    nearest: ['rfc6121/8.5.4/offline-whole'],
    fault: () => onRoute((stanza, server) => isMessage(stanza) && isToOfflineAccount(stanza, server), removeExtensions),
  }),
  breaks('rfc6120-8.4-a', {
    slug: 'message-refused',
    title: 'It refuses messages with unknown extensions.',
    fault: () =>
      onRoute(
        (stanza) => isMessage(stanza) && typeOf(stanza) !== 'error' && elements(stanza).some(isExtension),
        asError('bad-request', 'modify'),
      ),
  }),
  breaks('rfc6120-8.4-a', {
    slug: 'namespaces-lost',
    title: 'It moves all elements inside an extension into one namespace.',
    fault: () => onRoute(isMessage, changeExtensions(inOneNamespace)),
  }),
  breaks('rfc6120-8.4-a', {
    slug: 'presence-stripped',
    title: 'It removes extensions from presence.',
    fault: () => onRoute((stanza) => isPresence(stanza), removeExtensions),
  }),
  breaks('rfc6120-8.4-a', {
    slug: 'request-stripped',
    title: 'It removes the attributes of the payload of IQs between resources.',
    fault: () => onRoute(isIqToMatch, changeExtensions(withoutAttributes)),
  }),
];
