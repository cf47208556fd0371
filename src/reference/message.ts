// RFC 6121 5 and 8.5: the delivery of messages, also of those that wait for a user (8.5.2.2.1).

import type { XmlElement } from '../model/xml.ts';
import {
  type AddressForm,
  type DeliveryCondition,
  type DeliveryOutcome,
  MESSAGE_TYPES,
  type MessageType,
} from '../spec/delivery-table.ts';
import type { Jid } from '../stanza/jid.ts';
import { accountAt, availableResources, usableResources } from './availability.ts';
import { returnToSender } from './bounce.ts';
import type { Account, Resource, Routed, ServerState } from './server-state.ts';
import { withDelay } from './stanza.ts';

interface Delivery {
  readonly server: ServerState;
  readonly account: Account | undefined;
  readonly routed: Routed;
}

/** Handles a message to a local part by the outcome that this server has chosen for its cell of Table 1 (8.5.4). */
export function handleInboundMessage(server: ServerState, routed: Routed): undefined {
  const account = accountAt(server, routed.to);
  CARRY_OUT[chooseDelivery(server, account, routed)]({ server, account, routed });
}

/** Without a cell the message is delivered (8.5.3.1): Table 1 has no row for a matching resource that is not available. */
function chooseDelivery(
  { delivery }: ServerState,
  account: Account | undefined,
  { stanza, to }: Routed,
): DeliveryOutcome {
  const cell = `${conditionOf(account)}/${formOf(account, to)}/${typeOf(stanza)}`;
  return delivery.get(cell) ?? 'D';
}

/** The condition of Table 1. Connected resources that are not available do not count (ruling R13). */
function conditionOf(account: Account | undefined): DeliveryCondition {
  if (!account) return 'no-account';
  if (availableResources(account).length === 0) return 'no-active-resource';
  const usable = usableResources(account).length;
  if (usable === 0) return 'negative-only';
  return usable === 1 ? 'one-non-negative' : 'several-non-negative';
}

function formOf(account: Account | undefined, to: Jid): AddressForm {
  if (to.resource === '') return 'bare';
  if (!account) return 'full';
  return account.resources.has(to.resource) ? 'full-match' : 'full-no-match';
}

/** The type of a message. A missing or unknown type is treated as normal (5.2.2). */
function typeOf({ attrs }: XmlElement): MessageType {
  return MESSAGE_TYPES.find((type) => type === attrs['type']) ?? 'normal';
}

const CARRY_OUT: Readonly<Record<DeliveryOutcome, (delivery: Delivery) => void>> = {
  O: ({ server, account, routed }) => account && keepOffline(server, account, routed.stanza),
  E: ({ routed }) => returnToSender(routed, 'service-unavailable'),
  S: () => undefined,
  D: ({ account, routed }) => addressedResource(account, routed.to)?.send(routed.stanza),
  M: ({ account, routed }) => mostAvailable(account)?.send(routed.stanza),
  A: ({ account, routed }) => {
    for (const receiver of bestResources(account)) receiver.send(routed.stanza);
  },
};

/** The resource of a full JID; for a bare JID or an unmatched resource, the most available one. */
function addressedResource(account: Account | undefined, to: Jid): Resource | undefined {
  return account?.resources.get(to.resource) ?? mostAvailable(account);
}

/** The resource with the highest priority; of several, the last by name. */
function mostAvailable(account: Account | undefined): Resource | undefined {
  return [...bestResources(account)].sort(byAvailability).at(-1);
}

function byAvailability(a: Resource, b: Resource): number {
  return a.priority - b.priority || (a.name < b.name ? -1 : 1);
}

/**
 * The resources with non-negative priority. Without any, the available or else the connected resources: only mutants
 * deliver to them (8.5.2.1.1).
 */
function bestResources(account: Account | undefined): readonly Resource[] {
  if (!account) return [];
  const groups = [usableResources(account), availableResources(account), [...account.resources.values()]];
  return groups.find((group) => group.length > 0) ?? [];
}

/** Stores a message with the time of its arrival (XEP-0203). */
function keepOffline(server: ServerState, account: Account, message: XmlElement): void {
  account.offline.push(withDelay(message, server.domain, new Date().toISOString()));
}

/** Delivers all stored messages, oldest first. */
export function deliverOffline({ account, send }: Resource): void {
  for (const message of account.offline.splice(0)) send(message);
}
