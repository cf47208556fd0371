// Pending requests come at a login (RFC 6121 3.1.3). Where they also come to a session that becomes available again, no login is
// needed to see them.

/** What the run has seen of one server. */
export class Redelivery {
  #isShown: boolean | undefined;

  /** A pending request has come to a session that became available again, and no login has brought one that did not. */
  get isShown(): boolean {
    return this.#isShown === true;
  }

  /** No login has brought a request that did not come before, when a session became available again. */
  get mayShow(): boolean {
    return this.#isShown !== false;
  }

  /** Notes whether a pending request came to a session that became available again. */
  note(isShown: boolean): void {
    this.#isShown = isShown && this.mayShow;
  }
}
