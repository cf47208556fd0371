// RFC 6121 4.2, 4.4 and 4.5: initial, updated and unavailable presence that reaches the wrong recipients, or is changed.

import type { XmlElement } from '../../../model/xml.ts';
import { child } from '../../../stanza/xml.ts';
import { subscribers } from '../../availability.ts';
import { breaks, type Mutant, withHooks } from '../kit/mutant.ts';
import { addChildren, drop, hasNegativePriority, isPresence, withBareFrom, withoutChildren } from '../kit/rewrites.ts';
import {
  alsoToUnavailable,
  during,
  isAnyone,
  isFirstAvailable,
  isOfOtherAccount,
  isOtherOwnResource,
  isPresenceOf,
  isSender,
  onDelivery,
  onNotification,
  seemsOffline,
  type Trigger,
  type TriggerKind,
} from './notifications.ts';

const INITIAL = { kind: 'initial', slug: 'initial', name: 'initial presence' } as const;
const UPDATE = { kind: 'update', slug: 'update', name: 'updated presence' } as const;

export const broadcastMutants: readonly Mutant[] = [
  ...contactMutants('4.2.2-a', INITIAL),
  ...ownResourceMutants('4.2.2-b', INITIAL),
  ...contactResourceMutants('4.2.3-a', INITIAL),
  breaks('4.2.2-a/from-bare-jid', 'It sends initial presence from the bare JID.', () =>
    onNotification(['initial'], isAnyone, withBareFrom),
  ),
  breaks(
    '4.2.2-a/stripped',
    'It sends initial presence without its children.',
    () => onNotification(['initial'], isAnyone, (stanza) => [withoutChildren(stanza)]),
    { nearest: ['rfc6121/4.2.1/carried'] },
  ),
  ...contactMutants('4.4.2-a', UPDATE),
  ...ownResourceMutants('4.4.2-b', UPDATE),
  ...contactResourceMutants('4.4.3-a', UPDATE),
  breaks('4.4.2-a/without-extensions', 'It sends updated presence without extensions.', () =>
    onNotification(['update'], isAnyone, (stanza) => [withoutChildren(stanza, 'weather')]),
  ),
  breaks('4.4.2-a/spared', 'It does not send updated presence to a remote contact that has sent no presence.', () =>
    onNotification(['update'], seemsOffline, drop),
  ),
  breaks('4.4.2-a/without-show', 'It sends updated presence without show.', () =>
    onNotification(['update'], isAnyone, (stanza) => [withoutChildren(stanza, 'show')]),
  ),
];

// NO_MUTANT 4.5.3-b: a server that does not record a contact's unavailable presence only goes on sending what 4.4.2
// requires, so the fault cannot be observed.

const UNAVAILABLE = { kind: 'unavailable', slug: 'leaving', name: 'unavailable presence' } as const;
const STREAM_END = { kind: 'stream-end', slug: 'end', name: 'generated unavailable presence' } as const;

export const unavailableMutants: readonly Mutant[] = [
  breaks('4.5.2-d/without-status', 'It sends unavailable presence without status.', () =>
    onNotification(['unavailable'], isAnyone, (stanza) => [withoutChildren(stanza, 'status')]),
  ),
  ...['show', 'priority'].map((name) =>
    breaks(`4.5.1-c/with-${name}`, `It puts the last ${name} into the unavailable presence that it generates.`, () =>
      onNotification(['stream-end'], isAnyone, (stanza, { stanza: last }) => [withChildOfLast(name, stanza, last)]),
    ),
  ),
  breaks('4.5.2-a/unnoticed', 'It ignores the end of a stream.', () => withHooks({ noticesStreamEnd: () => false })),
  ...contactMutants('4.5.2-b', UNAVAILABLE),
  ...contactMutants('4.5.2-b', STREAM_END),
  breaks('4.5.2-b/from-bare-jid', 'It sends unavailable presence from the bare JID.', () =>
    onNotification(['unavailable', 'stream-end'], isAnyone, withBareFrom),
  ),
  breaks('4.5.2-c/spared', 'It does not send unavailable presence to a remote contact that has sent no presence.', () =>
    onNotification(['unavailable', 'stream-end'], seemsOffline, drop),
  ),
  breaks('4.5.2-d/without-extensions', 'It sends unavailable presence without extensions.', () =>
    onNotification(['unavailable'], isAnyone, (stanza) => [withoutChildren(stanza, 'weather')]),
  ),
  breaks(
    '4.5.2-d/bare-to-own-resources',
    'It sends unavailable presence to the other resources of the user without its children.',
    () => onDelivery(['unavailable'], isOtherOwnResource, (stanza) => [withoutChildren(stanza)]),
  ),
  ...ownResourceMutants('4.5.2-e', UNAVAILABLE),
  breaks(
    '4.5.2-e/end-untold',
    'It sends no unavailable presence at the end of a stream to the other resources of the user.',
    () => onDelivery(['stream-end'], isOtherOwnResource, drop),
  ),
  breaks(
    '4.5.2-e/end-not-to-negative',
    'It sends no unavailable presence at the end of a stream to other resources with negative priority.',
    () => onDelivery(['stream-end'], (to, trigger) => isOtherOwnResource(to, trigger) && hasNegativePriority(to), drop),
  ),
  breaks('4.5.2-f/not-made', 'It generates no unavailable presence when a stream ends.', () =>
    during(['stream-end'], { route: dropOwnPresence, toClient: dropOwnPresence }),
  ),
  breaks('4.5.2-g/not-broadcast', 'It does not broadcast presence that follows unavailable presence.', () =>
    onNotification(['initial-again'], isAnyone, drop),
  ),
  breaks('4.5.2-g/not-probed', 'It sends no probes for presence that follows unavailable presence.', () =>
    during(['initial-again'], { route: (stanza) => (isPresence(stanza, 'probe') ? [] : [stanza]) }),
  ),
  breaks(
    '3.1.3-m/not-asked-again',
    'It does not deliver pending requests again for presence that follows unavailable presence.',
    () => during(['initial-again'], { toClient: (stanza) => (isPresence(stanza, 'subscribe') ? [] : [stanza]) }),
  ),
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

/** A kind of broadcast. `slug` starts the slugs of its mutants, `name` names it in their titles. */
interface Broadcast {
  readonly kind: TriggerKind;
  readonly slug: string;
  readonly name: string;
}

/** Mutants that do not send a broadcast to all contacts. */
function contactMutants(requirement: string, { kind, slug, name }: Broadcast): readonly Mutant[] {
  return [
    breaks(
      `${requirement}/${slug}-to-mutual-only`,
      `It sends ${name} only to contacts with a mutual subscription.`,
      () => onNotification([kind], ({ isSubscriber, isMutual }) => isSubscriber && !isMutual, drop),
    ),
    breaks(`${requirement}/${slug}-to-first-only`, `It sends ${name} only to the first contact in the roster.`, () =>
      onNotification(
        [kind],
        ({ account, bare, isSubscriber }) => isSubscriber && subscribers(account)[0] !== bare,
        drop,
      ),
    ),
    breaks(
      `${requirement}/${slug}-not-of-negative`,
      `It does not send ${name} of a resource with negative priority to contacts.`,
      () =>
        onNotification([kind], ({ isSubscriber }, { resource }) => isSubscriber && hasNegativePriority(resource), drop),
    ),
  ];
}

/** Mutants that send a broadcast to the wrong resources of the user. */
function ownResourceMutants(requirement: string, { kind, slug, name }: Broadcast): readonly Mutant[] {
  return [
    breaks(`${requirement}/${slug}-without-echo`, `It does not send ${name} back to the resource that sent it.`, () =>
      onDelivery([kind], isSender, drop),
    ),
    breaks(`${requirement}/${slug}-echo-only`, `It does not send ${name} to the other resources of the user.`, () =>
      onDelivery([kind], isOtherOwnResource, drop),
    ),
    breaks(
      `${requirement}/${slug}-not-to-negative`,
      `It does not send ${name} to the other resources of the user with negative priority.`,
      () => onDelivery([kind], (to, trigger) => isOtherOwnResource(to, trigger) && hasNegativePriority(to), drop),
    ),
    breaks(
      `${requirement}/${slug}-to-connected`,
      `It sends ${name} to resources of the user that are not available.`,
      () => onDelivery([kind], isSender, alsoToUnavailable),
    ),
  ];
}

/** Mutants that deliver a broadcast to the wrong resources of a contact. */
function contactResourceMutants(requirement: string, { kind, slug, name }: Broadcast): readonly Mutant[] {
  return [
    breaks(
      `${requirement}/${slug}-delivered-to-one`,
      `It delivers ${name} to one available resource of the contact.`,
      () => onDelivery([kind], (to, trigger) => isOfOtherAccount(to, trigger) && !isFirstAvailable(to), drop),
    ),
    breaks(
      `${requirement}/${slug}-not-to-negative`,
      `It does not deliver ${name} to resources of the contact with negative priority.`,
      () => onDelivery([kind], (to, trigger) => isOfOtherAccount(to, trigger) && hasNegativePriority(to), drop),
    ),
    breaks(
      `${requirement}/${slug}-delivered-to-connected`,
      `It delivers ${name} to resources of the contact that are not available.`,
      () =>
        onDelivery([kind], (to, trigger) => isOfOtherAccount(to, trigger) && isFirstAvailable(to), alsoToUnavailable),
    ),
  ];
}
