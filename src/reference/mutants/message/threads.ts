// RFC 6121 5.2.5: the thread of a message is changed in transit.

import type { XmlElement } from '../../../model/xml.ts';
import { child, element, NS } from '../../../stanza/xml.ts';
import type { Fault } from '../../fault.ts';
import { stamp } from '../../stanza.ts';
import { onRoute } from '../kit/hooks.ts';
import type { Mutant } from '../kit/mutant.ts';
import { breaks } from '../kit/mutant.ts';
import { isMessage } from '../kit/predicates.ts';
import { drop, replaceChildren, setAttributes, withText } from '../kit/rewrites.ts';

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
