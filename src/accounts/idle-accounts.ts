import type { Account, Session } from '../model/session.ts';
import { resourceOf } from '../stanza/jid.ts';

/** Longest wait in milliseconds for the end of a session that no case uses. */
const END_MS = 1000;

/** Clean accounts that wait for their next loan, some with open sessions that are unavailable. */
export class IdleAccounts {
  /** The one that has waited longest first. */
  readonly #accounts: Account[] = [];
  readonly #sessions = new Map<Account, readonly Session[]>();

  get count(): number {
    return this.#accounts.length;
  }

  put(account: Account, sessions: readonly Session[]): void {
    this.#accounts.push(account);
    if (sessions.length > 0) this.#sessions.set(account, sessions);
  }

  /**
   * The account with most sessions at these resources and none elsewhere; else one without sessions, else the one that has
   * waited longest; undefined where none waits.
   */
  take(resources: readonly string[]): Account | undefined {
    const fits = this.#accounts.map((account) => this.#fitOf(account, resources));
    const best = Math.max(...fits);
    return this.#accounts.splice(fits.indexOf(best), 1)[0];
  }

  takeAll(): readonly Account[] {
    return this.#accounts.splice(0);
  }

  /** The sessions of an account that was taken. The caller uses them or ends them. */
  takeSessions(account: Account): readonly Session[] {
    const sessions = this.#of(account);
    this.#sessions.delete(account);
    return sessions;
  }

  /**
   * Ends the sessions of an account that was taken, except those that a case can use at these resources. Resolves with
   * whether the account is still clean: nothing has come meanwhile, and the server knows of each end.
   */
  async makeReady(account: Account, resources: readonly string[]): Promise<boolean> {
    const sessions = this.takeSessions(account);
    const isQuiet = sessions.every(({ inbox }) => inbox.length === 0);
    const isUseful = ({ jid, ended }: Session) => isQuiet && ended === undefined && resources.includes(resourceOf(jid));
    const useful = sessions.filter(isUseful);
    const others = sessions.filter((session) => !isUseful(session));
    await endSessions(others);
    if (useful.length > 0) this.#sessions.set(account, useful);
    return isQuiet && others.every(({ isClosedByServer }) => isClosedByServer);
  }

  /** The number of sessions that a case can use; -1: others must end. */
  #fitOf(account: Account, resources: readonly string[]): number {
    const sessions = this.#of(account);
    return sessions.every(({ jid }) => resources.includes(resourceOf(jid))) ? sessions.length : -1;
  }

  #of(account: Account): readonly Session[] {
    return this.#sessions.get(account) ?? [];
  }
}

/** Ends sessions that are still open. Never rejects. */
export async function endSessions(sessions: readonly Session[] = []): Promise<void> {
  await Promise.all(sessions.map((session) => (session.ended === undefined ? session.close(END_MS) : undefined)));
}
