// The owner of streams: the code that opens a stream closes it, and the owner ends what is left.

import type { Problem } from '../model/problem.ts';
import { ProblemError } from '../wording/problems.ts';

/** A stream as its owner sees it. */
export interface OwnedStream {
  /** Why the stream ended; undefined while it is open. */
  readonly ended: Problem | undefined;
  /** Ends the stream, if it has not ended, and destroys its sockets. */
  fail(error: Error): void;
}

/** The streams of one test bed. A stream is a member from before its socket opens until its last socket has closed. */
export class OpenStreams {
  readonly #members = new Set<OwnedStream>();
  readonly #waiting = new Set<() => void>();
  #isClosed = false;

  /** Number of streams with a socket that has not closed yet. */
  get count(): number {
    return this.#members.size;
  }

  /** Number of streams that neither side has ended. */
  get unended(): number {
    return [...this.#members].filter(({ ended }) => ended === undefined).length;
  }

  /** Adds a stream that is about to open. After `destroyAll`, ends it at once with the problem `called-off`. */
  join(stream: OwnedStream): void {
    if (this.#isClosed) stream.fail(calledOff());
    else this.#members.add(stream);
  }

  /** Removes a stream whose sockets have closed. */
  leave(stream: OwnedStream): void {
    this.#members.delete(stream);
    if (this.#members.size > 0) return;
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }

  /** Ends every stream, present and future, with the problem `called-off`. What waits for one of them rejects. */
  destroyAll(): void {
    this.#isClosed = true;
    for (const stream of [...this.#members]) stream.fail(calledOff());
  }

  /** Resolves when no socket is open; may never. */
  allClosed(): Promise<void> {
    if (this.#members.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.add(resolve));
  }
}

const calledOff = (): ProblemError => new ProblemError({ kind: 'called-off' });
