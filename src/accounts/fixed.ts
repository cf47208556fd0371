import type { Account } from '../model/session.ts';
import { Expired } from '../xmpp/expired.ts';
import { type Reach, Refused } from './provider.ts';
import { resetAccount } from './reset.ts';

/** Existing accounts that the user gave, reset before each loan. */
export class Fixed {
  readonly accounts: readonly Account[];
  readonly #reach: Pick<Reach, 'connect' | 'timeoutMs'>;
  readonly #usable = new Set<string>();
  #refusal: Refused | undefined;

  constructor(accounts: readonly Account[], reach: Pick<Reach, 'connect' | 'timeoutMs'>) {
    this.accounts = [...new Map(accounts.map((account) => [account.jid, account])).values()];
    this.#reach = reach;
  }

  /** Logs in and resets the account. Rejects with `Refused`, at once after an account never worked or a server kept silent. */
  async prepare(account: Account): Promise<void> {
    if (this.#refusal !== undefined) throw this.#refusal;
    try {
      await resetAccount(account, this.#reach.connect, this.#reach.timeoutMs);
      this.#usable.add(account.jid);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const refusal = new Refused(`the account ${account.jid} cannot be used: ${why}`, { cause: error });
      if (error instanceof Expired || !this.#usable.has(account.jid)) this.#refusal ??= refusal;
      throw this.#refusal ?? refusal;
    }
  }
}
