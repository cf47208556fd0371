// Faults in the presence notifications that a trigger causes: to whom they go, and what they contain.

import type { XmlElement } from '../../../model/xml.ts';
import { isSubscriber } from '../../availability.ts';
import type { Fault } from '../../fault.ts';
import { availableResources, isRemote } from '../../lookup.ts';
import type { Account, Resource, ServerState } from '../../server-state.ts';
import { bareJidOf, recipientJid, senderAccount } from '../kit/recipients.ts';
import { during, isPresenceOf, type Trigger, type TriggeredHooks, type TriggerKind } from './presence-trigger.ts';

/** The recipient of a notification, local or remote. */
export interface Recipient {
  readonly server: ServerState;
  readonly bare: string;
  readonly resource: string;
  /** The account whose presence it is. */
  readonly account: Account;
  readonly isSubscriber: boolean;
  /** The subscription is "both". */
  readonly isMutual: boolean;
}

type RecipientPredicate = (to: Recipient, trigger: Trigger) => boolean;
type ReceiverPredicate = (receiver: Resource, trigger: Trigger) => boolean;
type NotificationRewrite = (stanza: XmlElement, trigger: Trigger) => readonly XmlElement[];
type DeliveryRewrite = (stanza: XmlElement, receiver: Resource) => readonly XmlElement[];

/** A fault in the routing of the sender's presence to matching recipients. */
export function onNotification(
  kinds: readonly TriggerKind[],
  matches: RecipientPredicate,
  rewrite: NotificationRewrite,
): Fault {
  const route: TriggeredHooks['route'] = (stanza, server, trigger) => {
    const to = isPresenceOf(stanza, trigger) ? recipientOf(stanza, server) : undefined;
    return to && matches(to, trigger) ? rewrite(stanza, trigger) : [stanza];
  };
  return during(kinds, { route });
}

/** A fault in the delivery of the sender's presence to matching local resources. */
export function onDelivery(kinds: readonly TriggerKind[], matches: ReceiverPredicate, rewrite: DeliveryRewrite): Fault {
  const toClient: TriggeredHooks['toClient'] = (stanza, { resource }, trigger) =>
    isPresenceOf(stanza, trigger) && matches(resource, trigger) ? rewrite(stanza, resource) : [stanza];
  return during(kinds, { toClient });
}

/** The recipient of a stanza; undefined when no account of this server sends it, or its `to` is malformed. */
export function recipientOf(stanza: XmlElement, server: ServerState): Recipient | undefined {
  const to = recipientJid(stanza);
  const account = senderAccount(stanza, server);
  if (!account || !to) return undefined;
  const { bare, resource } = to;
  const isMutual = account.roster.items.get(bare)?.subscription === 'both';
  return { server, bare, resource, account, isSubscriber: isSubscriber(account, bare), isMutual };
}

export const isAnyone = (): boolean => true;
export const isStranger = ({ isSubscriber }: Recipient): boolean => !isSubscriber;

/** A remote contact that has sent no available presence, or none since unavailable presence. */
export const seemsOffline = ({ server, account, bare }: Recipient): boolean =>
  isRemote(server, bare) && ![...account.remoteAvailable].some((jid) => bareJidOf(jid) === bare);

/** The resource whose presence it is. */
export const isSender = ({ jid }: Resource, trigger: Trigger): boolean => jid === trigger.jid;

/** Another resource of the sender's account. */
export const isOtherOwnResource = ({ account, jid }: Resource, trigger: Trigger): boolean =>
  jid !== trigger.jid && trigger.jid.startsWith(`${account.jid}/`);

/** A resource of another account. */
export const isOfOtherAccount = ({ account }: Resource, trigger: Trigger): boolean =>
  !trigger.jid.startsWith(`${account.jid}/`);

export const isFirstAvailable = (receiver: Resource): boolean => availableResources(receiver.account)[0] === receiver;

/** Also delivers the stanza to the connected resources of the receiver's account that are not available. */
export function alsoToUnavailable(stanza: XmlElement, { account }: Resource): readonly XmlElement[] {
  const others = [...account.resources.values()].filter(({ presence }) => presence === undefined);
  for (const other of others) other.send(stanza);
  return [stanza];
}
