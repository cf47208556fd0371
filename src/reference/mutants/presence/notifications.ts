// Faults in the presence notifications that a trigger causes: to whom they go, what they contain, and during which trigger they are active.

import type { XmlElement } from '../../../model/xml.ts';
import { availableResources, isRemote, isSubscriber } from '../../availability.ts';
import type { Fault } from '../../fault.ts';
import type { Account, ClientContext, Resource, ServerState } from '../../server-state.ts';
import { withHooks } from '../kit/mutant.ts';
import { bareJidOf, recipientAccount, recipientJid, senderAccount } from '../kit/recipients.ts';
import { isPresence } from '../kit/rewrites.ts';

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

/**
 * What the server handles. `initial`, `initial-again` (after unavailable presence on the same stream), `update` and
 * `unavailable` are broadcasts; `directed` and `directed-unavailable` have a `to`; `stream-end` is no stanza.
 */
export type TriggerKind =
  | 'initial'
  | 'initial-again'
  | 'update'
  | 'unavailable'
  | 'stream-end'
  | 'directed'
  | 'directed-unavailable'
  | 'probe'
  | 'subscribed'
  | 'unsubscribed'
  | 'other';

/** What the server handles, until the next stanza arrives or the next stream ends. */
export interface Trigger {
  readonly kind: TriggerKind;
  /** The full JID of the sender, or of the resource whose stream has ended. A remote sender's JID is as sent. */
  readonly jid: string;
  /** Undefined for a remote sender. */
  readonly resource: Resource | undefined;
  /** The stanza; for `stream-end` the last presence that the resource broadcast, if any. */
  readonly stanza: XmlElement | undefined;
}

/** The hooks of a fault, with the trigger that is being handled. */
interface TriggeredHooks {
  before?(trigger: Trigger): void;
  route?(stanza: XmlElement, server: ServerState, trigger: Trigger): readonly XmlElement[];
  toClient?(stanza: XmlElement, context: ClientContext, trigger: Trigger): readonly XmlElement[];
}

/** A fault that is active during these kinds of triggers only. */
export function during(kinds: readonly TriggerKind[], { before, route, toClient }: TriggeredHooks): Fault {
  let now: Trigger | undefined;
  const left = new WeakSet<Resource>();
  const begin = (trigger: Trigger) => {
    now = kinds.includes(trigger.kind) ? trigger : undefined;
    if (now) before?.(now);
  };
  return withHooks({
    fromClient: (stanza, { resource }) => {
      const kind = kindOf(stanza, { isKnown: resource.presence !== undefined, hasLeft: left.has(resource) });
      if (kind === 'unavailable') left.add(resource);
      begin({ kind, jid: resource.jid, resource, stanza });
      return [stanza];
    },
    fromRemote: (stanza, server) => {
      begin({ kind: remoteKindOf(stanza, server), jid: stanza.attrs['from'] ?? '', resource: undefined, stanza });
      return [stanza];
    },
    noticesStreamEnd: (resource) => {
      begin({ kind: 'stream-end', jid: resource.jid, resource, stanza: resource.presence });
      return true;
    },
    route: (stanza, server) => (now && route ? route(stanza, server, now) : [stanza]),
    toClient: (stanza, context) => (now && toClient ? toClient(stanza, context, now) : [stanza]),
  });
}

/** Whether a stanza is presence of the trigger's sender. */
export const isPresenceOf = (stanza: XmlElement, { jid }: Trigger): boolean =>
  isPresence(stanza) && stanza.attrs['from'] === jid;

function kindOf(
  { name, attrs }: XmlElement,
  { isKnown, hasLeft }: { isKnown: boolean; hasLeft: boolean },
): TriggerKind {
  const { type, to } = attrs;
  if (name !== 'presence') return 'other';
  if (type === 'probe' || type === 'subscribed' || type === 'unsubscribed') return type;
  if (type === 'unavailable') return to === undefined ? 'unavailable' : 'directed-unavailable';
  if (type !== undefined) return 'other';
  if (to !== undefined) return 'directed';
  if (isKnown) return 'update';
  return hasLeft ? 'initial-again' : 'initial';
}

/** A remote server sends a broadcast to the bare JIDs of the subscribers. */
function remoteKindOf(stanza: XmlElement, server: ServerState): TriggerKind {
  const { type, to = '', from = '' } = stanza.attrs;
  const account = recipientAccount(stanza, server);
  const isBroadcast = account?.jid === to && (type === undefined || type === 'unavailable');
  if (!isBroadcast) return kindOf(stanza, { isKnown: false, hasLeft: false });
  if (type === 'unavailable') return 'unavailable';
  return account.remoteAvailable.has(from) ? 'update' : 'initial';
}
