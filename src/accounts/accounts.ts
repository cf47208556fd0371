// Lends accounts to cases and takes them back: new ones, existing ones, absent ones.

import { randomBytes } from 'node:crypto';
import type { Account, Lend, Loan } from '../model/session.ts';
import { ProblemError } from '../wording/problems.ts';
import { AccountFactory, type AccountLog } from './account-factory.ts';
import { AccountPool } from './account-pool.ts';
import { AdminProvider } from './admin-provider.ts';
import { CommandProvider } from './command-provider.ts';
import { FixedAccounts } from './fixed-accounts.ts';
import { InBandProvider } from './in-band-provider.ts';
import type { Journal } from './journal.ts';
import type { Removal } from './journal-event.ts';
import type { Provider, ServerAccess } from './provider.ts';
import { settleWithin } from './settle-within.ts';

/** How to get accounts. `create` and `remove` are command templates, see `run-template.ts`. */
export type Provision =
  | { readonly kind: 'in-band' }
  | { readonly kind: 'admin'; readonly admin: Account }
  | { readonly kind: 'fixed'; readonly accounts: readonly Account[] }
  | { readonly kind: 'command'; readonly create: string; readonly remove?: string | undefined };

export interface AccountsOptions extends ServerAccess {
  readonly provision: Provision;
  /** Accounts in unusual conditions by name; each is lent as it is, to one borrower at a time. */
  readonly special: Readonly<Record<string, Account>>;
  /** The server is deleted after the run, so no account is removed from it and none is journalled. */
  readonly disposable: boolean;
  readonly journal: Journal;
  /** Kills commands that make or remove an account, when it aborts. */
  readonly signal?: AbortSignal | undefined;
  /** Start of the local part of every new account, `xs-<8 hexadecimal digits>` by default. */
  readonly prefix?: string;
}

/** Accounts to lend. */
export interface Accounts {
  /** Lends one account. Rejects as `lendMany` does. */
  readonly lend: Lend;
  /** Lends accounts of these kinds, in this order: all together or none. Rejects, mostly with `ProblemError`. */
  readonly lendMany: (kinds: readonly string[]) => Promise<readonly Loan[]>;
  /** How many fresh accounts can be on loan at the same time; undefined when there is no limit. */
  readonly capacity: number | undefined;
  /** Takes all accounts back and refuses further loans. Takes about two timeouts at most; never rejects. */
  close(): Promise<void>;
}

/** Prepares the lending of accounts; sends nothing before the first loan. */
export function createAccounts(options: AccountsOptions): Accounts {
  return new AccountLender(options);
}

class AccountLender implements Accounts {
  readonly capacity: number | undefined;
  readonly #options: AccountsOptions;
  readonly #prefix: string;
  readonly #fixed: FixedAccounts | undefined;
  readonly #factory: AccountFactory | undefined;
  readonly #pool: AccountPool;
  readonly #onLoan = new Set<Loan>();
  /** Loans and returns in progress. */
  readonly #tasks = new Set<Promise<unknown>>();
  #count = 0;
  #closing: Promise<void> | undefined;

  constructor(options: AccountsOptions) {
    const { provision, prefix, special } = options;
    this.#options = options;
    this.#prefix = prefix ?? `xs-${randomBytes(4).toString('hex')}`;
    if (provision.kind === 'fixed') this.#fixed = new FixedAccounts(provision.accounts, options);
    else this.#factory = new AccountFactory(providerOf(provision, options), logOf(provision, options));
    const existing = Object.entries(special).map(([name, account]) => [name, [account]] as const);
    const fresh = this.#fixed ? [['fresh', this.#fixed.accounts] as const] : [];
    this.#pool = new AccountPool(new Map([...existing, ...fresh]));
    this.capacity = this.#fixed?.accounts.length;
  }

  readonly lend = async (kind: string): Promise<Loan> => {
    const [loan] = await this.lendMany([kind]);
    if (loan === undefined) throw new Error(`no account of kind "${kind}" was lent`);
    return loan;
  };

  readonly lendMany = (kinds: readonly string[]): Promise<readonly Loan[]> => this.#track(this.#lendAll(kinds));

  close(): Promise<void> {
    this.#closing ??= this.#takeAllBack();
    return this.#closing;
  }

  async #lendAll(kinds: readonly string[]): Promise<readonly Loan[]> {
    const name = kinds.find((kind) => kind !== 'absent' && kind !== 'fresh' && !this.#pool.has(kind));
    if (name !== undefined) throw new ProblemError({ kind: 'special-account-unknown', name });
    const taken = [...(await this.#pool.take(kinds.filter((kind) => this.#pool.has(kind))))];
    const settled = await Promise.allSettled(
      kinds.map((kind) => this.#lendOne(kind, this.#pool.has(kind) ? taken.shift() : undefined)),
    );
    const loans = settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    const failed = settled.find((result) => result.status === 'rejected');
    if (failed === undefined && this.#closing === undefined) return loans;
    for (const loan of loans) void loan.giveBack();
    throw failed?.reason ?? runEnding();
  }

  async #lendOne(kind: string, existing: Account | undefined): Promise<Loan> {
    if (existing !== undefined) return this.#lendExisting(kind, existing);
    this.#count += 1;
    const jid = `${this.#prefix}-${this.#count}@${this.#options.address.domain}`;
    if (kind === 'absent' || this.#factory === undefined)
      return { account: { jid, password: '' }, giveBack: async () => undefined };
    const { account, giveBack } = await this.#factory.lend(jid);
    return this.#loan(account, giveBack);
  }

  async #lendExisting(kind: string, account: Account): Promise<Loan> {
    try {
      if (kind === 'fresh') await this.#fixed?.prepare(account);
    } catch (error) {
      this.#pool.put(kind, account);
      throw error;
    }
    return this.#loan(account, async () => this.#pool.put(kind, account));
  }

  /** A loan that `close` takes back unless its borrower has. */
  #loan(account: Account, takeBack: () => Promise<void>): Loan {
    let returned: Promise<void> | undefined;
    const giveBack = (): Promise<void> => {
      this.#onLoan.delete(loan);
      returned ??= this.#track(takeBack());
      return returned;
    };
    const loan: Loan = { account, giveBack };
    this.#onLoan.add(loan);
    return loan;
  }

  async #takeAllBack(): Promise<void> {
    const { timeoutMs } = this.#options;
    this.#pool.close(runEnding());
    this.#factory?.refuse(runEnding());
    await settleWithin(this.#settle(), timeoutMs);
    await settleWithin(this.#factory?.close() ?? Promise.resolve(), timeoutMs);
  }

  async #settle(): Promise<void> {
    for (const loan of this.#onLoan) void loan.giveBack();
    while (this.#tasks.size > 0) await Promise.allSettled(this.#tasks);
  }

  #track<T>(task: Promise<T>): Promise<T> {
    this.#tasks.add(task);
    const forget = () => void this.#tasks.delete(task);
    task.then(forget, forget);
    return task;
  }
}

const runEnding = (): ProblemError => new ProblemError({ kind: 'run-ending' });

function providerOf(provision: Exclude<Provision, { kind: 'fixed' }>, server: AccountsOptions): Provider {
  if (provision.kind === 'in-band') return new InBandProvider(server);
  if (provision.kind === 'admin') return new AdminProvider(provision.admin, server);
  return new CommandProvider(provision, server);
}

/** Where accounts are recorded; undefined when they need not, or cannot, be removed. */
function logOf(provision: Provision, { disposable, journal, address }: AccountsOptions): AccountLog | undefined {
  const removal = removalOf(provision);
  if (disposable || removal === undefined) return undefined;
  return {
    made: (account) => journal.accountCreated({ account, address, removal }),
    removed: ({ jid }) => journal.accountRemoved(jid),
  };
}

function removalOf(provision: Provision): Removal | undefined {
  if (provision.kind === 'in-band') return { kind: 'in-band' };
  if (provision.kind === 'admin') return { kind: 'admin', admin: provision.admin.jid };
  if (provision.kind === 'fixed' || provision.remove === undefined) return undefined;
  return { kind: 'command', remove: provision.remove };
}
