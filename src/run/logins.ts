import { setMaxListeners } from 'node:events';

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
