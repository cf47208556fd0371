// Makes accounts and removes them, a few at the same time.

import { randomBytes } from 'node:crypto';
import type { Problem } from '../model/problem.ts';
import type { Account, Session } from '../model/session.ts';
import { problemOf } from '../wording/problems.ts';
import { limitConcurrency, type RunLimited } from './limit-concurrency.ts';
import { type Provider, ProvisionError } from './provider.ts';
import type { UnremovedAccounts } from './unremoved-accounts.ts';

/** 128 bits, in hexadecimal digits, which neither shells nor XML nor SASLprep change. */
const PASSWORD_BYTES = 16;

/** How a removal ended. An account that was kept exists; one in doubt may exist. */
export type RemovalOutcome = 'removed' | { readonly isKept: boolean; readonly problem: Problem };

/** Makes accounts through a provider. After the first `ProvisionError` it makes no more and repeats that error. */
export class AccountFactory {
  readonly #provider: Provider;
  readonly #unremoved: UnremovedAccounts | undefined;
  readonly #making: RunLimited;
  readonly #removing: RunLimited;
  #refusal: Error | undefined;

  /** Without `unremoved` no account is removed: the server is disposable. */
  constructor(provider: Provider, unremoved: UnremovedAccounts | undefined) {
    this.#provider = provider;
    this.#unremoved = unremoved;
    this.#making = limitConcurrency(() => provider.concurrency);
    this.#removing = limitConcurrency(() => provider.concurrency);
  }

  /** Makes an account with a random password, unless `spare` has one when its turn comes. */
  make(jid: string, spare: () => Account | undefined): Promise<Account> {
    return this.#making(
      async () => spare() ?? this.#make({ jid, password: randomBytes(PASSWORD_BYTES).toString('hex') }),
    );
  }

  /** Removes an account, by its session if that helps, unless `isWanted` no longer holds when its turn comes: then resolves with undefined. Never rejects. */
  remove(account: Account, isWanted: () => boolean, session?: Session): Promise<RemovalOutcome | undefined> {
    return this.#removing(async () => (isWanted() ? this.#remove(account, session) : undefined));
  }

  /** An open session of an account helps to remove it. */
  get takesSession(): boolean {
    return this.#unremoved !== undefined && this.#provider.takesSession === true;
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
    try {
      await this.#provider.create(account, () => this.#unremoved?.made(account));
      return account;
    } catch (error) {
      this.#unremoved?.failed(account, problemOf(error));
      if (error instanceof ProvisionError) {
        if (error.outcome === 'not-done') this.#unremoved?.removed(account);
        this.#refusal ??= error;
      }
      throw this.#refusal ?? error;
    }
  }

  async #remove(account: Account, session: Session | undefined): Promise<RemovalOutcome> {
    if (this.#unremoved === undefined) return 'removed';
    try {
      await this.#provider.remove(account, session);
      this.#unremoved.removed(account);
      return 'removed';
    } catch (error) {
      const problem = problemOf(error);
      this.#unremoved.failed(account, problem);
      return { isKept: error instanceof ProvisionError && error.outcome === 'not-done', problem };
    }
  }
}
