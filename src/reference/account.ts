// Accounts: made, changed and removed (XEP-0077, XEP-0133 and the options use these).

import { newRoster } from './roster.ts';
import { endSubscriptions } from './subscription.ts';
import type { Account, AccountKind, World } from './world.ts';

/** An account with an empty roster. `local` is prepared; an account of that name must not exist. */
export function addAccount(world: World, credentials: { local: string; password: string }, kind: AccountKind): Account {
  const { local, password } = credentials;
  const account: Account = {
    local,
    jid: `${local}@${world.domain}`,
    kind,
    password,
    keys: new Map(),
    roster: newRoster(),
    requests: new Map(),
    asked: new Map(),
    seen: new Set(),
    offline: [],
    resources: new Map(),
    lastSeen: undefined,
  };
  world.accounts.set(local, account);
  return account;
}

/** Gives the account another password. */
export function changePassword(account: Account, password: string): void {
  account.password = password;
  account.keys.clear();
}

/** Closes the streams of the account, ends its subscriptions and forgets it (XEP-0077 3.2). */
export function removeAccount(world: World, account: Account): void {
  for (const resource of [...account.resources.values()]) resource.end('not-authorized');
  const contacts = new Set([...account.roster.items.keys(), ...account.requests.keys()]);
  for (const contact of contacts) endSubscriptions(world, account, contact);
  world.accounts.delete(account.local);
}
