// Lends accounts to cases and takes them back: new ones, existing ones, absent ones.

import { randomBytes } from 'node:crypto';
import type { Account, Lend, LendMany, Loan, Session, Wanted } from '../model/session.ts';
import { ProblemError, problemOf } from '../wording/problems.ts';
import { AccountFactory } from './account-factory.ts';
import { AccountPool, type Place, USED } from './account-pool.ts';
import type { AccountStates } from './account-states.ts';
import type { AccountsOptions } from './accounts-options.ts';
import { FixedAccounts, Spoilt } from './fixed-accounts.ts';
import { FreshAccounts } from './fresh-accounts.ts';
import { endSessions, NOTHING } from './idle-accounts.ts';
import type { Leftover } from './leftover-text.ts';
import { providerOf, removalOf, statesOf } from './provision.ts';
import type { WashSide } from './wash.ts';

/** Kinds of accounts that a run makes: `unused` ones have no history, `fresh` ones none that shows. */
const MADE: readonly string[] = ['fresh', 'unused'];

/** Accounts to lend. */
export interface Accounts {
  /** Lends one account. Rejects as `lendMany` does. */
  readonly lend: Lend;
  /**
   * Lends accounts of these kinds, in this order: all together or none. Where sessions are wanted for one, it may come with
   * such sessions, open. Rejects, mostly with `ProblemError`.
   */
  readonly lendMany: LendMany;
  /** Where accounts on loan are washed, so that they can be lent again; undefined where they are not. */
  readonly washes: WashSide | undefined;
  /** From now on, this many cases run at once: accounts are kept for their loans. */
  expectJobs(jobs: number): void;
  /** How many fresh accounts can be on loan at the same time; undefined when there is no limit. */
  readonly capacity: number | undefined;
  /** The accounts that were made and are not removed, each with the reason. */
  readonly leftovers: readonly Leftover[];
  /**
   * Takes all accounts back and refuses further loans. Takes as long as the answers of the server, or until
   * `AccountsOptions.signal` aborts. Never rejects.
   */
  close(): Promise<void>;
}

/** Prepares the lending of accounts; sends nothing before the first loan. */
export function createAccounts(options: AccountsOptions): Accounts {
  return new AccountLender(options);
}

interface Asked {
  readonly wanted: Wanted | undefined;
  /** The kind that the borrower asked for. */
  readonly asked: string | undefined;
  /** Accounts of the loan so far. */
  readonly together: string[];
}

class AccountLender implements Accounts {
  readonly #options: AccountsOptions;
  readonly #prefix: string;
  readonly #fixed: FixedAccounts | undefined;
  readonly #factory: AccountFactory | undefined;
  readonly #fresh: FreshAccounts | undefined;
  readonly #states: AccountStates | undefined;
  readonly #pool: AccountPool;
  readonly washes: WashSide | undefined;
  readonly #onLoan = new Set<Loan>();
  readonly #tasks = new Set<Promise<unknown>>();
  #count = 0;
  #closing: Promise<void> | undefined;

  constructor(options: AccountsOptions) {
    const { provision, prefix, special } = options;
    this.#options = options;
    this.#prefix = prefix ?? `xs-${randomBytes(4).toString('hex')}`;
    const existing = Object.entries(special).map(([name, account]) => [name, [account]] as const);
    this.#fixed = provision.kind === 'fixed' ? new FixedAccounts(provision.accounts, options) : undefined;
    const fixed = this.#fixed ? [['fresh', this.#fixed.accounts] as const] : [];
    this.#pool = new AccountPool(new Map([...existing, ...fixed]));
    if (provision.kind === 'fixed') return;
    this.#states = statesOf(provision, options);
    this.#factory = new AccountFactory(providerOf(provision, options), this.#states);
    this.#fresh = this.#freshAccounts(this.#factory, this.#states);
    if (options.lendsAgain) this.washes = this.#washesIn(this.#fresh);
  }

  get capacity(): number | undefined {
    const fresh = this.#pool.sizeOf('fresh');
    // Where no roster can be emptied, those that are left out are not what is lacking: their loans say so.
    return this.#fixed?.emptiesNone ? (fresh ?? 0) + (this.#pool.sizeOf(USED) ?? 0) : fresh;
  }

  get leftovers(): readonly Leftover[] {
    return this.#states?.leftovers ?? [];
  }

  readonly lend = async (kind: string): Promise<Loan> => {
    for (const loan of await this.lendMany([kind])) return loan;
    throw new Error(`no account of kind "${kind}" was lent`);
  };

  readonly lendMany: LendMany = (kinds, wanted = [], company = []) =>
    this.#track(this.#lendAll(kinds, wanted, company));

  expectJobs(jobs: number): void {
    this.#fresh?.expectJobs(jobs);
  }

  close(): Promise<void> {
    this.#closing ??= this.#takeAllBack();
    return this.#closing;
  }

  async #lendAll(...[asked, wanted = [], company = []]: Parameters<LendMany>): Promise<readonly Loan[]> {
    const kinds = asked.map((kind) => this.#pool.standIn(kind));
    const name = kinds.find((kind) => !this.#isMade(kind) && kind !== 'absent' && !this.#pool.has(kind));
    if (name !== undefined) throw new ProblemError({ kind: 'special-account-unknown', name });
    // Decided before the wait: a kind may join the pool meanwhile.
    const pooled = kinds.map((kind) => this.#pool.has(kind));
    const taken = [...(await this.#take(kinds.filter((_, index) => pooled[index])))];
    const together = [...company];
    const settled = await Promise.allSettled(
      kinds.map((kind, index) =>
        this.#lendOne(kind, pooled[index] ? taken.shift() : undefined, {
          wanted: wanted[index],
          asked: asked[index],
          together,
        }),
      ),
    );
    const loans = settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    const errors = settled.flatMap((result): unknown[] => (result.status === 'rejected' ? [result.reason] : []));
    if (errors.length === 0 && this.#closing === undefined) return loans;
    for (const loan of loans)
      void this.#track(endSessions([...(loan.sessions?.values() ?? [])]).then(() => loan.giveBack()));
    // Other accounts stand for the one that is left out.
    const error = errors.find((one) => !(one instanceof Spoilt));
    if (error === undefined && this.#closing === undefined) return this.#lendAll(asked, wanted, company);
    throw error ?? runEnding();
  }

  /** Places in the pool. Where accounts that were left out make it too small, rejects with why the latest was. */
  async #take(kinds: readonly string[]): Promise<readonly Place[]> {
    return this.#pool.take(kinds).catch((error: unknown) => {
      throw (problemOf(error).kind === 'accounts-short' && this.#fixed?.lastSpoilt) || error;
    });
  }

  async #lendOne(kind: string, place: Place | undefined, { wanted = NOTHING, asked, together }: Asked): Promise<Loan> {
    const fresh = this.#fresh;
    if (this.#isMade(kind) && fresh !== undefined) {
      const { account, sessions } = await (kind === 'unused'
        ? fresh.takeUnused()
        : fresh.take(place, wanted, together));
      const loan = this.#loan(account, (isClean, open) => fresh.giveBack(account, isClean, open));
      return Object.assign(loan, { sessions });
    }
    if (place !== undefined && place !== 'empty') return this.#lendExisting(kind, place, asked === USED);
    return {
      account: { jid: this.#nextJid(), password: '' },
      giveBackClean: async () => undefined,
      giveBack: async () => undefined,
    };
  }

  /** The run makes accounts of this kind. */
  #isMade(kind: string): boolean {
    return this.#fresh !== undefined && MADE.includes(kind);
  }

  #nextJid(): string {
    this.#count += 1;
    return `${this.#prefix}-${this.#count}@${this.#options.address.domain}`;
  }

  #freshAccounts(factory: AccountFactory, states: AccountStates): FreshAccounts {
    const { onKeeping = () => undefined, disposable, provision, lendsAgain = false, maxAccounts } = this.#options;
    const nextJid = () => this.#nextJid();
    const shared = { server: this.#options, states, pool: this.#pool };
    const fresh = new FreshAccounts({ ...shared, factory, nextJid, lendsAgain, maxAccounts, onKeeping });
    if (!disposable && removalOf(provision) === undefined) fresh.keep({ kind: 'removal-command-missing' });
    return fresh;
  }

  async #lendExisting(kind: string, account: Account, mayBeUsed: boolean): Promise<Loan> {
    const fixed = kind === 'fresh' ? this.#fixed : undefined;
    await fixed?.ready(account, { pool: this.#pool, mayBeUsed });
    return this.#loan(account, async () =>
      fixed === undefined ? this.#pool.put(kind, account) : fixed.giveBack(account, this.#pool),
    );
  }

  /** A loan that `close` takes back unless its borrower has. */
  #loan(account: Account, giveBack: (isClean: boolean, sessions?: readonly Session[]) => Promise<void>): Loan {
    let returned: Promise<void> | undefined;
    const back = (isClean: boolean, sessions: readonly Session[]) => {
      this.#onLoan.delete(loan);
      returned ??= this.#track(giveBack(isClean, sessions));
      return returned;
    };
    const loan: Loan = {
      account,
      takesSession: this.#factory?.takesSession === true,
      giveBackClean: (sessions = []) => back(true, sessions),
      giveBack: (helper) => back(false, helper === undefined ? [] : [helper]),
    };
    this.#onLoan.add(loan);
    return loan;
  }

  async #takeAllBack(): Promise<void> {
    this.#pool.close(runEnding());
    this.#factory?.refuse(runEnding());
    this.#fresh?.end();
    const { signal } = this.#options;
    const aborted = new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
    await Promise.race([this.#settle(), aborted]);
  }

  async #settle(): Promise<void> {
    for (const loan of this.#onLoan) void loan.giveBack();
    // A case whose server has stopped answering holds nobody up.
    const removed = this.#fresh?.removeIdle();
    while (this.#tasks.size > 0) await Promise.allSettled(this.#tasks);
    await removed;
    await this.#fresh?.close();
    await this.#factory?.close();
  }

  /** Washes only what can be lent again. What it opens, `close` waits for. */
  #washesIn(fresh: FreshAccounts): WashSide {
    const { connect, timeoutMs } = this.#options;
    const withRoom: WashSide['withRoom'] = async (count, work) => {
      if (this.#closing !== undefined || !fresh.reserve(count)) return false;
      return this.#track(work()).finally(() => fresh.release(count));
    };
    return { connect, timeoutMs, withRoom };
  }

  #track<T>(task: Promise<T>): Promise<T> {
    this.#tasks.add(task);
    const forget = () => void this.#tasks.delete(task);
    task.then(forget, forget);
    return task;
  }
}

const runEnding = (): ProblemError => new ProblemError({ kind: 'run-ending' });
