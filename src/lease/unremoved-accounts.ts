// The accounts that this run made and has not removed, and why.

import type { Problem } from '../model/problem.ts';
import type { Account } from '../model/session.ts';
import type { Address } from '../model/target.ts';
import type { Journal } from './journal.ts';
import type { Removal } from './journal-event.ts';

/** An account (its JID) or a directory (its path) that was not removed, and why. */
export interface Leftover {
  readonly name: string;
  readonly problem: Problem;
}

interface Removable {
  readonly journal: Journal;
  readonly address: Address;
  readonly removal: Removal;
}

/** Knows which accounts are left to remove, and writes them into the journal, from which `clean` removes them. */
export class UnremovedAccounts {
  readonly #removable: Removable | undefined;
  readonly #accounts = new Map<string, Problem | undefined>();

  /** Without a way to remove accounts nothing is written to a journal. */
  constructor(removable: Removable | undefined) {
    this.#removable = removable;
  }

  /** Call before the account may exist. */
  made(account: Account): void {
    if (this.#removable !== undefined) {
      const { journal, address, removal } = this.#removable;
      journal.accountCreated({ account, address, removal });
    }
    this.#accounts.set(account.jid, undefined);
  }

  /** The account does not exist, or no longer. */
  removed({ jid }: Account): void {
    this.#removable?.journal.accountRemoved(jid);
    this.#accounts.delete(jid);
  }

  /** The account stays, or may have stayed, for this reason. */
  failed({ jid }: Account, problem: Problem): void {
    if (this.#accounts.has(jid)) this.#accounts.set(jid, problem);
  }

  get leftovers(): readonly Leftover[] {
    const unknown: Problem =
      this.#removable === undefined ? { kind: 'removal-command-missing' } : { kind: 'removal-not-tried' };
    return [...this.#accounts].map(([name, problem]) => ({ name, problem: problem ?? unknown }));
  }
}

/** Leftovers with the same reason: their names, at least one, and the problem of the first of them. */
export interface LeftoverGroup {
  readonly problem: Problem;
  readonly names: readonly string[];
}

/** Leftovers by reason, the most frequent first. A reason that names the account itself is still the same reason. */
export function groupLeftovers(leftovers: readonly Leftover[]): readonly LeftoverGroup[] {
  const groups = new Map<string, LeftoverGroup>();
  for (const { name, problem } of leftovers) {
    const reason = JSON.stringify(problem, (_, value) => (value === name ? '' : value));
    const group = groups.get(reason) ?? { problem, names: [] };
    groups.set(reason, { ...group, names: [...group.names, name] });
  }
  return [...groups.values()].sort((a, b) => b.names.length - a.names.length);
}
