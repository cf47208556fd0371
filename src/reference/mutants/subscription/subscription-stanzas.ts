// Subscription stanzas: which they are, and what replaces them.

import type { XmlElement } from '../../../model/xml.ts';
import { interestedResources, route } from '../../availability.ts';
import type { Fault } from '../../fault.ts';
import { storeItem } from '../../roster.ts';
import type { ClientContext, RosterItem, ServerState } from '../../server-state.ts';
import { stamp } from '../../stanza.ts';
import { withHooks } from '../kit/mutant.ts';
import { itemOfSender, recipientAccount, recipientBareJid } from '../kit/recipients.ts';
import { isPresence, isPush, isSubscribe } from '../kit/rewrites.ts';

/** Whether a cell of that table of Appendix A is being carried out. */
export const isInTable = (server: ServerState, table: string): boolean => server.cell?.startsWith(`${table}-`) ?? false;

/** A stored request that a resource receives at its login. A new request is delivered while its cell is carried out. */
export const isRequestAtLogin = (stanza: XmlElement, { server }: ClientContext): boolean =>
  isSubscribe(stanza) && server.cell === undefined;

/** The item for the recipient of a client's stanza in the client's roster. */
export const itemOfRecipient = (stanza: XmlElement, { resource }: ClientContext): RosterItem | undefined =>
  resource.account.roster.items.get(recipientBareJid(stanza));

/** Whether the recipient of a client's stanza has sent a request that is not yet answered. */
export const answersRequest = (stanza: XmlElement, { resource }: ClientContext): boolean =>
  resource.account.pendingIn.has(recipientBareJid(stanza));

/** Whether the contact of an item is subscribed to the user's presence. */
export const isOfSubscriber = (item: RosterItem | undefined): boolean =>
  item?.subscription === 'from' || item?.subscription === 'both';

/** Whether the resource is not the first of the interested ones. */
export const isNotFirstInterested = ({ resource }: ClientContext): boolean =>
  interestedResources(resource.account)[0] !== resource;

/** Whether the resource has sent no presence. */
export const isUnavailable = ({ resource }: ClientContext): boolean => resource.presence === undefined;

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
