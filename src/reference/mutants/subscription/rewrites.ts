import type { XmlElement } from '../../../model/xml.ts';
import type { Fault } from '../../fault.ts';
import { storeItem } from '../../roster.ts';
import { route } from '../../route.ts';
import type { ClientContext, RosterItem, ServerState } from '../../server-state.ts';
import { stamp } from '../../stanza.ts';
import { withHooks } from '../kit/hooks.ts';
import { isPresence, isPush } from '../kit/predicates.ts';
import { itemOfSender, recipientAccount } from '../kit/recipients.ts';

/** Routes the stanza to the contact, and handles it as well. */
export function alsoRoute(stanza: XmlElement, { server, resource }: ClientContext): readonly XmlElement[] {
  route(server, stamp(stanza, { from: resource.account.jid }));
  return [stanza];
}

/** Changes and pushes the item for the sender in the recipient's roster. Does nothing without an item. */
export function changeItemOfSender(stanza: XmlElement, server: ServerState, changes: Partial<RosterItem>): void {
  const account = recipientAccount(stanza, server);
  const item = itemOfSender(stanza, server);
  if (account && item) storeItem(server, account, { ...item, ...changes });
}

/** A fault in the order: subscription stanzas of that type are delivered after the push that they cause. */
export function deliverAfterPush(type: string): Fault {
  const held = new Map<string, XmlElement>();
  const isPushDue = ({ appendix, cell }: ServerState): boolean =>
    appendix.tables.some(({ cells }) => cells.some(({ id, push }) => id === cell && push.due === 'MUST'));
  const withHeld = (push: XmlElement, jid: string): readonly XmlElement[] => {
    const waiting = held.get(jid);
    held.delete(jid);
    return waiting ? [push, waiting] : [push];
  };
  const toClient = (stanza: XmlElement, { server, resource: { jid } }: ClientContext): readonly XmlElement[] => {
    if (isPush(stanza)) return withHeld(stanza, jid);
    if (!isPresence(stanza, type) || !isPushDue(server)) return [stanza];
    held.set(jid, stanza);
    return [];
  };
  return withHooks({ toClient });
}
