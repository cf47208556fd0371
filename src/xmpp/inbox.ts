// The stanzas that arrived at a session, and waits for them.

import type { Problem } from '../model/problem.ts';
import type { XmlElement } from '../model/xml.ts';
import { sizeOf } from '../stanza/serialize.ts';
import { ProblemError } from '../wording/problems.ts';
import { startDeadline } from './deadline.ts';

type Flood = Extract<Problem, { kind: 'flooded' }>;

/** What one session takes between two drains. The busiest step of the suite causes fewer than 100 stanzas. */
const MAX_STANZAS = 1000;
/** Room for a few stanzas of 1 MiB; 16 jobs whose sessions are all flooded stay below 500 MB. */
const MAX_BYTES = 4 * 1024 * 1024;

/** Settles a wait where it is over: because enough has arrived, or because the inbox is closed for this reason. */
type Look = (closed: Problem | undefined) => void;

interface InboxOptions {
  /** Called once, with the limit that was exceeded. Nothing is admitted after that. */
  readonly onFlood: (problem: Flood) => void;
  /** Keep nothing, and so have no limit. */
  readonly discards?: boolean | undefined;
}

/** Stanzas that have arrived and are not drained yet, oldest first, within limits. */
export class Inbox {
  readonly #options: InboxOptions;
  readonly #looks = new Set<Look>();
  #stanzas: XmlElement[] = [];
  #count = 0;
  #bytes = 0;
  #closed: Problem | undefined;
  #isFlooded = false;
  #isLooking = false;
  #discarded = 0;

  constructor(options: InboxOptions) {
    this.#options = options;
  }

  /** The number of stanzas that were not kept. */
  get discarded(): number {
    return this.#discarded;
  }

  /** What has arrived since the last `drain`. */
  get stanzas(): readonly XmlElement[] {
    return this.#stanzas;
  }

  /** Counts a stanza, also one that is not for the inbox. False: it exceeds a limit and must be discarded. */
  admits(stanza: XmlElement): boolean {
    if (this.#isFlooded) return false;
    if (this.#options.discards) return true;
    this.#count += 1;
    this.#bytes += sizeOf(stanza);
    if (this.#count > MAX_STANZAS) this.#flood({ kind: 'flooded', unit: 'stanzas', limit: MAX_STANZAS });
    else if (this.#bytes > MAX_BYTES) this.#flood({ kind: 'flooded', unit: 'bytes', limit: MAX_BYTES });
    return !this.#isFlooded;
  }

  put(stanza: XmlElement): void {
    if (this.#options.discards) {
      this.#discarded += 1;
      return;
    }
    this.#stanzas.push(stanza);
    this.#lookSoon();
  }

  /** Removes and returns all. */
  drain(): readonly XmlElement[] {
    this.#count = 0;
    this.#bytes = 0;
    return this.#stanzas.splice(0);
  }

  /** Ends all waits: nothing more comes, for this reason. Only the first counts. */
  close(cause: Problem): void {
    this.#closed ??= cause;
    this.#look();
  }

  /**
   * Resolves once `isEnough` holds, which is asked at once and after arrivals. Rejects with `no-arrival` after
   * `timeoutMs`, also where something else has arrived, and with the reason when the inbox is closed.
   */
  arrival(isEnough: () => boolean, timeoutMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void) => {
        callOff();
        this.#looks.delete(look);
        settle();
      };
      const giveUp = (problem: Problem) => end(() => reject(new ProblemError(problem)));
      const callOff = startDeadline(timeoutMs, () => giveUp({ kind: 'no-arrival', timeoutMs }));
      const look: Look = (closed) => {
        if (isEnough()) end(resolve);
        else if (closed !== undefined) giveUp(closed);
      };
      this.#looks.add(look);
      look(this.#closed);
    });
  }

  #flood(problem: Flood): void {
    this.#isFlooded = true;
    this.#options.onFlood(problem);
  }

  /** Once for all stanzas of a packet: what is asked may look at all of them each time. */
  #lookSoon(): void {
    if (this.#isLooking || this.#looks.size === 0) return;
    this.#isLooking = true;
    setImmediate(() => {
      this.#isLooking = false;
      this.#look();
    });
  }

  #look(): void {
    for (const look of [...this.#looks]) look(this.#closed);
  }
}
