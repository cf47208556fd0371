// Accounts: made, changed and removed (XEP-0077, XEP-0133 and the options use these).

import { newRoster } from './roster.ts';
import type { Account, AccountKind, ServerState } from './server-state.ts';
import { endSubscriptions } from './subscription.ts';

/** An account with an empty roster. `local` is prepared; an account of that name must not exist. */
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

/** Gives the account another password. */
export function changePassword(account: Account, password: string): void {
  account.password = password;
  account.keys.clear();
}

/** Closes the streams of the account, ends its subscriptions and forgets it (XEP-0077 3.2). */
export function removeAccount(server: ServerState, account: Account): void {
  for (const resource of [...account.resources.values()]) resource.end('not-authorized');
  const contacts = new Set([...account.roster.items.keys(), ...account.pendingIn.keys()]);
  for (const contact of contacts) endSubscriptions(server, account, contact);
  server.accounts.delete(account.local);
}
