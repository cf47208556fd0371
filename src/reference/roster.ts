// RFC 6121 2: rosters, their versions and pushes.

import { randomBytes } from 'node:crypto';
import type { XmlElement } from '../model/xml.ts';
import { element, NS } from '../stanza/xml.ts';
import { interestedResources } from './availability.ts';
import type { Account, Resource, Roster, RosterItem, ServerState } from './server-state.ts';
import { stamp } from './stanza.ts';

/** Makes a roster without items. */
export function newRoster(): Roster {
  return { prefix: randomBytes(4).toString('hex'), version: 0, items: new Map(), changes: new Map() };
}

/** Makes the item of a contact that is not in the roster: state None. */
export function blankItem(jid: string): RosterItem {
  return { jid, name: '', groups: [], subscription: 'none', ask: false, approved: false };
}

/** Stores an item and pushes it (RFC 6121 2.3.2, 2.4.2). */
export function storeItem(server: ServerState, account: Account, item: RosterItem): void {
  account.roster.items.set(item.jid, item);
  noteChange(account.roster, item.jid);
  pushToInterested(server, account, item.jid);
}

/** Removes an item and pushes the removal (RFC 6121 2.5.2). */
export function dropItem(server: ServerState, account: Account, jid: string): void {
  account.roster.items.delete(jid);
  noteChange(account.roster, jid);
  pushToInterested(server, account, jid);
}

/** Makes the `<query/>` of a roster result, with all items and the version. */
export function rosterQuery(roster: Roster): XmlElement {
  const items = [...roster.items.values()].map(itemElement);
  return element('query', NS.roster, { ver: versionText(roster, roster.version) }, items);
}

/**
 * Returns the JIDs that have changed since the client's version, in the order of change (RFC 6121 2.6.3).
 * Returns undefined when this roster never had that version.
 */
export function changedSince(roster: Roster, version: string): readonly string[] | undefined {
  const known = Number(version.slice(roster.prefix.length + 1));
  const isReached = Number.isInteger(known) && known >= 0 && known <= roster.version;
  const isKnown = isReached && versionText(roster, known) === version;
  if (!isKnown) return undefined;
  return [...roster.changes].filter(([, changedAt]) => changedAt > known).map(([jid]) => jid);
}

/** Pushes the current state of an item to one resource, with the version of its last change. */
export function pushItem(server: ServerState, resource: Resource, jid: string): void {
  resource.send(pushFor(server, resource, jid));
}

/** Makes the push of an item to one resource. */
export function pushFor(server: ServerState, resource: Resource, jid: string): XmlElement {
  return stamp(pushOf(resource.account.roster, jid), { id: server.uniqueId(), to: resource.jid });
}

function pushToInterested(server: ServerState, account: Account, jid: string): void {
  for (const resource of interestedResources(account)) pushItem(server, resource, jid);
}

function pushOf(roster: Roster, jid: string): XmlElement {
  const item = roster.items.get(jid);
  const shown = item ? itemElement(item) : element('item', NS.roster, { jid, subscription: 'remove' });
  const ver = versionText(roster, roster.changes.get(jid) ?? roster.version);
  return element('iq', NS.client, { type: 'set' }, [element('query', NS.roster, { ver }, [shown])]);
}

function itemElement(item: RosterItem): XmlElement {
  const attrs = {
    name: item.name === '' ? undefined : item.name,
    ask: item.ask ? 'subscribe' : undefined,
    approved: item.approved ? 'true' : undefined,
  };
  const groups = item.groups.map((group) => element('group', NS.roster, {}, [group]));
  return stamp(element('item', NS.roster, { jid: item.jid, subscription: item.subscription }, groups), attrs);
}

function noteChange(roster: Roster, jid: string): void {
  roster.version += 1;
  roster.changes.delete(jid);
  roster.changes.set(jid, roster.version);
}

function versionText(roster: Roster, version: number): string {
  return `${roster.prefix}-${version}`;
}
