// How a case gets its sessions: by a login, or from an earlier case.

import { setMaxListeners } from 'node:events';
import type { SessionPlan } from '../model/case.ts';
import type { ConnectOptions, Session } from '../model/session.ts';
import { actorOf } from '../stanza/jid.ts';
import { Broken, type Wait } from './broken.ts';
import type { CaseSessionsOptions } from './case-sessions-options.ts';

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

  constructor(options: CaseSessionsOptions, tools: OpenerTools) {
    this.#options = options;
    this.#tools = tools;
  }

  /** Opens a session and calls `admit` with it: the one of an earlier case, or a new one. Rejects with `Broken`. */
  async open(plan: SessionPlan, admit: (session: Session) => void): Promise<void> {
    const record: ConnectOptions['record'] = (entry) => this.#tools.record(plan.ref, entry);
    const idle = this.#options.lease.session(plan);
    if (idle === undefined) return this.#logins.add(this.#logIn(plan, record).then(admit));
    idle.handOver?.(record);
    admit(idle);
  }

  /** Ends all logins. Resolves with whether one has failed. */
  async end(): Promise<boolean> {
    await this.#logins.abort();
    return this.#logins.hasFailed;
  }

  #logIn({ ref, resource, answers, served }: SessionPlan, record: ConnectOptions['record']): Promise<Session> {
    const { env, accounts, isRemote, sideOf } = this.#options;
    const actor = actorOf(ref);
    const account = accounts.get(actor);
    const open = isRemote(actor) ? env.remote?.connect : sideOf(actor).connect;
    if (account === undefined || open === undefined) throw new Broken({ kind: 'not-connected', session: ref });
    const login = { account, resource, answers, served, signal: this.#logins.signal, record };
    const waiting = { failure: 'login-failed', session: ref, kind: 'login' } as const;
    return this.#tools.wait(waiting, (timeoutMs) => open({ ...login, timeoutMs }));
  }
}

/** The logins of one case that are under way. */
export class Logins {
  readonly #underWay = new Set<Promise<void>>();
  readonly #controller = new AbortController();
  #hasFailed = false;

  constructor() {
    // Each session listens while it logs in.
    setMaxListeners(0, this.#controller.signal);
  }

  /** Ends the logins when it aborts. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** A login failed or was ended: the server may have a session of which this side knows nothing. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  /** Adds a login until it has settled. Settles as the login does. */
  async add(login: Promise<void>): Promise<void> {
    this.#underWay.add(login);
    try {
      await login;
    } catch (error) {
      this.#hasFailed = true;
      throw error;
    } finally {
      this.#underWay.delete(login);
    }
  }

  /** Ends all logins, also those that begin later. Resolves when each has settled. */
  async abort(): Promise<void> {
    // The reason is read by nobody. Without one, an error is made, whose stack costs more than all else here.
    this.#controller.abort('the case is over');
    await Promise.allSettled(this.#underWay);
  }
}
