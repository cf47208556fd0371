import type { Problem } from '../model/problem.ts';
import type { Account } from '../model/session.ts';
import { parseJid } from '../stanza/jid.ts';
import { findProblem, isExpired, ProblemError, problemOf } from '../wording/problems.ts';
import { type AccountPool, USED } from './account-pool.ts';
import { AccountStates } from './account-states.ts';
import type { AccountWatch } from './account-watch.ts';
import { IN_A_ROW } from './numbers.ts';
import type { ServerAccess } from './provider.ts';
import { isOfRoster, resetAccount } from './reset-account.ts';

interface FixedOptions extends Pick<ServerAccess, 'connect' | 'timeoutMs'> {
  readonly watch?: AccountWatch | undefined;
  /** Called with the reason for each account that is left out of the run from now on; where none can be emptied, for the first: others say the same. */
  readonly onSpoilt?: ((problem: Problem) => void) | undefined;
}

/** Existing accounts that the user gave, reset before each loan. */
export class FixedAccounts {
  readonly accounts: readonly Account[];
  readonly #options: FixedOptions;
  /** The run removes none. */
  readonly #states = new AccountStates(true);
  /** Why the latest account was left out; undefined where none was. */
  lastSpoilt: ProblemError | undefined;
  /** An account has been reset. */
  #hasReset = false;
  /** The roster of an account held something, and was emptied. */
  #hasEmptied = false;
  #expired = 0;
  #refusal: ProblemError | undefined;
  #first: Promise<void> | undefined;

  constructor(accounts: readonly Account[], options: FixedOptions) {
    this.accounts = distinctAccounts(accounts);
    this.#options = options;
  }

  /**
   * Logs in and resets the account. Rejects when it cannot: later calls reject with the same error at once when the server answers
   * no more, when it refuses the login, and when no account has worked yet. Rejects with `account-shared` when something else uses the
   * account. Where no roster can be emptied, each account serves until it holds something. The first account goes before the others,
   * so that what keeps all of them away names it in every run.
   */
  prepare(account: Account): Promise<void> {
    if (this.#first !== undefined) return this.#first.then(() => this.#prepareNow(account));
    const prepared = this.#prepareNow(account);
    this.#first = prepared.catch(() => undefined);
    return prepared;
  }

  async #prepareNow(account: Account): Promise<void> {
    if (this.#refusal !== undefined) throw this.#refusal;
    try {
      this.#hasEmptied = (await resetAccount(account, this.#options)) > 0 || this.#hasEmptied;
      this.#states.move(account, { kind: 'lent' });
      this.#hasReset = true;
      this.#expired = 0;
    } catch (error) {
      const cause = problemOf(error);
      if (cause.kind === 'account-shared') throw error;
      const problem = { kind: 'account-unusable', jid: account.jid, cause } as const;
      const refusal = new ProblemError(problem, { cause: error });
      const isNew = this.#states.of(account) === undefined;
      const isFirst = !this.#hasReset;
      if (isExpired(error)) this.#expired += 1;
      if (isOfRoster(cause)) this.#spoil(account, refusal);
      else if (isFirst || this.#expired >= IN_A_ROW || (isNew && isRefused(cause))) this.#refusal ??= refusal;
      throw this.#refusal ?? refusal;
    }
  }

  /**
   * Prepares an account that was taken from the pool. Where it cannot be lent, puts it back, or takes it out for good, and rejects: with
   * `Spoilt` where others may stand for it. `mayBeUsed`: it is lent although its roster cannot be emptied.
   */
  async ready(account: Account, { pool, mayBeUsed }: { pool: AccountPool; mayBeUsed: boolean }): Promise<void> {
    try {
      await this.prepare(account);
    } catch (error) {
      if (this.#states.of(account)?.kind === 'left') {
        pool.retire('fresh');
        pool.add(USED, account);
        throw new Spoilt();
      }
      if (mayBeUsed && findProblem(problemOf(error), 'roster-not-emptied') !== undefined) {
        this.#states.move(account, { kind: 'lent' });
        return;
      }
      pool.put('fresh', account);
      throw error;
    }
  }

  /** Takes an account back into the pool. */
  giveBack(account: Account, pool: AccountPool): void {
    this.#states.move(account, { kind: 'kept', isClean: false });
    pool.put('fresh', account);
  }

  /** Accounts were left out for what they hold, and none has been emptied. */
  get emptiesNone(): boolean {
    return this.lastSpoilt !== undefined && !this.#hasEmptied;
  }

  /** What an account holds keeps it from being used again in this run, so that others may stand for it, unless none serves any more. */
  #spoil(account: Account, refusal: ProblemError): void {
    if (this.#refusal === undefined) this.#states.move(account, { kind: 'left' });
    if (this.#hasEmptied || this.lastSpoilt === undefined) this.#options.onSpoilt?.(refusal.problem);
    this.lastSpoilt = refusal;
  }
}

/** The server knows no such account, or not with this password. */
const isRefused = (cause: Problem): boolean => findProblem(cause, 'login-refused') !== undefined;

/** The account is lent no more, and another one may be. */
export class Spoilt extends Error {}

/** The accounts without repetitions. Addresses that differ only in case are one account. */
export function distinctAccounts(accounts: readonly Account[]): readonly Account[] {
  const byAddress = new Map(accounts.map((account) => [parseJid(account.jid)?.bare ?? account.jid, account]));
  return [...byAddress.values()];
}
