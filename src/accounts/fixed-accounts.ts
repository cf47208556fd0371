import type { Account } from '../model/session.ts';
import { parseJid } from '../stanza/jid.ts';
import { isExpired, ProblemError, problemOf } from '../wording/problems.ts';
import type { AccountWatch } from './account-watch.ts';
import type { ServerAccess } from './provider.ts';
import { resetAccount } from './reset-account.ts';

/** Accounts with rosters that cannot be emptied. One may be a matter of its items; two are one of the server. */
const MAX_SPOILT = 2;

type Server = Pick<ServerAccess, 'connect' | 'timeoutMs'> & { readonly watch?: AccountWatch | undefined };

/** Existing accounts that the user gave, reset before each loan. */
export class FixedAccounts {
  readonly accounts: readonly Account[];
  readonly #server: Server;
  readonly #usable = new Set<string>();
  readonly #spoilt = new Set<string>();
  #refusal: ProblemError | undefined;

  constructor(accounts: readonly Account[], server: Server) {
    this.accounts = distinctAccounts(accounts);
    this.#server = server;
  }

  /**
   * Logs in and resets the account. Rejects when it cannot. When the server did not answer, the account has never worked,
   * or the rosters of two accounts cannot be emptied, all later calls reject with the same error at once. Rejects with
   * `account-shared` when something else uses it.
   */
  async prepare(account: Account): Promise<void> {
    if (this.#refusal !== undefined) throw this.#refusal;
    try {
      await resetAccount(account, this.#server);
      this.#usable.add(account.jid);
    } catch (error) {
      if (problemOf(error).kind === 'account-shared') throw error;
      if (problemOf(error).kind === 'roster-not-emptied') this.#spoilt.add(account.jid);
      const problem = { kind: 'account-unusable', jid: account.jid, cause: problemOf(error) } as const;
      const refusal = new ProblemError(problem, { cause: error });
      const isFinal = isExpired(error) || !this.#usable.has(account.jid) || this.#spoilt.size >= MAX_SPOILT;
      if (isFinal) this.#refusal ??= refusal;
      throw this.#refusal ?? refusal;
    }
  }
}

/** The accounts without repetitions. Addresses that differ only in case are one account. */
export function distinctAccounts(accounts: readonly Account[]): readonly Account[] {
  const byAddress = new Map(accounts.map((account) => [parseJid(account.jid)?.bare ?? account.jid, account]));
  return [...byAddress.values()];
}
