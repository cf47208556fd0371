import type { Account, Session } from '../model/session.ts';
import { resourceOf } from '../stanza/jid.ts';

/** Longest wait in milliseconds for the end of a session that no case uses. */
const END_MS = 1000;

/** Clean accounts that wait for their next loan, some with an open session that is unavailable. */
export class IdleAccounts {
  /** The one that has waited longest first. */
  readonly #accounts: Account[] = [];
  readonly #sessions = new Map<Account, Session>();

  get count(): number {
    return this.#accounts.length;
  }

  put(account: Account, session: Session | undefined): void {
    this.#accounts.push(account);
    if (session !== undefined) this.#sessions.set(account, session);
  }

  /**
   * An account with a session at this resource; else one without a session, else the one that has waited longest; undefined
   * where none waits.
   */
  take(resource?: string): Account | undefined {
    const index = (isWanted: (account: Account) => boolean) => this.#accounts.findIndex(isWanted);
    const matching = resource === undefined ? -1 : index((account) => this.#isAt(account, resource));
    const plain = matching === -1 ? index((account) => !this.#sessions.has(account)) : matching;
    return this.#accounts.splice(Math.max(plain, 0), 1)[0];
  }

  takeAll(): readonly Account[] {
    return this.#accounts.splice(0);
  }

  /** The session of an account that was taken; undefined where it has none. The caller uses it or ends it. */
  takeSession(account: Account): Session | undefined {
    const session = this.#sessions.get(account);
    this.#sessions.delete(account);
    return session;
  }

  /**
   * Ends the session of an account that was taken, unless a case can use it at this resource. Resolves with whether the
   * account is still clean: nothing has come meanwhile, and the server knows of the end.
   */
  async makeReady(account: Account, resource: string | undefined): Promise<boolean> {
    const session = this.#sessions.get(account);
    if (session === undefined) return true;
    const isQuiet = session.inbox.length === 0;
    const isAt = resource !== undefined && this.#isAt(account, resource);
    if (isQuiet && isAt && session.ended === undefined) return true;
    this.#sessions.delete(account);
    await endSession(session);
    return isQuiet && session.isClosedByServer;
  }

  #isAt(account: Account, resource: string): boolean {
    const session = this.#sessions.get(account);
    return session !== undefined && resourceOf(session.jid) === resource;
  }
}

/** Ends a session, if it is still open. Never rejects. */
export async function endSession(session: Session | undefined): Promise<void> {
  if (session?.ended === undefined) await session?.close(END_MS);
}
