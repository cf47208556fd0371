// Accounts made for one loan each and removed after it.

import { randomBytes } from 'node:crypto';
import type { Account, Loan } from '../model/session.ts';
import { Expired } from '../xmpp/expired.ts';
import { createGate, type Gate } from './gate.ts';
import { type Provider, Refused, Unanswered } from './provider.ts';

/** 128 bits, in hexadecimal digits, which neither shells nor XML nor SASLprep change. */
const PASSWORD_BYTES = 16;

/** One slow answer happens; after so many removals in a row without an answer, the rest stays in the log. */
const MAX_SILENCES = 3;

/** Remembers accounts that have to be removed. */
export interface AccountLog {
  /** Called before the account may exist. */
  made(account: Account): void;
  removed(account: Account): void;
}

/** Makes accounts through a provider. The first lasting failure is remembered: nothing is tried again after it. */
export class Maker {
  readonly #provider: Provider;
  readonly #log: AccountLog | undefined;
  readonly #making: Gate;
  readonly #removing: Gate;
  #refusal: Error | undefined;
  #silences = 0;

  /** Without a log nothing is removed: the server is thrown away with its accounts. */
  constructor(provider: Provider, log: AccountLog | undefined) {
    this.#provider = provider;
    this.#log = log;
    this.#making = createGate(provider.concurrency);
    this.#removing = createGate(provider.concurrency);
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

  /** Makes no account any more; who wants one gets this error, unless there is an earlier one. */
  refuse(error: Error): void {
    this.#refusal ??= error;
  }

  /** Never rejects. */
  close(): Promise<void> {
    return this.#provider.close();
  }

  async #make(account: Account): Promise<void> {
    if (this.#refusal !== undefined) throw this.#refusal;
    try {
      await this.#provider.create(account, () => this.#log?.made(account));
    } catch (error) {
      if (error instanceof Refused) this.#log?.removed(account);
      if (error instanceof Refused || error instanceof Unanswered) this.#refusal ??= error;
      throw this.#refusal ?? error;
    }
  }

  /** What cannot be removed stays in the log. */
  async #remove(account: Account): Promise<void> {
    if (this.#log === undefined || this.#silences >= MAX_SILENCES) return;
    try {
      await this.#provider.remove(account);
      this.#log.removed(account);
      this.#silences = 0;
    } catch (error) {
      const isSilence = error instanceof Expired || error instanceof Unanswered;
      this.#silences = isSilence ? this.#silences + 1 : 0;
    }
  }
}
