// Makes accounts and removes them, a few at the same time.

import { randomBytes } from 'node:crypto';
import type { Problem } from '../model/problem.ts';
import type { Account, Session } from '../model/session.ts';
import { problemOf } from '../wording/problems.ts';
import type { AccountStates } from './account-states.ts';
import { limitConcurrency, type RunLimited } from './limit-concurrency.ts';
import { IN_A_ROW } from './numbers.ts';
import { type Provider, ProvisionError } from './provider.ts';

/**
 * More than 128 bits in 25 letters and digits, which neither shells nor XML nor SASLprep change. Policies of servers ask for capitals,
 * small letters and digits, and allow 30 characters.
 */
const randomPassword = (): string =>
  `Aa1${randomBytes(32)
    .toString('base64')
    .replaceAll(/[^A-Za-z0-9]/g, '')
    .slice(0, 22)}`;

/** The server may have made the account, and has not said so within the timeout. */
const UNANSWERED: readonly Problem['kind'][] = ['registration-unanswered', 'admin-unanswered', 'command-timed-out'];

/** How a removal ended. An account that was kept exists; one in doubt may exist. */
export type RemovalOutcome = 'removed' | { readonly isKept: boolean; readonly problem: Problem };

/**
 * Makes accounts through a provider. After a `ProvisionError` it makes no more and repeats that error; an expired wait happens, and
 * is final only where the server has never made an account, or goes on so.
 */
export class AccountFactory {
  readonly #provider: Provider;
  readonly #states: AccountStates;
  readonly #making: RunLimited;
  readonly #removing: RunLimited;
  #refusal: Error | undefined;
  #hasMade = false;
  /** Rounds of attempts that have expired since the last one that did not. */
  #expiredRounds = 0;

  constructor(provider: Provider, states: AccountStates) {
    this.#provider = provider;
    this.#states = states;
    this.#making = limitConcurrency(() => provider.concurrency);
    this.#removing = limitConcurrency(() => provider.concurrency);
  }

  /** Makes an account with a random password, unless `spare` has one when its turn comes. */
  make(jid: string, spare: () => Account | undefined): Promise<Account> {
    return this.#making(async () => spare() ?? this.#make({ jid, password: randomPassword() }));
  }

  /** Removes an account, by its session if that helps, unless `isWanted` no longer holds when its turn comes: then resolves with undefined. Never rejects. */
  remove(account: Account, isWanted: () => boolean, session?: Session): Promise<RemovalOutcome | undefined> {
    return this.#removing(async () => (isWanted() ? this.#remove(account, session) : undefined));
  }

  /** An open session of an account helps to remove it. */
  get takesSession(): boolean {
    return !this.#states.isDisposable && this.#provider.takesSession === true;
  }

  /** From now on, this many cases run at once. */
  expectJobs(jobs: number): void {
    this.#provider.expectJobs?.(jobs);
  }

  /** Makes no more accounts: `make` rejects with this error, unless an earlier one is known. */
  refuse(error: Error): void {
    this.#refusal ??= error;
  }

  /** Closes the provider. Never rejects. */
  close(): Promise<void> {
    return this.#provider.close();
  }

  async #make(account: Account): Promise<Account> {
    if (this.#refusal !== undefined) throw this.#refusal;
    const round = this.#expiredRounds;
    try {
      await this.#provider.create(account, () => this.#states.move(account, { kind: 'asked' }));
      this.#states.move(account, { kind: 'lent' });
      this.#hasMade = true;
      this.#expiredRounds = 0;
      return account;
    } catch (error) {
      this.#states.failed(account, problemOf(error));
      if (error instanceof ProvisionError) {
        if (error.outcome === 'not-done') this.#states.removed(account);
        if (!UNANSWERED.includes(error.problem.kind) || this.#isFinal(round)) this.#refusal ??= error;
      }
      throw this.#refusal ?? error;
    }
  }

  /** Notes that an attempt of this round has expired. */
  #isFinal(round: number): boolean {
    if (round >= this.#expiredRounds) this.#expiredRounds += 1;
    return !this.#hasMade || this.#expiredRounds >= IN_A_ROW;
  }

  async #remove(account: Account, session: Session | undefined): Promise<RemovalOutcome> {
    try {
      if (!this.#states.isDisposable) await this.#provider.remove(account, session);
      this.#states.removed(account);
      return 'removed';
    } catch (error) {
      const problem = problemOf(error);
      this.#states.failed(account, problem);
      return { isKept: error instanceof ProvisionError && error.outcome === 'not-done', problem };
    }
  }
}
