// The ways to get accounts.

import type { Account } from '../model/session.ts';
import { AccountStates } from './account-states.ts';
import { AdminProvider } from './admin-provider.ts';
import { type CommandLimits, CommandProvider } from './command-provider.ts';
import { InBandProvider } from './in-band-provider.ts';
import type { Journal } from './journal.ts';
import type { Removal } from './journal-event.ts';
import type { Provider, ServerAccess } from './provider.ts';

/** How to get accounts. `create` and `remove` are command templates, see `command-provider.ts`. */
export type Provision =
  /** `isAskedFor`: the user has named it. */
  | { readonly kind: 'in-band'; readonly isAskedFor?: boolean | undefined }
  | { readonly kind: 'admin'; readonly admin: Account }
  | { readonly kind: 'fixed'; readonly accounts: readonly Account[] }
  | { readonly kind: 'command'; readonly create: string; readonly remove?: string | undefined };

/** What makes and removes accounts. */
export function providerOf(
  provision: Exclude<Provision, { kind: 'fixed' }>,
  server: ServerAccess & CommandLimits,
): Provider {
  if (provision.kind === 'in-band') return new InBandProvider(server, provision);
  if (provision.kind === 'admin') return new AdminProvider(provision.admin, server);
  return new CommandProvider(provision, server);
}

interface Recording extends Pick<ServerAccess, 'address'> {
  readonly disposable: boolean;
  readonly journal: Journal;
}

/** The states of the accounts that the run makes. */
export function statesOf(provision: Provision, { disposable, journal, address }: Recording): AccountStates {
  const removal = removalOf(provision);
  return new AccountStates(disposable, removal && { journal, address, removal });
}

/** How accounts are removed; undefined where they are not. */
export function removalOf(provision: Provision): Removal | undefined {
  if (provision.kind === 'in-band') return { kind: 'in-band' };
  if (provision.kind === 'admin') return { kind: 'admin', admin: provision.admin.jid };
  if (provision.kind === 'fixed' || provision.remove === undefined) return undefined;
  return { kind: 'command', remove: provision.remove };
}
