// What every way of making accounts has in common.

import type { Problem } from '../model/problem.ts';
import type { Account, Connect, Session } from '../model/session.ts';
import type { Address } from '../model/target.ts';
import { ProblemError } from '../wording/problems.ts';
import type { StreamOpener } from '../xmpp/connect.ts';

/** How to reach the server. */
export interface ServerAccess {
  readonly address: Address;
  readonly connect: Connect;
  readonly openStream: StreamOpener;
  /** Timeout of each wait, in milliseconds. */
  readonly timeoutMs: number;
}

/** Makes accounts and removes them. */
export interface Provider {
  /** How many accounts may be made, or removed, at the same time. It may grow. */
  readonly concurrency: number;
  /** From now on, this many cases run at once. Absent: it changes nothing. */
  expectJobs?(jobs: number): void;
  /**
   * Makes an account. Calls `intend` before it sends the first byte that can make it. Rejects with `ProvisionError`
   * when further attempts are useless.
   */
  create(account: Account, intend: () => void): Promise<void>;
  /** `remove` uses an open session of the account, and closes it. Absent: it does not. */
  readonly takesSession?: boolean;
  /**
   * Removes an account, by its session if there is one. An account that does not exist counts as removed. Rejects when the
   * account may still exist.
   */
  remove(account: Account, session?: Session): Promise<void>;
  /** Closes its sessions. Never rejects. */
  close(): Promise<void>;
}

/**
 * The server did not do what it was asked, and trying again is useless. `outcome` says what is known: `not-done`, or
 * `unknown` when no answer came within the timeout, so that the account may exist.
 */
export class ProvisionError extends ProblemError {
  readonly outcome: 'not-done' | 'unknown';

  constructor(problem: Problem, outcome: 'not-done' | 'unknown', options?: ErrorOptions) {
    super(problem, options);
    this.outcome = outcome;
  }
}
