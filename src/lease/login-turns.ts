// How many logins are under way at once: as many as the server takes without letting them wait long for each other.

import type { Connect } from '../model/session.ts';
import { isExpired } from '../wording/problems.ts';
import { limitConcurrency, type RunLimited } from './limit-concurrency.ts';
import { FIRST_SHARE, WAIT_SHARE } from './numbers.ts';

/**
 * Turns of logins. A login that takes much longer than the shortest one waits for others, which gain nothing: then half as many are under
 * way. Where each takes long, because the server is distant or thinks long, as many stay.
 */
export class LoginTurns {
  readonly #longestWaitMs: number;
  #most: number;
  #limit: number;
  #hasFallen = false;
  #changedAt = 0;
  #shortestMs = Number.POSITIVE_INFINITY;
  #underWay = 0;

  /** No more than `most` logins are under way; `timeoutMs` bounds each. */
  constructor({ most, timeoutMs }: { readonly most: number; readonly timeoutMs: number }) {
    this.#longestWaitMs = WAIT_SHARE * timeoutMs;
    this.#most = most;
    this.#limit = Math.max(1, FIRST_SHARE * most);
  }

  /** The number of logins that may be under way. */
  get limit(): number {
    return Math.floor(this.#limit);
  }

  /** Logins had to wait for each other: fewer are under way than at first. */
  get areSpread(): boolean {
    return this.#hasFallen && this.#limit < FIRST_SHARE * this.#most;
  }

  /** From now on, this many may be under way, if it is more than before: the server is distant. */
  allow(most: number): void {
    this.#most = Math.max(this.#most, most);
    if (!this.#hasFallen) this.#limit = Math.max(this.#limit, FIRST_SHARE * most);
  }

  /** Runs a login when it is its turn. The wait for that is no time of the server. */
  readonly take: RunLimited = limitConcurrency(() => this.limit);

  /** Logins of these take turns. */
  inTurn =
    (connect: Connect): Connect =>
    (options) =>
      this.take(() => connect(options));

  /** Measures logins, whether or not they have taken turns. */
  measured(connect: Connect): Connect {
    return async (options) => {
      const began = performance.now();
      this.#underWay += 1;
      try {
        const session = await connect(options);
        this.#note(began, performance.now() - began);
        return session;
      } catch (error) {
        if (isExpired(error)) this.#note(began, Number.POSITIVE_INFINITY);
        throw error;
      } finally {
        this.#underWay -= 1;
      }
    };
  }

  /** A login that began before the last change of the limit says nothing of it, nor do few of one that allows more. */
  #note(began: number, ms: number): void {
    this.#shortestMs = Math.min(this.#shortestMs, ms);
    const waited = ms === Number.POSITIVE_INFINITY ? ms : ms - this.#shortestMs;
    if (began < this.#changedAt) return;
    if (waited > this.#longestWaitMs) {
      this.#limit = Math.max(1, this.#limit / 2);
      this.#hasFallen = true;
      this.#changedAt = performance.now();
    } else if (this.#underWay >= this.limit) {
      this.#limit = Math.min(this.#most, this.#limit + (this.#hasFallen ? 1 / this.#limit : 1));
    }
  }
}
