// Accounts that the run makes. One that comes back clean may be lent again; another is removed after its loan. Where the
// server keeps what it should remove, a few are lent again and again, and new ones replace those that are spoilt for good.

import type { Problem } from '../model/problem.ts';
import type { Account, Loan, Session, Wanted } from '../model/session.ts';
import { isExpired, ProblemError, problemOf } from '../wording/problems.ts';
import type { AccountFactory } from './account-factory.ts';
import type { AccountPool } from './account-pool.ts';
import type { AccountStates, IdleAccount } from './account-states.ts';
import { endSessions, IdleAccounts, makeReady, mostIdle } from './idle-accounts.ts';
import { IN_A_ROW, MOST_MADE, MOST_SPOILT } from './numbers.ts';
import type { ServerAccess } from './provider.ts';
import { isOfRoster, resetAccount } from './reset-account.ts';

interface FreshAccountsOptions {
  readonly server: Pick<ServerAccess, 'connect' | 'timeoutMs'>;
  readonly factory: AccountFactory;
  readonly states: AccountStates;
  /** Its kind `fresh` opens as soon as accounts are kept. */
  readonly pool: AccountPool;
  readonly nextJid: () => string;
  /** Accounts that are made, at most, on a server that does not remove them; absent: `MOST_MADE`, and `MOST_SPOILT` of them spoilt. */
  readonly maxAccounts: number | undefined;
  /** Accounts that come back clean are lent again. */
  readonly lendsAgain: boolean;
  /** Called once, when accounts begin to be kept, with the reason. */
  readonly onKeeping: (problem: Problem) => void;
}

/** An account for one loan, with the sessions that stand for wanted ones. */
export interface Taken extends Pick<Loan, 'account' | 'sessions'> {}

/** Lends accounts of the kinds `fresh` and `unused`. */
export class FreshAccounts {
  readonly #options: FreshAccountsOptions;
  readonly #states: AccountStates;
  readonly #idle: IdleAccounts;
  #maxIdle = mostIdle(1);
  /** Accounts that may soon be idle. */
  #reserved = 0;
  #making = 0;
  #failedRemovals = 0;
  /** Accounts that exist since accounts are kept. */
  #made = 0;
  /** Of these, replaced because what they hold cannot be removed. */
  #spoilt = 0;
  /** Why accounts are kept; undefined: they are removed after each loan. */
  #kept: Problem | undefined;
  #isEnding = false;
  #isClosing = false;

  constructor(options: FreshAccountsOptions) {
    this.#options = options;
    this.#states = options.states;
    this.#idle = new IdleAccounts(options.states);
  }

  /** From now on, this many cases run at once. */
  expectJobs(jobs: number): void {
    this.#options.factory.expectJobs(jobs);
    this.#maxIdle = mostIdle(jobs);
  }

  /**
   * An account for one loan: a clean one, with sessions that are wanted if there are any, a new one, or the one that the
   * pool had in its place, reset. `company` has the accounts of the same loan, to which it is added: two that were lent together are not
   * lent together again, except from the pool. Rejects when it cannot; then the place is free again.
   */
  async take(place: Account | 'empty' | undefined, wanted: Wanted, company: string[] = []): Promise<Taken> {
    return place === undefined ? this.#takeClean(wanted, company) : { account: await this.#takePlace(place) };
  }

  async #takePlace(place: Account | 'empty'): Promise<Account> {
    if (place === 'empty') return this.#makeKept(place, this.#kept);
    const state = this.#states.of(place);
    this.#states.move(place, { kind: 'lent' });
    if (state?.kind === 'kept' && state.isClean) return place;
    try {
      await resetAccount(place, this.#options.server);
      return place;
    } catch (error) {
      if (!isExpired(error)) return this.#makeKept(place, problemOf(error));
      this.#free(place);
      throw error;
    }
  }

  /** A new account in a place, as long as there may be more. `cause`: why one is needed. */
  async #makeKept(place: Account | 'empty', cause: Problem = { kind: 'removal-not-tried' }): Promise<Account> {
    const isSpoilt = place !== 'empty' && isOfRoster(cause);
    const most = this.#options.maxAccounts ?? (isSpoilt ? MOST_SPOILT : MOST_MADE + this.#spoilt);
    if (this.#made >= most) {
      this.#free(place);
      throw new ProblemError({ kind: 'accounts-capped', most, cause });
    }
    if (place !== 'empty') {
      this.#states.failed(place, this.#kept ?? cause);
      this.#states.move(place, { kind: 'left' });
    }
    if (isSpoilt) this.#spoilt += 1;
    this.#made += 1;
    return this.#make();
  }

  /** A new account for one loan. Rejects when it cannot be made, and where accounts are kept. */
  async takeUnused(): Promise<Taken> {
    if (this.#kept !== undefined) throw new ProblemError(this.#kept);
    return { account: await this.#make() };
  }

  /**
   * Keeps room for this number of clean accounts, until `release`; false: there is none. Where accounts are kept anyway, there
   * always is.
   */
  reserve(count: number): boolean {
    if (this.#kept === undefined && this.#states.all('idle').length + this.#reserved + count > this.#maxIdle)
      return false;
    this.#reserved += count;
    return true;
  }

  /** Ends a reservation of this size. */
  release(count: number): void {
    this.#reserved -= count;
  }

  /** Takes an account back: keeps it for the next loan, or removes it. Never rejects. */
  async giveBack(account: Account, isClean: boolean, sessions: readonly Session[] = []): Promise<void> {
    if (isClean && this.#keepClean(account, sessions)) return;
    this.#states.move(account, { kind: 'leaving' });
    this.#idle.forget(account);
    const isWanted = () => this.#kept === undefined || this.#isClosing;
    const outcome = await this.#options.factory.remove(account, isWanted, sessions[0]);
    if (isClean) await endSessions(sessions);
    if (outcome === undefined) return this.#free(account);
    if (outcome === 'removed') this.#failedRemovals = 0;
    else this.#note(outcome);
    if (outcome !== 'removed' && outcome.isKept) return this.#free(account);
    if (outcome !== 'removed') this.#states.move(account, { kind: 'left' });
    this.#free('empty');
  }

  /** Makes no more accounts than there may be, and lends those there are again and again. */
  keep(problem: Problem): void {
    if (this.#kept !== undefined || this.#isEnding) return;
    this.#kept = problem;
    const taken = this.#states.all('lent', 'idle', 'leaving').length + this.#making;
    const free = Math.max(Math.ceil((this.#options.maxAccounts ?? MOST_MADE) / 2) - taken, 0);
    this.#made = taken;
    const idle = this.#states.all('idle');
    for (const { account, sessions } of idle) {
      void endSessions(sessions);
      this.#states.move(account, { kind: 'kept', isClean: sessions.length === 0 });
    }
    const places = [...idle.map(({ account }) => account), ...Array.from({ length: free }, () => 'empty' as const)];
    this.#options.pool.open('fresh', { size: taken + free, free: places });
    this.#options.onKeeping(problem);
  }

  /** From now on a removal that fails changes nothing: no more loans follow. */
  end(): void {
    this.#isEnding = true;
  }

  /** Removes clean accounts. No more become idle after `end`. Never rejects. */
  async removeIdle(): Promise<void> {
    const remove = async ({ account, sessions }: IdleAccount) => {
      await this.giveBack(account, false, sessions);
      await endSessions(sessions);
    };
    await Promise.all(this.#states.all('idle').map(remove));
  }

  /** Tries once more to remove what was kept. Call when every account is back. Never rejects. */
  async close(): Promise<void> {
    this.#isClosing = true;
    await this.removeIdle();
    if (this.#kept === undefined) return;
    const left = this.#states.all('kept');
    for (const { account } of left) this.#states.failed(account, this.#kept);
    const isHopeless = this.#kept.kind === 'removal-command-missing' || this.#failedRemovals >= IN_A_ROW;
    if (!isHopeless) await Promise.all(left.map(({ account }) => this.giveBack(account, false)));
  }

  /** A clean account that waits, or a new one. */
  async #takeClean(wanted: Wanted, company: string[]): Promise<Taken> {
    let waiting = this.#idle.take(wanted, company);
    const spare = () => {
      waiting = this.#idle.take(wanted, company);
      return waiting?.account;
    };
    const account = this.#idle.join(waiting?.account ?? (await this.#make(spare)), company);
    const sessions = await makeReady(waiting?.sessions ?? [], wanted);
    if (sessions !== undefined) return { account, sessions };
    void this.giveBack(account, false);
    return { account: this.#idle.join(await this.#make(), company) };
  }

  /** A new account, or one that is spare before its turn comes. */
  async #make(spare: () => Account | undefined = () => undefined): Promise<Account> {
    this.#making += 1;
    try {
      return await this.#options.factory.make(this.#options.nextJid(), spare);
    } catch (error) {
      this.#made -= 1;
      this.#free('empty');
      throw error;
    } finally {
      this.#making -= 1;
    }
  }

  /** False: no loan may follow, or enough accounts wait for one. Keeps open sessions with the account. */
  #keepClean(account: Account, sessions: readonly Session[]): boolean {
    if (!this.#options.lendsAgain || this.#isEnding) return false;
    const open = sessions.filter(({ ended }) => ended === undefined);
    if (this.#kept !== undefined && open.length > 0) return false;
    if (this.#kept !== undefined) {
      this.#free(account, true);
      return true;
    }
    if (this.#states.all('idle').length >= this.#maxIdle || this.#idle.hasMetEnough(account)) return false;
    this.#states.move(account, { kind: 'idle', sessions: open });
    return true;
  }

  /** A refusal is final; any other failure may be a matter of the moment. */
  #note({ isKept, problem }: { readonly isKept: boolean; readonly problem: Problem }): void {
    this.#failedRemovals = isKept ? 0 : this.#failedRemovals + 1;
    if (isKept || this.#failedRemovals >= IN_A_ROW) this.keep(problem);
  }

  #free(place: Account | 'empty', isClean = false): void {
    if (place !== 'empty') this.#states.move(place, { kind: 'kept', isClean });
    if (this.#kept !== undefined) this.#options.pool.put('fresh', place);
  }
}
