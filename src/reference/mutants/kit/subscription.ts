// What mutants of the subscription rules are written with, besides kit.ts.

import type { XmlElement } from '../../../model/xml.ts';
import { parseJid } from '../../../stanza/jid.ts';
import type { RosterItem } from '../../roster.ts';
import { storeItem } from '../../roster.ts';
import { stamp } from '../../stanza.ts';
import type { At, Defect } from '../../tamper.ts';
import type { Account, World } from '../../world.ts';
import { accountAt, route } from '../../world.ts';
import { isPresence, isPush, tampered } from './kit.ts';

export const isSubscribe = (stanza: XmlElement): boolean => isPresence(stanza, 'subscribe');

/** Bare JID of the sender; empty where there is none. */
export const senderOf = ({ attrs }: XmlElement): string => parseJid(attrs['from'] ?? '')?.bare ?? '';

/** Bare JID that a stanza is for; empty where there is none. */
export const contactOf = ({ attrs }: XmlElement): string => parseJid(attrs['to'] ?? '')?.bare ?? '';

/** The account that a stanza is for. */
export function receiverOf({ attrs }: XmlElement, world: World): Account | undefined {
  const to = parseJid(attrs['to'] ?? '');
  return to && accountAt(world, to);
}

export const isMalformed = ({ attrs }: XmlElement): boolean => parseJid(attrs['to'] ?? '') === undefined;

export const isToFullJid = ({ attrs }: XmlElement): boolean => (parseJid(attrs['to'] ?? '')?.resource ?? '') !== '';

/** Whether a cell of that table of Appendix A is being carried out. */
export const isInTable = (world: World, table: string): boolean => world.cell?.startsWith(`${table}-`) ?? false;

/** A request that a resource gets at its login: one that arrives is delivered while its cell is carried out. */
export const isShownAtLogin = (stanza: XmlElement, { world }: At): boolean =>
  isSubscribe(stanza) && world.cell === undefined;

/** What the sender's roster says of the contact that a stanza of a client is for. */
export const itemFor = (stanza: XmlElement, { resource }: At): RosterItem | undefined =>
  resource.account.roster.items.get(contactOf(stanza));

/** Whether the contact that a stanza of a client is for waits for an answer to a request. */
export const isAwaited = (stanza: XmlElement, { resource }: At): boolean =>
  resource.account.requests.has(contactOf(stanza));

export const seesPresence = (item: RosterItem | undefined): boolean =>
  item?.subscription === 'from' || item?.subscription === 'both';

/** The stanza goes out to the contact, besides what becomes of it. */
export function alsoSentOut(stanza: XmlElement, { world, resource }: At): readonly XmlElement[] {
  route(world, stamp(stanza, { from: resource.account.jid }));
  return [stanza];
}

/** Changes and pushes the item that the receiver of a stanza has of its sender. Does nothing where there is no item. */
export function changeItem(stanza: XmlElement, world: World, changes: Partial<RosterItem>): void {
  const account = receiverOf(stanza, world);
  const item = account?.roster.items.get(senderOf(stanza));
  if (account && item) storeItem(world, account, { ...item, ...changes });
}

/** A defect at the order: what a contact says of a subscription is delivered after the push that it causes. */
export function afterThePush(type: string): Defect {
  const held = new Map<string, XmlElement>();
  const isPushDue = ({ appendix, cell }: World): boolean =>
    appendix.tables.some(({ cells }) => cells.some(({ id, push }) => id === cell && push.due === 'MUST'));
  const withHeld = (push: XmlElement, jid: string): readonly XmlElement[] => {
    const waiting = held.get(jid);
    held.delete(jid);
    return waiting ? [push, waiting] : [push];
  };
  const toClient = (stanza: XmlElement, { world, resource: { jid } }: At): readonly XmlElement[] => {
    if (isPush(stanza)) return withHeld(stanza, jid);
    if (!isPresence(stanza, type) || !isPushDue(world)) return [stanza];
    held.set(jid, stanza);
    return [];
  };
  return tampered({ toClient });
}
