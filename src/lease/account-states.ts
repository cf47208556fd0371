// The states of an account that the run knows, the moves between them, and what is left of the accounts in the end.

import type { Problem } from '../model/problem.ts';
import type { Account, Session } from '../model/session.ts';
import type { Journal } from './journal.ts';
import type { JournalledAccount } from './journal-event.ts';
import type { Leftover } from './leftover-text.ts';

/** Where an account is. One without a state was never asked for, or is removed. */
type AccountState =
  /** The server is asked to make it, so it may exist. */
  | { readonly kind: 'asked' }
  /** A borrower has it, or it is made ready for one. */
  | { readonly kind: 'lent' }
  /** It is clean, and waits for its next loan with open sessions that are unavailable. */
  | { readonly kind: 'idle'; readonly sessions: readonly Session[] }
  /** It waits in the pool, because none is removed. A clean one needs no reset. */
  | { readonly kind: 'kept'; readonly isClean: boolean }
  /** It goes when its turn to be removed comes. */
  | { readonly kind: 'leaving' }
  /** It is lent no more: it may have stayed, or it holds what cannot be removed. */
  | { readonly kind: 'left' };

type Kind = AccountState['kind'];

/** The states that may follow each one. An account can be removed in each one. One of the user has none until it is lent, or left out. */
const MOVES: Readonly<Record<Kind | 'none', readonly Kind[]>> = {
  none: ['asked', 'lent', 'left'],
  asked: ['asked', 'lent'],
  lent: ['idle', 'kept', 'leaving', 'left'],
  idle: ['lent', 'kept', 'leaving'],
  kept: ['lent', 'leaving', 'left'],
  leaving: ['kept', 'left'],
  left: [],
};

/** How accounts are removed, and where that is recorded. */
interface Removable extends Omit<JournalledAccount, 'account'> {
  readonly journal: Journal;
}

/** An account, its state, and why it was not removed, or may have stayed. */
type Known = AccountState & { readonly account: Account; readonly problem?: Problem | undefined };

/** A clean account that waits, or has waited, and its open sessions. */
export type IdleAccount = Pick<Extract<Known, { kind: 'idle' }>, 'account' | 'sessions'>;

/** The accounts that this run has asked for and not removed. `clean` finds them in the journal. */
export class AccountStates {
  /** The server goes with its accounts: none has to be removed. */
  readonly isDisposable: boolean;
  readonly #removable: Removable | undefined;
  readonly #known = new Map<Account, Known>();

  /** Without a way to remove accounts nothing is written to a journal. */
  constructor(isDisposable: boolean, removable?: Removable) {
    this.isDisposable = isDisposable;
    this.#removable = isDisposable ? undefined : removable;
  }

  /** Throws where the state cannot follow that of the account: a bug. Call with `asked` before the account may exist. */
  move(account: Account, state: AccountState): void {
    const { kind = 'none', problem } = this.#known.get(account) ?? {};
    if (!MOVES[kind].includes(state.kind)) throw new Error(`${account.jid} goes from ${kind} to ${state.kind}`);
    if (state.kind === 'asked' && this.#removable !== undefined) {
      const { journal, ...how } = this.#removable;
      journal.accountCreated({ account, ...how });
    }
    // The last one that has begun to wait comes last.
    if (state.kind === 'idle') this.#known.delete(account);
    this.#known.set(account, { ...state, account, problem });
  }

  /** The account does not exist, or no longer. */
  removed(account: Account): void {
    this.#removable?.journal.accountRemoved(account.jid);
    this.#known.delete(account);
  }

  /** The account stays, or may have stayed, for this reason. */
  failed(account: Account, problem: Problem): void {
    const known = this.#known.get(account);
    if (known !== undefined) this.#known.set(account, { ...known, problem });
  }

  of(account: Account): AccountState | undefined {
    return this.#known.get(account);
  }

  /** The accounts in one of these states. Of those that are idle, the one that has waited longest comes first. */
  all<K extends Kind>(...kinds: readonly K[]): readonly Extract<Known, { kind: K }>[] {
    const isWanted = (known: Known): known is Extract<Known, { kind: K }> => kinds.some((kind) => kind === known.kind);
    return [...this.#known.values()].filter(isWanted);
  }

  /** The accounts that were made and are not removed, each with the reason. */
  get leftovers(): readonly Leftover[] {
    const kind = this.#removable === undefined ? 'removal-command-missing' : 'removal-not-tried';
    const left = this.isDisposable ? [] : [...this.#known.values()];
    return left.map(({ account: { jid }, problem = { kind } }) => ({ name: jid, problem }));
  }
}
