// Text in pieces as lines, each of bounded length.

import { MAX_LINE } from './numbers.ts';

/** Calls back with each line. What is longer than a line may be is cut, and the rest of it is dropped. */
export class Lines {
  readonly #onLine: (line: string) => void;
  #begun = '';
  #isCut = false;

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  add(text: string): void {
    const [first = '', ...others] = text.split('\n');
    this.#grow(first);
    for (const next of others) {
      this.end();
      this.#grow(next);
    }
  }

  /** The line that has begun is whole. */
  end(): void {
    const line = this.#begun.replace(/\r$/, '');
    this.#begun = '';
    this.#isCut = false;
    if (line !== '') this.#onLine(line);
  }

  #grow(text: string): void {
    if (this.#isCut) return;
    this.#begun += text;
    if (this.#begun.length <= MAX_LINE) return;
    this.#begun = this.#begun.slice(0, MAX_LINE);
    this.#isCut = true;
  }
}
