// How the accounts of a run are got, lent and removed.

import type { Problem } from '../model/problem.ts';
import type { Account } from '../model/session.ts';
import type { AccountWatch } from './account-watch.ts';
import type { Journal } from './journal.ts';
import type { ServerAccess } from './provider.ts';
import type { Provision } from './provision.ts';

/** How accounts are got, lent and removed. */
export interface AccountsOptions extends ServerAccess {
  readonly provision: Provision;
  /** Accounts in unusual conditions by name; each is lent as it is, to one borrower at a time. */
  readonly special: Readonly<Record<string, Account>>;
  /** The server is deleted after the run, so no account is removed from it and none is journalled. */
  readonly disposable: boolean;
  readonly journal: Journal;
  /** When it aborts, `close` waits no longer, and commands that make or remove an account are killed. */
  readonly signal?: AbortSignal | undefined;
  /** Start of the local part of every new account, `xs-<8 hexadecimal digits>` by default. */
  readonly prefix?: string;
  /** Called once when accounts cannot be removed, with the reason: from then on few are made, and lent again and again. */
  readonly onKeeping?: ((problem: Problem) => void) | undefined;
  /** See `FreshAccounts`. */
  readonly maxAccounts?: number | undefined;
  /** Accounts that the run makes are lent again where they come back clean. Absent: each is lent once. */
  readonly lendsAgain?: boolean | undefined;
  /** Called with each existing account that is left out, because what it holds cannot be removed. */
  readonly onSpoilt?: ((problem: Problem) => void) | undefined;
  /** Looks, at each reset of an existing account, for another user of it. */
  readonly watch?: AccountWatch | undefined;
}
