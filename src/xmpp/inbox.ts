import type { XmlElement } from '../model/xml.ts';
import { startDeadline } from './deadline.ts';
import { Expired } from './expired.ts';

/** What has arrived and nobody has taken yet, oldest first. */
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

  /** Nothing more comes, so nobody needs to wait. */
  close(): void {
    this.#isClosed = true;
    this.#wake();
  }

  /** Resolves when there is something to take, and when nothing more comes; rejects with `Expired` after `timeoutMs`. */
  arrival(timeoutMs: number): Promise<void> {
    if (this.#stanzas.length > 0 || this.#isClosed) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const wake = () => {
        callOff();
        resolve();
      };
      const callOff = startDeadline(timeoutMs, () => {
        this.#waiting.delete(wake);
        reject(new Expired(`nothing arrived within ${timeoutMs} ms`));
      });
      this.#waiting.add(wake);
    });
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }
}
