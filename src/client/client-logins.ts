// Starts clients under test, and waits until each has logged in: it has bound a resource and sent presence.

import type { Served } from '../model/client.ts';
import type { Problem } from '../model/problem.ts';
import type { Account, ConnectOptions } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';
import { ProblemError } from '../wording/problems.ts';
import { startDeadline } from '../xmpp/deadline.ts';
import type { StartClient } from './client-program.ts';
import type { ClientServer } from './client-server.ts';
import { Driver } from './driver.ts';
import { PRESENCE_MS } from './numbers.ts';
import { ServedSession } from './served-session.ts';

export interface LoginsOptions {
  readonly server: ClientServer;
  readonly start: StartClient;
  readonly tls: 'none' | 'starttls' | 'direct';
  readonly ca: string | undefined;
  /** How long the answer to a verb may take, in milliseconds. */
  readonly timeoutMs: number;
}

/** What one login is asked for. */
export type LoginOptions = Pick<ConnectOptions, 'account' | 'served' | 'timeoutMs' | 'signal' | 'record'>;

/** Starts clients. `end` ends all that still run. */
export class ClientLogins {
  readonly #options: LoginsOptions;
  readonly #running = new Set<Driver>();
  /** False: the client has been found to answer no pings. */
  answersPings = true;

  constructor(options: LoginsOptions) {
    this.#options = options;
  }

  /** Starts a client for an account. Resolves when it has logged in; rejects with a `ProblemError`, and leaves nothing running. */
  async logIn(login: LoginOptions): Promise<ServedSession> {
    const { account, timeoutMs, signal } = login;
    const wait = new LoginWait();
    const driver = new Driver({ timeoutMs: this.#options.timeoutMs, onEnd: (problem) => wait.fail(problem) });
    const callOff = startDeadline(timeoutMs, () =>
      wait.fail({ kind: 'client-not-logged-in', stage: wait.stage, timeoutMs, log: driver.log }),
    );
    signal?.addEventListener('abort', () => wait.fail({ kind: 'called-off' }), { once: true });
    const release = this.#watch(login, { driver, wait });
    this.#running.add(driver);
    driver.drives(this.#options.start(this.#dataFor(account), driver));
    try {
      return await wait.session;
    } catch (error) {
      release();
      await this.#end(driver);
      throw error;
    } finally {
      callOff();
    }
  }

  /** Ends all clients. Never rejects. */
  async end(): Promise<void> {
    await Promise.all([...this.#running].map((driver) => this.#end(driver)));
  }

  #watch(
    { account, served = {}, record }: LoginOptions,
    { driver, wait }: { driver: Driver; wait: LoginWait },
  ): () => void {
    const { server } = this.#options;
    let session: ServedSession | undefined;
    const release = server.watch(account.jid, served satisfies Served, {
      login: (jid) => {
        session = new ServedSession({
          jid,
          control: server.control,
          driver,
          answersPings: () => this.answersPings,
          record,
          end: () => this.#end(driver).then(release),
        });
        wait.bound(session);
      },
      loginFailed: (condition) => wait.refused(condition),
      received: (stanza) => {
        session?.received(stanza);
        wait.received(stanza);
      },
      sent: (stanza) => session?.sent(stanza),
      closed: (how) => {
        wait.fail({ kind: 'client-left' });
        session?.streamEnded(how);
      },
    });
    return release;
  }

  #dataFor({ jid, password }: Account) {
    const { server, tls, ca } = this.#options;
    const { host, port, directTlsPort } = server.server;
    return { jid, password, host, port: tls === 'direct' ? (directTlsPort ?? port) : port, tls, ca };
  }

  async #end(driver: Driver): Promise<void> {
    await driver.end();
    this.#running.delete(driver);
  }
}

/** How far a login has come. */
type Stage = Extract<Problem, { kind: 'client-not-logged-in' }>['stage'];

/** The wait for one login. */
class LoginWait {
  #settle: { resolve(session: ServedSession): void; reject(error: Error): void } | undefined;
  readonly session = new Promise<ServedSession>((resolve, reject) => {
    this.#settle = { resolve, reject };
  });
  #bound: ServedSession | undefined;
  #callOff: () => void = () => undefined;
  stage: Stage = 'connect';

  refused(condition: string): void {
    this.stage = condition === 'tls' ? 'tls' : 'authenticate';
  }

  /** A client that sends no presence soon is taken for logged in all the same: what it lacks, cases say. */
  bound(session: ServedSession): void {
    this.stage = 'presence';
    this.#bound = session;
    this.#callOff = startDeadline(PRESENCE_MS, () => this.#settle?.resolve(session));
  }

  received({ name, attrs }: XmlElement): void {
    if (name !== 'presence' || attrs['to'] !== undefined || this.#bound === undefined) return;
    this.#callOff();
    this.#settle?.resolve(this.#bound);
  }

  fail(problem: Problem): void {
    this.#callOff();
    this.#settle?.reject(new ProblemError(problem));
  }
}
