// Faults that are active only while the server handles a certain trigger (RFC 6121 4).

import type { XmlElement } from '../../../model/xml.ts';
import type { Fault } from '../../fault.ts';
import type { ClientContext, Resource, ServerState } from '../../server-state.ts';
import { withHooks } from '../kit/mutant.ts';
import { isPresence } from '../kit/predicates.ts';
import { recipientAccount } from '../kit/recipients.ts';

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
export interface TriggeredHooks {
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
