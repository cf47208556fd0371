// RFC 6121 4.6.3: directed presence that is lost, or followed by the wrong notifications.

import type { XmlElement } from '../../../model/xml.ts';
import { parseJid } from '../../../stanza/jid.ts';
import { availableResources, route, isSubscriber as seesPresence } from '../../availability.ts';
import type { Fault } from '../../fault.ts';
import type { Resource } from '../../server-state.ts';
import { stamp } from '../../stanza.ts';
import { breaks, fromClient, type Mutant } from '../kit/mutant.ts';
import { drop, duplicate, hasNegativePriority, isPresence, withBareTo, withoutChildren } from '../kit/rewrites.ts';
import { addDirected, dropAfterDirected } from './directed-records.ts';
import {
  during,
  isAnyone,
  isPresenceOf,
  isSender,
  isStranger,
  onNotification,
  type Recipient,
  type TriggerKind,
} from './notifications.ts';

const isSubscriber = (to: Recipient): boolean => to.isSubscriber;
const namesResource = ({ resource }: Recipient): boolean => resource !== '';

const isDirected = (stanza: XmlElement): boolean =>
  stanza.attrs['to'] !== undefined && (isPresence(stanza, 'available') || isPresence(stanza, 'unavailable'));

export const directedMutants: readonly Mutant[] = [
  breaks('4.6.3-a/dropped', 'It drops directed presence.', () =>
    onNotification(['directed', 'directed-unavailable'], isAnyone, drop),
  ),
  breaks('4.6.3-a/shown-to-oneself', "It also delivers directed presence to the user's own available resources.", () =>
    fromClient(isDirected, (stanza, { resource }) => {
      for (const own of availableResources(resource.account)) own.send(stamp(stanza, { from: resource.jid }));
      return [stanza];
    }),
  ),
  ...relayMutants('4.6.3-b', 'subscribers', isSubscriber),
  breaks(
    '4.6.3-c/told-twice',
    'It sends unavailable presence twice to a subscriber that received directed presence.',
    () =>
      onNotification(
        ['unavailable', 'stream-end'],
        (to, { resource }) => to.isSubscriber && resource?.directed.size !== 0,
        duplicate,
      ),
  ),
  breaks(
    '4.6.3-d/no-updates-after-available',
    'It sends no updates to a subscriber that received directed presence.',
    () => dropAfterDirected('directed', ['update'], isSubscriber),
  ),
  breaks(
    '4.6.3-d/no-updates-after-unavailable',
    'It sends no updates to a subscriber that received directed unavailable presence.',
    () => dropAfterDirected('directed-unavailable', ['update'], isSubscriber),
  ),
  ...relayMutants('4.6.3-e', 'strangers', isStranger),
  breaks('4.6.3-e/all-resources', 'It sends directed presence to all resources of a stranger.', () =>
    onNotification(['directed'], isStranger, withBareTo),
  ),
  breaks('4.6.3-f/initial-told', 'It sends initial presence to strangers that received directed presence.', () =>
    alsoToStrangers(['initial']),
  ),
  breaks('4.6.3-g/updates-told', 'It sends updates to strangers that received directed presence.', () =>
    alsoToStrangers(['update']),
  ),
  breaks(
    '4.6.3-h/leaving-untold',
    'It sends no unavailable presence to a stranger that received directed presence.',
    () => onNotification(['unavailable'], isStranger, drop),
  ),
  breaks(
    '4.6.3-h/end-untold',
    'It sends no unavailable presence at the end of a stream to strangers that received directed presence.',
    () => onNotification(['stream-end'], (to, { stanza }) => isStranger(to) && stanza !== undefined, drop),
  ),
  breaks(
    '4.6.3-h/resource-untold',
    'It sends no unavailable presence to a full JID that received directed presence.',
    () => onNotification(['unavailable', 'stream-end'], (to) => isStranger(to) && namesResource(to), drop),
  ),
  breaks(
    '4.6.3-h/all-resources',
    'It sends unavailable presence to all resources of a stranger when one received directed presence.',
    () => onNotification(['unavailable', 'stream-end'], isStranger, withBareTo),
  ),
  breaks(
    '4.6.3-h/other-resource-told',
    'It sends unavailable presence of a resource to recipients of directed presence from another one.',
    () => during(['unavailable', 'stream-end'], { before: ({ resource }) => resource && shareDirected(resource) }),
  ),
  breaks('4.6.3-i/lost', 'It drops directed presence of a resource that is not available.', () =>
    onNotification(['directed'], (_, { resource }) => resource?.presence === undefined, drop),
  ),
  breaks('4.6.3-i/end-untold', 'It sends no unavailable presence at the end of a resource that is not available.', () =>
    onNotification(['stream-end'], (_, { stanza }) => stanza === undefined, drop),
  ),
  breaks(
    '4.6.3-i/subscriber-untold',
    'It sends subscribers no unavailable presence at the end of a resource that is not available.',
    () => onNotification(['stream-end'], (to, { stanza }) => to.isSubscriber && stanza === undefined, drop),
  ),
];

function relayMutants(requirement: string, recipients: string, matches: (to: Recipient) => boolean): readonly Mutant[] {
  return [
    breaks(`${requirement}/lost`, `It drops directed presence to ${recipients}.`, () =>
      onNotification(['directed'], matches, drop),
    ),
    breaks(
      `${requirement}/not-of-negative`,
      `It drops directed presence of a resource with negative priority to ${recipients}.`,
      () => onNotification(['directed'], (to, { resource }) => matches(to) && hasNegativePriority(resource), drop),
    ),
    breaks(`${requirement}/unavailable-lost`, `It drops directed unavailable presence to ${recipients}.`, () =>
      onNotification(['directed-unavailable'], matches, drop),
    ),
    breaks(`${requirement}/without-extensions`, `It sends directed presence to ${recipients} without extensions.`, () =>
      onNotification(['directed'], matches, (stanza) => [withoutChildren(stanza, 'weather')]),
    ),
  ];
}

/** A fault: strangers that received directed presence also receive these broadcasts. */
function alsoToStrangers(kinds: readonly TriggerKind[]): Fault {
  return during(kinds, {
    toClient: (stanza, { server, resource }, trigger) => {
      const isEcho = isPresenceOf(stanza, trigger) && isSender(resource, trigger);
      const strangers = isEcho ? [...resource.directed.keys()].filter((jid) => !isSubscriberOf(resource, jid)) : [];
      for (const to of strangers) route(server, stamp(stanza, { to }));
      return [stanza];
    },
  });
}

function isSubscriberOf({ account }: Resource, jid: string): boolean {
  return seesPresence(account, parseJid(jid)?.bare ?? '');
}

/** Records the directed presence of all resources of the account as sent by this one. */
function shareDirected(resource: Resource): void {
  for (const { directed } of resource.account.resources.values()) addDirected(resource, new Set(directed.keys()));
}
