// How a case gets its sessions: by a login, or from an earlier case.

import type { SessionPlan } from '../model/case.ts';
import type { ConnectOptions, Session } from '../model/session.ts';
import { actorOf } from '../stanza/jid.ts';
import type { Wait } from './broken.ts';
import { Broken } from './broken.ts';
import type { CaseSessionsOptions } from './case-sessions-options.ts';
import { Logins } from './logins.ts';

interface OpenerTools {
  readonly wait: Wait;
  /** Called with each entry of the session of that name. */
  record(ref: string, entry: Parameters<ConnectOptions['record']>[0]): void;
}

/** Opens the sessions of one case. */
export class SessionOpener {
  readonly #options: CaseSessionsOptions;
  readonly #tools: OpenerTools;
  readonly #logins = new Logins();
  /** Sessions of earlier cases that this one has not used, by name. */
  readonly #lasting: Map<string, Session>;

  constructor(options: CaseSessionsOptions, tools: OpenerTools) {
    this.#options = options;
    this.#tools = tools;
    this.#lasting = new Map(options.lasting);
  }

  /** Opens a session and calls `admit` with it: the one of an earlier case, or a new one. Rejects with `Broken`. */
  async open(plan: SessionPlan, admit: (session: Session) => void): Promise<void> {
    const record: ConnectOptions['record'] = (entry) => this.#tools.record(plan.ref, entry);
    const lasting = this.#takeLasting(plan);
    if (lasting === undefined) return this.#logins.add(this.#logIn(plan, record).then(admit));
    lasting.handOver?.(record);
    admit(lasting);
  }

  /** Ends all logins. Resolves with the sessions that were not used, by name, and whether a login has failed. */
  async end(): Promise<{ readonly unused: ReadonlyMap<string, Session>; readonly hasFailed: boolean }> {
    await this.#logins.abort();
    return { unused: this.#lasting, hasFailed: this.#logins.hasFailed };
  }

  #logIn({ ref, resource, answers }: SessionPlan, record: ConnectOptions['record']): Promise<Session> {
    const { env, accounts, isRemote, sideOf } = this.#options;
    const actor = actorOf(ref);
    const account = accounts.get(actor);
    const open = isRemote(actor) ? env.remote?.connect : sideOf(actor).connect;
    if (account === undefined || open === undefined) throw new Broken({ kind: 'not-connected', session: ref });
    const login = { account, resource, answers, signal: this.#logins.signal, record };
    const waiting = { failure: 'login-failed', session: ref, kind: 'login' } as const;
    return this.#tools.wait(waiting, (timeoutMs) => open({ ...login, timeoutMs }));
  }

  /** The open session of an earlier case, if it has the resource of the plan. */
  #takeLasting({ ref, atStart }: SessionPlan): Session | undefined {
    const session = this.#lasting.get(ref);
    if (!atStart || session === undefined) return undefined;
    this.#lasting.delete(ref);
    return session.ended === undefined ? session : undefined;
  }
}
