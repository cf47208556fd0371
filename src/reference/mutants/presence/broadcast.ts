// RFC 6121 4.2 and 4.4: initial and updated presence that reaches the wrong recipients, or is changed.

import type { XmlElement } from '../../../model/xml.ts';
import { child } from '../../../stanza/xml.ts';
import { breaks, type Mutant, withHooks } from '../kit/mutant.ts';
import { hasNegativePriority, isPresence } from '../kit/predicates.ts';
import { addChildren, drop, withBareFrom, withoutChildren } from '../kit/rewrites.ts';
import { contactMutants, contactResourceMutants, ownResourceMutants } from './audience.ts';
import { isAnyone, isOtherOwnResource, onDelivery, onNotification, seemsOffline } from './notifications.ts';
import { during, isPresenceOf, type Trigger } from './presence-trigger.ts';

const INITIAL = { kind: 'initial', slug: 'initial', name: 'initial presence' } as const;
const UPDATE = { kind: 'update', slug: 'update', name: 'updated presence' } as const;

export const broadcastMutants: readonly Mutant[] = [
  ...contactMutants('4.2.2-a', INITIAL),
  ...ownResourceMutants('4.2.2-b', INITIAL),
  ...contactResourceMutants('4.2.3-a', INITIAL),
  breaks('4.2.2-a', {
    slug: 'from-bare-jid',
    title: 'It sends initial presence from the bare JID.',
    fault: () => onNotification(['initial'], isAnyone, withBareFrom),
  }),
  breaks('4.2.2-a', {
    slug: 'stripped',
    title: 'It sends initial presence without its children.',
    nearest: ['rfc6121/4.2.1/carried'],
    fault: () => onNotification(['initial'], isAnyone, (stanza) => [withoutChildren(stanza)]),
  }),
  ...contactMutants('4.4.2-a', UPDATE),
  ...ownResourceMutants('4.4.2-b', UPDATE),
  ...contactResourceMutants('4.4.3-a', UPDATE),
  breaks('4.4.2-a', {
    slug: 'without-extensions',
    title: 'It sends updated presence without extensions.',
    fault: () => onNotification(['update'], isAnyone, (stanza) => [withoutChildren(stanza, 'weather')]),
  }),
  breaks('4.4.2-a', {
    slug: 'spared',
    title: 'It does not send updated presence to a remote contact that has sent no presence.',
    fault: () => onNotification(['update'], seemsOffline, drop),
  }),
  breaks('4.4.2-a', {
    slug: 'without-show',
    title: 'It sends updated presence without show.',
    fault: () => onNotification(['update'], isAnyone, (stanza) => [withoutChildren(stanza, 'show')]),
  }),
];

// NO_MUTANT 4.5.3-b: a server that does not record a contact's unavailable presence only goes on sending what 4.4.2
// requires, so the fault cannot be observed.

const UNAVAILABLE = { kind: 'unavailable', slug: 'leaving', name: 'unavailable presence' } as const;
const STREAM_END = { kind: 'stream-end', slug: 'end', name: 'generated unavailable presence' } as const;

export const unavailableMutants: readonly Mutant[] = [
  breaks('4.5.2-d', {
    slug: 'without-status',
    title: 'It sends unavailable presence without status.',
    fault: () => onNotification(['unavailable'], isAnyone, (stanza) => [withoutChildren(stanza, 'status')]),
  }),
  ...['show', 'priority'].map((name) =>
    breaks('4.5.1-c', {
      slug: `with-${name}`,
      title: `It puts the last ${name} into the unavailable presence that it generates.`,
      fault: () =>
        onNotification(['stream-end'], isAnyone, (stanza, { stanza: last }) => [withChildOfLast(name, stanza, last)]),
    }),
  ),
  breaks('4.5.2-a', {
    slug: 'unnoticed',
    title: 'It ignores the end of a stream.',
    fault: () => withHooks({ noticesStreamEnd: () => false }),
  }),
  ...contactMutants('4.5.2-b', UNAVAILABLE),
  ...contactMutants('4.5.2-b', STREAM_END),
  breaks('4.5.2-b', {
    slug: 'from-bare-jid',
    title: 'It sends unavailable presence from the bare JID.',
    fault: () => onNotification(['unavailable', 'stream-end'], isAnyone, withBareFrom),
  }),
  breaks('4.5.2-c', {
    slug: 'spared',
    title: 'It does not send unavailable presence to a remote contact that has sent no presence.',
    fault: () => onNotification(['unavailable', 'stream-end'], seemsOffline, drop),
  }),
  breaks('4.5.2-d', {
    slug: 'without-extensions',
    title: 'It sends unavailable presence without extensions.',
    fault: () => onNotification(['unavailable'], isAnyone, (stanza) => [withoutChildren(stanza, 'weather')]),
  }),
  breaks('4.5.2-d', {
    slug: 'bare-to-own-resources',
    title: 'It sends unavailable presence to the other resources of the user without its children.',
    fault: () => onDelivery(['unavailable'], isOtherOwnResource, (stanza) => [withoutChildren(stanza)]),
  }),
  ...ownResourceMutants('4.5.2-e', UNAVAILABLE),
  breaks('4.5.2-e', {
    slug: 'end-untold',
    title: 'It sends no unavailable presence at the end of a stream to the other resources of the user.',
    fault: () => onDelivery(['stream-end'], isOtherOwnResource, drop),
  }),
  breaks('4.5.2-e', {
    slug: 'end-not-to-negative',
    title: 'It sends no unavailable presence at the end of a stream to other resources with negative priority.',
    fault: () =>
      onDelivery(['stream-end'], (to, trigger) => isOtherOwnResource(to, trigger) && hasNegativePriority(to), drop),
  }),
  breaks('4.5.2-f', {
    slug: 'not-made',
    title: 'It generates no unavailable presence when a stream ends.',
    fault: () => during(['stream-end'], { route: dropOwnPresence, toClient: dropOwnPresence }),
  }),
  breaks('4.5.2-g', {
    slug: 'not-broadcast',
    title: 'It does not broadcast presence that follows unavailable presence.',
    fault: () => onNotification(['initial-again'], isAnyone, drop),
  }),
  breaks('4.5.2-g', {
    slug: 'not-probed',
    title: 'It sends no probes for presence that follows unavailable presence.',
    fault: () => during(['initial-again'], { route: (stanza) => (isPresence(stanza, 'probe') ? [] : [stanza]) }),
  }),
  breaks('3.1.3-m', {
    slug: 'not-asked-again',
    title: 'It does not deliver pending requests again for presence that follows unavailable presence.',
    fault: () => during(['initial-again'], { toClient: (stanza) => (isPresence(stanza, 'subscribe') ? [] : [stanza]) }),
  }),
  ...contactResourceMutants('4.5.3-a', UNAVAILABLE),
];

/** Drops presence of the sender of the trigger. */
function dropOwnPresence(stanza: XmlElement, _: unknown, trigger: Trigger): readonly XmlElement[] {
  return isPresenceOf(stanza, trigger) ? [] : [stanza];
}

function withChildOfLast(name: string, stanza: XmlElement, last: XmlElement | undefined): XmlElement {
  const found = last && child(last, name);
  return found ? addChildren(stanza, found) : stanza;
}
