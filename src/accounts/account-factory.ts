// Accounts that are made for one loan each and removed after it.

import { randomBytes } from 'node:crypto';
import type { Account, Loan } from '../model/session.ts';
import { isExpired } from '../wording/problems.ts';
import { limitConcurrency, type RunLimited } from './limit-concurrency.ts';
import { type Provider, ProvisionError } from './provider.ts';

/** 128 bits, in hexadecimal digits, which neither shells nor XML nor SASLprep change. */
const PASSWORD_BYTES = 16;

/** One slow answer happens; after this many removals in a row without an answer, the other accounts stay in the log. */
const MAX_UNANSWERED = 3;

/** Records the accounts that have to be removed. */
export interface AccountLog {
  /** Called before the account may exist. */
  made(account: Account): void;
  removed(account: Account): void;
}

/** Makes accounts through a provider. After the first `ProvisionError` it makes no more and repeats that error. */
export class AccountFactory {
  readonly #provider: Provider;
  readonly #log: AccountLog | undefined;
  readonly #making: RunLimited;
  readonly #removing: RunLimited;
  #refusal: Error | undefined;
  #unansweredRemovals = 0;

  /** Without a log no account is removed: the server is disposable. */
  constructor(provider: Provider, log: AccountLog | undefined) {
    this.#provider = provider;
    this.#log = log;
    this.#making = limitConcurrency(provider.concurrency);
    this.#removing = limitConcurrency(provider.concurrency);
  }

  /** Makes an account with a random password. */
  async lend(jid: string): Promise<Loan> {
    const account = { jid, password: randomBytes(PASSWORD_BYTES).toString('hex') };
    await this.#making(() => this.#make(account));
    let returned: Promise<void> | undefined;
    const giveBack = (): Promise<void> => {
      returned ??= this.#removing(() => this.#remove(account));
      return returned;
    };
    return { account, giveBack };
  }

  /** Makes no more accounts: `lend` rejects with this error, unless an earlier one is known. */
  refuse(error: Error): void {
    this.#refusal ??= error;
  }

  /** Closes the provider. Never rejects. */
  close(): Promise<void> {
    return this.#provider.close();
  }

  async #make(account: Account): Promise<void> {
    if (this.#refusal !== undefined) throw this.#refusal;
    try {
      await this.#provider.create(account, () => this.#log?.made(account));
    } catch (error) {
      if (error instanceof ProvisionError) {
        if (error.outcome === 'not-done') this.#log?.removed(account);
        this.#refusal ??= error;
      }
      throw this.#refusal ?? error;
    }
  }

  /** Accounts that cannot be removed stay in the log. */
  async #remove(account: Account): Promise<void> {
    if (this.#log === undefined || this.#unansweredRemovals >= MAX_UNANSWERED) return;
    try {
      await this.#provider.remove(account);
      this.#log.removed(account);
      this.#unansweredRemovals = 0;
    } catch (error) {
      this.#unansweredRemovals = isUnanswered(error) ? this.#unansweredRemovals + 1 : 0;
    }
  }
}

function isUnanswered(error: unknown): boolean {
  return isExpired(error) || (error instanceof ProvisionError && error.outcome === 'unknown');
}
