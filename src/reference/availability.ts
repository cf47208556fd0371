// Accounts and their resources: which are there, which are available, and where a stanza goes among them.

import type { XmlElement } from '../model/xml.ts';
import { type Jid, parseJid } from '../stanza/jid.ts';
import type { Account, Origin, Resource, ServerState } from './server-state.ts';
import { delay, presence, stamp } from './stanza.ts';

/** Whether the contact is subscribed to the account's presence. Every account is its own subscriber (RFC 6121 3). */
export function isSubscriber(account: Account, bareJid: string): boolean {
  const subscription = account.roster.items.get(bareJid)?.subscription;
  return bareJid === account.jid || subscription === 'from' || subscription === 'both';
}

/** Contacts that receive every presence broadcast (RFC 6121 4.2.2). */
export function subscribers(account: Account): readonly string[] {
  return [...account.roster.items.keys()].filter((jid) => jid !== account.jid && isSubscriber(account, jid));
}

/** Contacts whose presence the account receives (RFC 6121 4.2.2, 4.3.1). */
export function publishers(account: Account): readonly string[] {
  const items = [...account.roster.items.values()];
  return items.filter(({ subscription }) => subscription === 'to' || subscription === 'both').map(({ jid }) => jid);
}

/** Sends the last presence of each available resource, with all its children (RFC 6121 3.1.5, 4.3.2). */
export function sendCurrentPresence(server: ServerState, account: Account, to: string): void {
  for (const { presence: last } of availableResources(account)) if (last) route(server, stamp(last, { to }));
}

/** Sends unavailable presence of each resource that the contact has presence of (RFC 6121 3.2.2, 3.3.3, 4.6.1). */
export function sendAllUnavailable(server: ServerState, account: Account, to: string): void {
  for (const resource of account.resources.values()) {
    const isSeen = forgetDirected(resource, { full: to, bare: to }) || resource.presence !== undefined;
    if (isSeen) route(server, presence({ type: 'unavailable', from: resource.jid, to }));
  }
}

/**
 * Deletes the records of directed presence to an address; to a bare JID, those to its resources as well (4.6.1).
 * Returns whether there were any.
 */
export function forgetDirected({ directed }: Resource, { full, bare }: Pick<Jid, 'full' | 'bare'>): boolean {
  const reached = [...directed.keys()].filter((jid) => jid === full || (full === bare && jid.startsWith(`${bare}/`)));
  for (const jid of reached) directed.delete(jid);
  return reached.length > 0;
}

/** Makes unavailable presence of the account itself, with the time of its last available resource (RFC 6121 4.3.2). */
export function accountUnavailable(account: Account, attrs: { to?: string; id?: string | undefined }): XmlElement {
  const since = account.lastSeen === undefined ? [] : [delay(account.jid, account.lastSeen)];
  return presence({ type: 'unavailable', from: account.jid, ...attrs }, since);
}

/** Queues a stanza for delivery to its `to`. Drops a stanza whose `to` is missing or malformed. */
export function route(server: ServerState, stanza: XmlElement, origin?: Origin): void {
  for (const sent of server.hooks?.route?.(stanza, server) ?? [stanza]) {
    const to = parseJid(sent.attrs['to'] ?? '');
    if (to) server.queue.push({ stanza: sent, to, ...(origin && { origin }) });
  }
}

/** Returns the account at an address. The resource part of the address is ignored. */
export function accountAt(server: ServerState, jid: Jid): Account | undefined {
  return jid.domain === server.domain ? server.accounts.get(jid.local) : undefined;
}

/** Whether an address belongs to another domain. */
export function isRemote(server: ServerState, jid: string): boolean {
  return parseJid(jid)?.domain !== server.domain;
}

/** Resources that have sent initial presence and no unavailable presence since (RFC 6121 4.2). */
export function availableResources(account: Account): readonly Resource[] {
  return [...account.resources.values()].filter((resource) => resource.presence !== undefined);
}

/** Whether a resource receives messages to the bare JID: it is available with a non-negative priority (RFC 6121 8.5.2.1.1). */
export function isUsable({ presence, priority }: Resource): boolean {
  return presence !== undefined && priority >= 0;
}

/** Resources that receive messages to the bare JID, in the order of binding. */
export function usableResources(account: Account): readonly Resource[] {
  return [...account.resources.values()].filter(isUsable);
}

/** Resources that receive roster pushes (RFC 6121 2.2). */
export function interestedResources(account: Account): readonly Resource[] {
  return [...account.resources.values()].filter((resource) => resource.interested);
}
