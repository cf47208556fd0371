// How long a command may take to end: work under way after a signal, and everything after the last case.

import { setMaxListeners } from 'node:events';

/** After a signal, work under way may go on for this long. Cases take less than 1 s, unless they wait for a timeout. */
export const WORK_GRACE_MS = 4000;

/** What the end takes beyond one timeout: a removal may wait for one answer, the rest is a few round trips. */
const END_EXTRA_MS = 2500;

/** The end after a signal: with `WORK_GRACE_MS` and the reports, 15 s are enough. */
const HURRIED_END_MS = 7000;

/** Decides when work and clean-up are given up. `close` stops its timers. */
export class Ending {
  readonly #timeoutMs: number;
  readonly #signal: AbortSignal;
  readonly #cutOff = new AbortController();
  readonly #expired = new AbortController();
  readonly #closed = new AbortController();
  readonly #timers: NodeJS.Timeout[] = [];
  #hasBegun = false;
  /** The timer of the end, and when it is due, by `performance.now()`. */
  #end: { readonly timer: NodeJS.Timeout; readonly dueAt: number } | undefined;

  /** `timeoutMs` bounds each wait of the command; `signal` aborts when the user stops it. */
  constructor(timeoutMs: number, signal: AbortSignal) {
    this.#timeoutMs = timeoutMs;
    this.#signal = signal;
    // Each case under way listens.
    setMaxListeners(0, this.#cutOff.signal, this.#expired.signal);
    if (signal.aborted) this.#hurry();
    else signal.addEventListener('abort', () => this.#hurry(), { once: true, signal: this.#closed.signal });
  }

  /** Aborts when work under way is given up. */
  get cutOff(): AbortSignal {
    return this.#cutOff.signal;
  }

  /** Aborts when the clean-up is given up, and with it everything that still goes on. */
  get expired(): AbortSignal {
    return this.#expired.signal;
  }

  /** Begins the end, if it has not begun: the work is done. Returns `expired`. */
  begin(): AbortSignal {
    if (this.#hasBegun) return this.expired;
    this.#hasBegun = true;
    const fullMs = this.#timeoutMs + END_EXTRA_MS;
    this.#endIn(this.#signal.aborted ? Math.min(fullMs, HURRIED_END_MS) : fullMs);
    return this.expired;
  }

  /** Does work that waits for no server, such as writing a report. The end is later by as long, unless the user waits for it. */
  besides(work: () => void): void {
    const began = performance.now();
    work();
    if (this.#end === undefined || this.#signal.aborted) return;
    const { timer, dueAt } = this.#end;
    clearTimeout(timer);
    this.#end = undefined;
    this.#endIn(dueAt - began);
  }

  close(): void {
    this.#closed.abort();
    clearTimeout(this.#end?.timer);
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #hurry(): void {
    this.#timers.push(setTimeout(() => this.#cutOff.abort(), WORK_GRACE_MS));
    if (this.#hasBegun) this.#endIn(HURRIED_END_MS);
  }

  /** The first of several ends counts. */
  #endIn(ms: number): void {
    const expire = () => {
      this.#cutOff.abort();
      this.#expired.abort();
    };
    const dueAt = performance.now() + ms;
    if (this.#end !== undefined && this.#end.dueAt <= dueAt) return;
    clearTimeout(this.#end?.timer);
    this.#end = { timer: setTimeout(expire, ms), dueAt };
  }
}
