// Lends accounts to cases and takes them back: new ones, existing ones, absent ones.

import { randomBytes } from 'node:crypto';
import type { Account, Lend, Loan } from '../model/session.ts';
import { Admin } from './admin.ts';
import { settleWithin } from './bounded.ts';
import { Command } from './command.ts';
import { Desk } from './desk.ts';
import { Fixed } from './fixed.ts';
import { InBand } from './in-band.ts';
import type { Journal } from './journal.ts';
import type { Removal } from './journal-event.ts';
import { type AccountLog, Maker } from './maker.ts';
import type { Provider, Reach } from './provider.ts';

/** How to get accounts. `create` and `remove` are command templates, see `command.ts`. */
export type Provision =
  | { readonly kind: 'in-band' }
  | { readonly kind: 'admin'; readonly admin: Account }
  | { readonly kind: 'fixed'; readonly accounts: readonly Account[] }
  | { readonly kind: 'command'; readonly create: string; readonly remove?: string };

export interface AccountsOptions extends Reach {
  readonly provision: Provision;
  /** Accounts in unusual conditions by name; each is lent as it is, to one case at a time. */
  readonly special: Readonly<Record<string, Account>>;
  /** The server is thrown away after the run: nothing is removed from it, nothing journalled. */
  readonly disposable: boolean;
  readonly journal: Journal;
  /** Begins the local part of every account made, `xs-<8 hexadecimal digits>` by default. */
  readonly prefix?: string;
}

/** Accounts to lend. */
export interface Accounts {
  /** Lends one account. */
  readonly lend: Lend;
  /** Lends accounts of these kinds, in this order: all together or none. Rejects with a message for people. */
  readonly lendMany: (kinds: readonly string[]) => Promise<readonly Loan[]>;
  /** Most fresh accounts that can be on loan at once; undefined when there is no bound. */
  readonly capacity: number | undefined;
  /** Takes everything back and refuses further loans. Waits about as long as one answer may take; never rejects. */
  close(): Promise<void>;
}

/** Prepares the lending of accounts; nothing is sent before the first loan. */
export function createAccounts(options: AccountsOptions): Accounts {
  return new Lending(options);
}

class Lending implements Accounts {
  readonly capacity: number | undefined;
  readonly #options: AccountsOptions;
  readonly #prefix: string;
  readonly #fixed: Fixed | undefined;
  readonly #maker: Maker | undefined;
  readonly #desk: Desk;
  readonly #out = new Set<Loan>();
  /** Lending and taking back under way. */
  readonly #tasks = new Set<Promise<unknown>>();
  #count = 0;
  #closing: Promise<void> | undefined;

  constructor(options: AccountsOptions) {
    const { provision, prefix, special } = options;
    this.#options = options;
    this.#prefix = prefix ?? `xs-${randomBytes(4).toString('hex')}`;
    if (provision.kind === 'fixed') this.#fixed = new Fixed(provision.accounts, options);
    else this.#maker = new Maker(providerOf(provision, options), logOf(provision, options));
    const shelves = Object.entries(special).map(([name, account]) => [name, [account]] as const);
    this.#desk = new Desk(new Map([...shelves, ...(this.#fixed ? [['fresh', this.#fixed.accounts] as const] : [])]));
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
    const unknown = kinds.find((kind) => kind !== 'absent' && kind !== 'fresh' && !this.#desk.has(kind));
    if (unknown !== undefined) throw new Error(`the target has no account "${unknown}" (config: special)`);
    const taken = [...(await this.#desk.take(kinds.filter((kind) => this.#desk.has(kind))))];
    const settled = await Promise.allSettled(
      kinds.map((kind) => this.#lendOne(kind, this.#desk.has(kind) ? taken.shift() : undefined)),
    );
    const loans = settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    const failed = settled.find((result) => result.status === 'rejected');
    if (failed === undefined && this.#closing === undefined) return loans;
    for (const loan of loans) void loan.giveBack();
    throw failed?.reason ?? closed();
  }

  async #lendOne(kind: string, onShelf: Account | undefined): Promise<Loan> {
    if (onShelf !== undefined) return this.#lendExisting(kind, onShelf);
    this.#count += 1;
    const jid = `${this.#prefix}-${this.#count}@${this.#options.address.domain}`;
    if (kind === 'absent' || this.#maker === undefined)
      return { account: { jid, password: '' }, giveBack: async () => undefined };
    const { account, giveBack } = await this.#maker.lend(jid);
    return this.#loan(account, giveBack);
  }

  async #lendExisting(kind: string, account: Account): Promise<Loan> {
    try {
      if (kind === 'fresh') await this.#fixed?.prepare(account);
    } catch (error) {
      this.#desk.put(kind, account);
      throw error;
    }
    return this.#loan(account, async () => this.#desk.put(kind, account));
  }

  /** A loan that `close` takes back when nobody else did. */
  #loan(account: Account, takeBack: () => Promise<void>): Loan {
    let returned: Promise<void> | undefined;
    const giveBack = (): Promise<void> => {
      this.#out.delete(loan);
      returned ??= this.#track(takeBack());
      return returned;
    };
    const loan: Loan = { account, giveBack };
    this.#out.add(loan);
    return loan;
  }

  async #takeAllBack(): Promise<void> {
    const { timeoutMs } = this.#options;
    this.#desk.close(closed());
    this.#maker?.refuse(closed());
    await settleWithin(this.#settle(), timeoutMs);
    await settleWithin(this.#maker?.close() ?? Promise.resolve(), timeoutMs);
  }

  async #settle(): Promise<void> {
    for (const loan of this.#out) void loan.giveBack();
    while (this.#tasks.size > 0) await Promise.allSettled(this.#tasks);
  }

  #track<T>(task: Promise<T>): Promise<T> {
    this.#tasks.add(task);
    const forget = () => void this.#tasks.delete(task);
    task.then(forget, forget);
    return task;
  }
}

const closed = (): Error => new Error('the run is ending: no account is lent any more');

function providerOf(provision: Exclude<Provision, { kind: 'fixed' }>, reach: Reach): Provider {
  if (provision.kind === 'in-band') return new InBand(reach);
  if (provision.kind === 'admin') return new Admin(provision.admin, reach);
  return new Command(provision, reach.timeoutMs);
}

/** Where accounts are written down; undefined where nothing is to be removed, or cannot be. */
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
