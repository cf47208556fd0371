// What mutants of the subscription rules are written with, besides kit.ts.

import type { XmlElement } from '../../../model/xml.ts';
import { parseJid } from '../../../stanza/jid.ts';
import type { Fault } from '../../fault.ts';
import { accountAt } from '../../lookup.ts';
import { storeItem } from '../../roster.ts';
import { route } from '../../route.ts';
import type { Account, ClientContext, RosterItem, ServerState } from '../../server-state.ts';
import { stamp } from '../../stanza.ts';
import { isPresence, isPush, tampered } from './kit.ts';

export const isSubscribe = (stanza: XmlElement): boolean => isPresence(stanza, 'subscribe');

/** Bare JID of the sender; empty where there is none. */
export const senderOf = ({ attrs }: XmlElement): string => parseJid(attrs['from'] ?? '')?.bare ?? '';

/** Bare JID that a stanza is for; empty where there is none. */
export const contactOf = ({ attrs }: XmlElement): string => parseJid(attrs['to'] ?? '')?.bare ?? '';

/** The account that a stanza is for. */
export function receiverOf({ attrs }: XmlElement, server: ServerState): Account | undefined {
  const to = parseJid(attrs['to'] ?? '');
  return to && accountAt(server, to);
}

export const isMalformed = ({ attrs }: XmlElement): boolean => parseJid(attrs['to'] ?? '') === undefined;

export const isToFullJid = ({ attrs }: XmlElement): boolean => (parseJid(attrs['to'] ?? '')?.resource ?? '') !== '';

/** Whether a cell of that table of Appendix A is being carried out. */
export const isInTable = (server: ServerState, table: string): boolean => server.cell?.startsWith(`${table}-`) ?? false;

/** A request that a resource gets at its login: one that arrives is delivered while its cell is carried out. */
export const isShownAtLogin = (stanza: XmlElement, { server }: ClientContext): boolean =>
  isSubscribe(stanza) && server.cell === undefined;

/** What the sender's roster says of the contact that a stanza of a client is for. */
export const itemFor = (stanza: XmlElement, { resource }: ClientContext): RosterItem | undefined =>
  resource.account.roster.items.get(contactOf(stanza));

/** Whether the contact that a stanza of a client is for waits for an answer to a request. */
export const isAwaited = (stanza: XmlElement, { resource }: ClientContext): boolean =>
  resource.account.pendingIn.has(contactOf(stanza));

export const seesPresence = (item: RosterItem | undefined): boolean =>
  item?.subscription === 'from' || item?.subscription === 'both';

/** The stanza goes out to the contact, besides what becomes of it. */
export function alsoSentOut(stanza: XmlElement, { server, resource }: ClientContext): readonly XmlElement[] {
  route(server, stamp(stanza, { from: resource.account.jid }));
  return [stanza];
}

/** Changes and pushes the item that the receiver of a stanza has of its sender. Does nothing where there is no item. */
export function changeItem(stanza: XmlElement, server: ServerState, changes: Partial<RosterItem>): void {
  const account = receiverOf(stanza, server);
  const item = account?.roster.items.get(senderOf(stanza));
  if (account && item) storeItem(server, account, { ...item, ...changes });
}

/** A defect at the order: what a contact says of a subscription is delivered after the push that it causes. */
export function afterThePush(type: string): Fault {
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
  return tampered({ toClient });
}
