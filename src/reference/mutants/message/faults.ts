// Faults in the delivery of messages.

import type { DeliveryOutcome, MessageType } from '../../../spec/delivery-table.ts';
import type { Fault } from '../../fault.ts';
import type { Resource } from '../../server-state.ts';
import { onRoute, type RoutePredicate, toClient } from '../kit/mutant.ts';
import { isMessage } from '../kit/predicates.ts';
import { availableRecipients, isToBareJid, matchingResource, recipientAccount } from '../kit/recipients.ts';
import { duplicate } from '../kit/rewrites.ts';

/** A fault: other outcomes for one type of message in these rows of the delivery table. */
export const withOutcomes = (type: MessageType, outcomes: Readonly<Record<string, DeliveryOutcome>>): Fault => ({
  delivery: Object.fromEntries(Object.entries(outcomes).map(([row, outcome]) => [`${row}/${type}`, outcome])),
});

export const ofType =
  (type: MessageType): RoutePredicate =>
  (stanza) =>
    isMessage(stanza) && (stanza.attrs['type'] ?? 'normal') === type;

/** A fault: the other available resources that satisfy `isReceiver` get a copy. */
export const copyToOthers = (matches: RoutePredicate, isReceiver: (resource: Resource) => boolean): Fault =>
  onRoute(matches, (stanza, server) => {
    const others = availableRecipients(stanza, server).filter(
      (resource) => resource !== matchingResource(stanza, server),
    );
    for (const resource of others) if (isReceiver(resource)) resource.send(stanza);
    return [stanza];
  });

export const duplicateToAccount = (type: MessageType): Fault =>
  toClient((stanza, { server }) => ofType(type)(stanza, server) && isToBareJid(stanza), duplicate);

/** A fault: a delivered message is also stored for the next login. */
export const alsoStoreOffline = (matches: RoutePredicate): Fault =>
  onRoute(matches, (stanza, server) => {
    if (availableRecipients(stanza, server).length > 0) recipientAccount(stanza, server)?.offline.push(stanza);
    return [stanza];
  });
