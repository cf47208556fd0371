import type { XmlElement } from '../model/xml.ts';
import { ProblemError } from '../wording/problems.ts';
import { startDeadline } from './deadline.ts';

/** Stanzas that have arrived and are not drained yet, oldest first. */
export class Inbox {
  readonly #waiting = new Set<() => void>();
  #stanzas: XmlElement[] = [];
  #isClosed = false;

  put(stanza: XmlElement): void {
    this.#stanzas.push(stanza);
    this.#wake();
  }

  /** Removes and returns all. */
  drain(): readonly XmlElement[] {
    return this.#stanzas.splice(0);
  }

  /** Ends all waits: nothing more comes. */
  close(): void {
    this.#isClosed = true;
    this.#wake();
  }

  /** Resolves once the inbox holds a stanza or is closed; rejects with `no-arrival` after `timeoutMs`. */
  arrival(timeoutMs: number): Promise<void> {
    if (this.#stanzas.length > 0 || this.#isClosed) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const wake = () => {
        callOff();
        resolve();
      };
      const callOff = startDeadline(timeoutMs, () => {
        this.#waiting.delete(wake);
        reject(new ProblemError({ kind: 'no-arrival', timeoutMs }));
      });
      this.#waiting.add(wake);
    });
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }
}
