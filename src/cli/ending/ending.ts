// How long a command may take to end: work under way after a signal, and everything after the last case.

import { setMaxListeners } from 'node:events';
import { performance } from 'node:perf_hooks';

/** After a signal, work under way may go on for this long. Cases take less than 1 s, unless they wait for a timeout. */
const WORK_GRACE_MS = 4000;

/** What the end takes beyond one timeout: a removal may wait for one answer, the rest is a few round trips. */
const END_EXTRA_MS = 3000;

/** The end after a signal: with `WORK_GRACE_MS` and the reports, 15 s are enough. */
const HURRIED_END_MS = 7000;

/** Decides when work and clean-up are given up. `close` stops its timers. */
export class Ending {
  readonly #timeoutMs: number;
  readonly #signal: AbortSignal;
  readonly #cutOff = new AbortController();
  readonly #expired = new AbortController();
  readonly #closed = new AbortController();
  #grace: NodeJS.Timeout | undefined;
  #end: NodeJS.Timeout | undefined;
  #endsAt = Number.POSITIVE_INFINITY;

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
    if (this.#end === undefined)
      this.#endWithin(this.#signal.aborted ? HURRIED_END_MS : this.#timeoutMs + END_EXTRA_MS);
    return this.expired;
  }

  close(): void {
    this.#closed.abort();
    clearTimeout(this.#grace);
    clearTimeout(this.#end);
  }

  #hurry(): void {
    this.#grace = setTimeout(() => this.#cutOff.abort(), WORK_GRACE_MS);
    if (this.#end !== undefined) this.#endWithin(HURRIED_END_MS);
  }

  /** Only shortens an end that has begun. */
  #endWithin(ms: number): void {
    const endsAt = performance.now() + Math.min(ms, this.#timeoutMs + END_EXTRA_MS);
    if (endsAt >= this.#endsAt) return;
    this.#endsAt = endsAt;
    clearTimeout(this.#end);
    this.#end = setTimeout(() => this.#expire(), endsAt - performance.now());
  }

  #expire(): void {
    this.#cutOff.abort();
    this.#expired.abort();
  }
}
