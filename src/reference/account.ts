// Adds, changes and removes accounts, for XEP-0077, XEP-0133 and the options.

import { newRoster } from './roster.ts';
import type { Account, AccountKind, ServerState } from './server-state.ts';
import { endSubscriptions } from './subscription.ts';

/** Adds an account with an empty roster. `local` must be prepared, and must not exist yet. */
export function addAccount(
  server: ServerState,
  credentials: { local: string; password: string },
  kind: AccountKind,
): Account {
  const { local, password } = credentials;
  const account: Account = {
    local,
    jid: `${local}@${server.domain}`,
    kind,
    password,
    keys: new Map(),
    roster: newRoster(),
    pendingIn: new Map(),
    pendingOut: new Map(),
    remoteAvailable: new Set(),
    offline: [],
    resources: new Map(),
    lastSeen: undefined,
  };
  server.accounts.set(local, account);
  return account;
}

/** Changes the password of an account. */
export function changePassword(account: Account, password: string): void {
  account.password = password;
  account.keys.clear();
}

/** Closes the streams of the account, ends its subscriptions and deletes it (XEP-0077 3.2). */
export function removeAccount(server: ServerState, account: Account): void {
  for (const resource of [...account.resources.values()]) resource.end('not-authorized');
  const contacts = new Set([...account.roster.items.keys(), ...account.pendingIn.keys()]);
  for (const contact of contacts) endSubscriptions(server, account, contact);
  server.accounts.delete(account.local);
}
