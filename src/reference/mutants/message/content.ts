// RFC 6121 5.2 and 5.3: what a message holds, and what becomes of it on its way.

import type { XmlElement } from '../../../model/xml.ts';
import { MESSAGE_TYPES } from '../../../spec/delivery-table.ts';
import { child, element, elements, NS, text } from '../../../stanza/xml.ts';
import type { Fault } from '../../fault.ts';
import { stamp } from '../../stanza.ts';
import { altered, breaks, isMessage, lost, onTheWay, returned, withChildren, withEach } from '../kit/kit.ts';
import type { Mutant } from '../kit/mutant.ts';
import { isToMatch, isToOffline } from '../kit/whom.ts';

const typeOf = ({ attrs }: XmlElement): string | undefined => attrs['type'];
const isTyped = (type: string) => (stanza: XmlElement) => isMessage(stanza) && typeOf(stanza) === type;
const isUntyped = (stanza: XmlElement): boolean => isMessage(stanza) && typeOf(stanza) === undefined;
const isOfUnknownType = (stanza: XmlElement): boolean =>
  isMessage(stanza) && typeOf(stanza) !== undefined && !MESSAGE_TYPES.some((type) => type === typeOf(stanza));

const isNamed = (name: string) => (node: XmlElement) => node.name === name && node.ns === NS.client;
const isExtension = ({ ns }: XmlElement): boolean => ns !== NS.client && ns !== NS.stanzas;
const isBodiless = (stanza: XmlElement): boolean =>
  isMessage(stanza) && typeOf(stanza) !== 'error' && child(stanza, 'body') === undefined;
const hasThread = (stanza: XmlElement): boolean => isMessage(stanza) && child(stanza, 'thread') !== undefined;

/** Of several such children only the first goes on. */
function firstOnly(name: string): Fault {
  return onTheWay(isMessage, (stanza) => {
    const [first] = elements(stanza).filter(isNamed(name));
    return withEach(isNamed(name), (node) => (node === first ? [node] : []))(stanza);
  });
}

/** Such children lose the language that stands on them. */
const withoutLanguage = (name: string): Fault =>
  onTheWay(isMessage, withEach(isNamed(name), altered({ 'xml:lang': undefined })));

/** The thread gets another value. */
function rethreaded(change: (value: string) => string): Fault {
  const become = (thread: XmlElement) => [{ ...thread, children: [change(text(thread))] }];
  return onTheWay(isMessage, withEach(isNamed('thread'), become));
}

const withoutThread = (fits: (stanza: XmlElement) => boolean): Fault =>
  onTheWay((stanza) => isMessage(stanza) && fits(stanza), withEach(isNamed('thread'), lost));

const withoutExtensions = withEach(isExtension, lost);

/** What is inside extensions goes, too: elements of yet another name space, attributes, text. */
function inExtensions(change: (extension: XmlElement) => XmlElement): (stanza: XmlElement) => readonly XmlElement[] {
  return withEach(isExtension, (extension) => [change(extension)]);
}

const withoutAttributes = (node: XmlElement): XmlElement =>
  withChildren({ ...node, attrs: {} }, (inner) => [withoutAttributes(inner)]);

const inOneNamespace = (node: XmlElement): XmlElement =>
  withChildren(node, (inner) => [inOneNamespace({ ...inner, ns: node.ns })]);

const isPresence = ({ name }: XmlElement): boolean => name === 'presence';
const isIqToMatch: Parameters<typeof onTheWay>[0] = (stanza, server) =>
  stanza.name === 'iq' && isToMatch(stanza, server);

export const messageContentMutants: readonly Mutant[] = [
  breaks('5.2.2-h', {
    word: 'groupchat-as-normal',
    title: 'It takes the type from a groupchat message.',
    fault: () => onTheWay(isTyped('groupchat'), altered({ type: undefined })),
  }),
  breaks('5.2.2-h', {
    word: 'headline-as-chat',
    title: 'It makes a chat message of a headline.',
    fault: () => onTheWay(isTyped('headline'), altered({ type: 'chat' })),
  }),
  breaks('5.2.2-i', {
    word: 'unknown-as-chat',
    title: 'It handles a message of unknown type as a chat message.',
    fault: () => onTheWay(isOfUnknownType, altered({ type: 'chat' })),
  }),
  breaks('5.2.2-i', {
    word: 'unknown-as-groupchat',
    title: 'It handles a message of unknown type as a groupchat message.',
    fault: () => onTheWay(isOfUnknownType, altered({ type: 'groupchat' })),
  }),
  breaks('5.2.2-i', {
    word: 'unknown-lost',
    title: 'It drops a message of unknown type.',
    fault: () => onTheWay(isOfUnknownType, lost),
  }),
  breaks('5.2.2-i', {
    word: 'unknown-refused',
    title: 'It refuses a message of unknown type.',
    fault: () => onTheWay(isOfUnknownType, returned('bad-request', 'modify')),
  }),
  breaks('5.2.2-i', {
    word: 'untyped-as-chat',
    title: 'It handles a message without a type as a chat message.',
    fault: () => onTheWay(isUntyped, altered({ type: 'chat' })),
  }),
  breaks('5.2.2-k', {
    word: 'untyped-refused',
    title: 'It refuses a message without a type.',
    fault: () => onTheWay(isUntyped, returned('bad-request', 'modify')),
  }),
  breaks('5.2.3-a', {
    word: 'bodiless-lost',
    title: 'It drops a message without a body.',
    fault: () => onTheWay(isBodiless, lost),
  }),
  breaks('5.2.3-b', {
    word: 'first-body-only',
    title: 'It passes on one body of several.',
    fault: () => firstOnly('body'),
  }),
  breaks('5.2.3-b', {
    word: 'language-lost',
    title: 'It takes the language from bodies.',
    fault: () => withoutLanguage('body'),
  }),
  breaks('5.2.3-b', {
    word: 'language-of-message-lost',
    title: 'It takes the language from messages, so that a body without one seems to be in that of the stream.',
    fault: () => onTheWay(isMessage, altered({ 'xml:lang': undefined })),
  }),
  breaks('5.2.4-a', {
    word: 'first-subject-only',
    title: 'It passes on one subject of several.',
    fault: () => firstOnly('subject'),
  }),
  breaks('5.2.4-a', {
    word: 'language-lost',
    title: 'It takes the language from subjects.',
    fault: () => withoutLanguage('subject'),
  }),
  breaks('5.2.5-a', {
    word: 'for-chat-only',
    title: 'It takes the thread from messages other than chat.',
    fault: () => withoutThread((stanza) => typeOf(stanza) !== 'chat'),
  }),
  breaks('5.2.5-b', {
    word: 'with-body-only',
    title: 'It takes the thread from messages without a body.',
    fault: () => withoutThread(isBodiless),
  }),
  breaks('5.2.5-e', {
    word: 'parent-lost',
    title: 'It takes the parent from threads.',
    fault: () => onTheWay(isMessage, withEach(isNamed('thread'), altered({ parent: undefined }))),
  }),
  breaks('5.2.5-h', {
    word: 'spaces-folded',
    title: 'It folds white space in threads.',
    fault: () => rethreaded((value) => value.replace(/\s+/g, ' ')),
  }),
  breaks('5.2.5-h', {
    word: 'in-small-letters',
    title: 'It writes threads in small letters, as it does with addresses.',
    fault: () => rethreaded((value) => value.toLowerCase()),
  }),
  breaks('5.2.5-h', {
    word: 'normalised',
    title: 'It normalises the characters of threads.',
    fault: () => rethreaded((value) => value.normalize('NFC')),
  }),
  breaks('5.2.5-h', {
    word: 'cut',
    title: 'It cuts threads after 255 characters.',
    fault: () => rethreaded((value) => value.slice(0, 255)),
  }),
  breaks('5.2.5-h', {
    word: 'parent-changed',
    title: 'It writes the parents of threads in small letters.',
    fault: () =>
      onTheWay(
        isMessage,
        withEach(isNamed('thread'), (thread) => {
          const { parent } = thread.attrs;
          return [stamp(thread, { parent: parent?.toLowerCase() })];
        }),
      ),
  }),
  breaks('5.2.5-d', {
    word: 'own-thread-added',
    title: 'It adds a thread of its own to messages that have one.',
    nearest: ['rfc6121/5.2.5/parent'],
    fault: () =>
      onTheWay(hasThread, (stanza) => [
        { ...stanza, children: [...stanza.children, element('thread', NS.client, {}, ['kept-in-the-archive'])] },
      ]),
  }),
  breaks('5.3-a', {
    word: 'extension-lost',
    title: 'It takes extensions from messages.',
    fault: () => onTheWay(isMessage, withoutExtensions),
  }),
  breaks('5.3-a', {
    word: 'attributes-lost',
    title: 'It takes the attributes from extensions in messages.',
    fault: () => onTheWay(isMessage, inExtensions(withoutAttributes)),
  }),
  breaks('5.3-a', {
    word: 'extension-not-kept',
    title: 'It keeps no extensions of messages for somebody who is offline.',
    fault: () => onTheWay((stanza, server) => isMessage(stanza) && isToOffline(stanza, server), withoutExtensions),
  }),
  breaks('rfc6120-8.4-a', {
    word: 'message-refused',
    title: 'It refuses messages that hold what it does not know.',
    fault: () =>
      onTheWay(
        (stanza) => isMessage(stanza) && typeOf(stanza) !== 'error' && elements(stanza).some(isExtension),
        returned('bad-request', 'modify'),
      ),
  }),
  breaks('rfc6120-8.4-a', {
    word: 'namespaces-lost',
    title: 'It puts all that is inside an extension into one namespace.',
    fault: () => onTheWay(isMessage, inExtensions(inOneNamespace)),
  }),
  breaks('rfc6120-8.4-a', {
    word: 'presence-stripped',
    title: 'It takes extensions from presence.',
    fault: () => onTheWay(isPresence, withoutExtensions),
  }),
  breaks('rfc6120-8.4-a', {
    word: 'request-stripped',
    title: 'It takes the attributes from what IQs between resources hold.',
    fault: () => onTheWay(isIqToMatch, inExtensions(withoutAttributes)),
  }),
];
