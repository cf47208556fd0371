// RFC 6121 4.6.1: directed presence that suppresses notifications to subscribers, or whose record is never removed.

import { route } from '../../availability.ts';
import type { Fault } from '../../fault.ts';
import type { Resource } from '../../server-state.ts';
import { presence, stamp } from '../../stanza.ts';
import { breaks, type Mutant } from '../kit/mutant.ts';
import { bareJidOf, recipientAccount } from '../kit/recipients.ts';
import { isPresence } from '../kit/rewrites.ts';
import {
  during,
  isAnyone,
  isPresenceOf,
  isSender,
  isStranger,
  type Recipient,
  recipientOf,
  type TriggerKind,
} from './notifications.ts';

export const directedRecordMutants: readonly Mutant[] = [
  breaks(
    '4.6.1-a/cancelled-told',
    'It sends updates to recipients of directed presence after their subscription was cancelled.',
    updateCancelled,
  ),
  breaks(
    '4.6.1-a/approved-untold',
    'It sends no presence to an approved contact that received directed presence before.',
    () => dropAfterDirected('directed', ['subscribed'], isAnyone),
  ),
  breaks(
    '4.6.1-b/updates-withheld',
    'It sends no updates to a subscriber that received directed presence before subscribing.',
    () => dropAfterDirected('directed', ['update'], isStranger),
  ),
  breaks(
    '4.6.1-b/end-withheld',
    'It sends no unavailable presence to a subscriber that received directed presence before subscribing.',
    () => dropAfterDirected('directed', ['unavailable', 'stream-end'], isStranger),
  ),
  breaks(
    '4.6.1-c/unavailable-withheld',
    'It sends no unavailable presence with a cancellation to a contact that received directed presence.',
    () => dropAfterDirected('directed', ['unsubscribed'], isAnyone),
  ),
  breaks(
    '4.6.1-d/not-forgotten',
    'It sends unavailable presence again to recipients of directed unavailable presence.',
    keepWithdrawn,
  ),
  breaks(
    '4.6.1-e/not-forgotten',
    'It sends unavailable presence to recipients of directed presence that are unavailable themselves.',
    keepUnavailable,
  ),
];

function updateCancelled(): Fault {
  const { of, note } = createAddressLog();
  return during(['unsubscribed', 'update'], {
    before: ({ kind, resource, stanza }) => {
      const to = bareJidOf(stanza?.attrs['to']) ?? '';
      const hasDirected = [...(resource?.directed.keys() ?? [])].some((jid) => bareJidOf(jid) === to);
      if (kind === 'unsubscribed' && resource && hasDirected) note(resource, to);
    },
    toClient: (stanza, { server, resource }, trigger) => {
      const isEcho = isPresenceOf(stanza, trigger) && isSender(resource, trigger);
      if (isEcho) for (const to of of(resource)) route(server, stamp(stanza, { to }));
      return [stanza];
    },
  });
}

function keepWithdrawn(): Fault {
  const { of, note } = createAddressLog();
  return during(['directed-unavailable', 'unavailable', 'stream-end'], {
    before: ({ kind, resource, stanza }) => {
      if (resource && stanza && kind === 'directed-unavailable') note(resource, stanza.attrs['to'] ?? '');
      else if (resource) addDirected(resource, of(resource));
    },
  });
}

function keepUnavailable(): Fault {
  const { of, note } = createAddressLog();
  return during(['directed-unavailable', 'unavailable', 'stream-end'], {
    before: ({ kind, resource }) => {
      if (resource && kind !== 'directed-unavailable') addDirected(resource, of(resource));
    },
    route: (stanza, server, trigger) => {
      const { from = '' } = stanza.attrs;
      const isUnavailable = isPresenceOf(stanza, trigger) && isPresence(stanza, 'unavailable');
      const others = (isUnavailable && recipientAccount(stanza, server)?.resources.values()) || [];
      for (const other of others) if (other.directed.has(from)) note(other, from);
      return [stanza];
    },
  });
}

/** Collects addresses by resource. */
function createAddressLog() {
  const noted = new WeakMap<Resource, Set<string>>();
  const of = (resource: Resource | undefined): ReadonlySet<string> => (resource && noted.get(resource)) ?? new Set();
  const note = (resource: Resource, jid: string) => void noted.set(resource, new Set([...of(resource), jid]));
  return { of, note };
}

/** A fault: subscribers that received directed presence, and matched then, receive nothing during these kinds of triggers. */
export function dropAfterDirected(
  cause: 'directed' | 'directed-unavailable',
  kinds: readonly TriggerKind[],
  matched: (to: Recipient) => boolean,
): Fault {
  const { of, note } = createAddressLog();
  return during([cause, ...kinds], {
    route: (stanza, server, trigger) => {
      const { kind, resource } = trigger;
      const to = isPresenceOf(stanza, trigger) ? recipientOf(stanza, server) : undefined;
      if (!to || !resource) return [stanza];
      if (kind === cause && matched(to)) note(resource, to.bare);
      return kind !== cause && to.isSubscriber && of(resource).has(to.bare) ? [] : [stanza];
    },
  });
}

/** Records directed presence to these addresses, as if the resource had sent it. */
export function addDirected(resource: Resource, jids: ReadonlySet<string>): void {
  for (const to of jids) resource.directed.set(to, presence({ from: resource.jid, to }));
}
