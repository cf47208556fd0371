// Faults that remember to whom directed presence went (RFC 6121 4.6).

import type { Fault } from '../../fault.ts';
import type { Resource } from '../../server-state.ts';
import { presence } from '../../stanza.ts';
import { type Recipient, recipientOf } from './notifications.ts';
import { during, isPresenceOf, type TriggerKind } from './trigger.ts';

/** Collects addresses by resource. */
export function createAddressLog() {
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
