// The relaxed mode: what the server relays to one stream arrives late, and in another order as far as its lanes permit.

import type { XmlElement } from '../model/xml.ts';
import type { Passage } from './passage.ts';

/** The longest delay: that of a server that hands stanzas to a pool of threads and is not busy. */
export const MAX_DELAY_MS = 20;

interface Pending<Sent> {
  readonly stanza: Sent;
  readonly lanes: readonly string[];
  readonly dueMs: number;
}

/** Stanzas on their way to one stream, alone or with what belongs to them. A stanza never overtakes an earlier one with which it shares a lane. */
export class Outbox<Sent = XmlElement> {
  readonly #write: (stanza: Sent) => void;
  readonly #random: () => number;
  /** In the order in which they will be written. */
  readonly #pending: Pending<Sent>[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(write: (stanza: Sent) => void, random: () => number) {
    this.#write = write;
    this.#random = random;
  }

  /** Writes a relayed stanza after a delay of up to 20 ms, and an answer as soon as its lanes permit. */
  add(stanza: Sent, { lanes, isAnswer }: Passage): void {
    const last = this.#pending.findLast((other) => other.lanes.some((lane) => lanes.includes(lane)));
    const delayMs = isAnswer ? 0 : this.#random() * MAX_DELAY_MS;
    const dueMs = Math.max(performance.now() + delayMs, last?.dueMs ?? 0);
    if (isAnswer && last === undefined) this.#write(stanza);
    else this.#insert({ stanza, lanes, dueMs });
  }

  /** Writes all pending stanzas at once. */
  flush(): void {
    for (const { stanza } of this.#pending.splice(0)) this.#write(stanza);
    this.#awaitFirst();
  }

  /** Drops all pending stanzas. */
  clear(): void {
    this.#pending.length = 0;
    this.#awaitFirst();
  }

  #insert(added: Pending<Sent>): void {
    const later = this.#pending.findIndex(({ dueMs }) => dueMs > added.dueMs);
    this.#pending.splice(later === -1 ? this.#pending.length : later, 0, added);
    this.#awaitFirst();
  }

  #awaitFirst(): void {
    clearTimeout(this.#timer);
    const [first] = this.#pending;
    if (first) this.#timer = setTimeout(() => this.#writeDue(first.dueMs), first.dueMs - performance.now());
  }

  /** Writes what is due. A timer may be early by a millisecond: what it waited for counts as due. */
  #writeDue(awaitedMs: number): void {
    const nowMs = Math.max(awaitedMs, performance.now());
    const later = this.#pending.findIndex(({ dueMs }) => dueMs > nowMs);
    const due = this.#pending.splice(0, later === -1 ? this.#pending.length : later);
    for (const { stanza } of due) this.#write(stanza);
    this.#awaitFirst();
  }
}
