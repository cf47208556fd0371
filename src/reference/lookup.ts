// Finds accounts, and the resources of an account that a rule is about.

import type { Jid } from '../stanza/jid.ts';
import { parseJid } from '../stanza/jid.ts';
import type { Account, Resource, ServerState } from './server-state.ts';

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
