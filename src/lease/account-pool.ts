// Places of accounts, each lent to one borrower at a time.

import type { Account } from '../model/session.ts';
import { ProblemError } from '../wording/problems.ts';

/** An existing account, or a place where one may be made. */
export type Place = Account | 'empty';

/** Existing accounts whose rosters cannot be emptied. */
export const USED = 'used';

interface Request {
  readonly kinds: readonly string[];
  grant(places: readonly Place[]): void;
  refuse(error: Error): void;
}

/** Accounts by kind. A request gets all its accounts together or waits, so that no two requests wait for each other. */
export class AccountPool {
  readonly #sizes: Map<string, number>;
  readonly #free: Map<string, Place[]>;
  #queue: readonly Request[] = [];
  #closed: Error | undefined;

  constructor(accounts: ReadonlyMap<string, readonly Account[]>) {
    this.#sizes = new Map([...accounts].map(([kind, list]) => [kind, list.length]));
    this.#free = new Map([...accounts].map(([kind, list]) => [kind, [...list]]));
  }

  /** Adds a kind with this many places, some of which are free. */
  open(kind: string, { size, free }: { readonly size: number; readonly free: readonly Place[] }): void {
    this.#sizes.set(kind, size);
    this.#free.set(kind, [...free]);
  }

  /** The kind that is lent for another: where no account is known to be used, or each of those is on loan, a fresh one is. */
  standIn(kind: string): string {
    const isShort = this.#count(USED) === 0 && this.sizeOf('fresh') !== 0;
    return kind === USED && isShort ? 'fresh' : kind;
  }

  /** Adds a free place, and the kind where there was none. */
  add(kind: string, place: Place): void {
    this.#sizes.set(kind, (this.#sizes.get(kind) ?? 0) + 1);
    this.#free.set(kind, [...(this.#free.get(kind) ?? []), place]);
    this.#serve();
  }

  /** The number of places of a kind, lent or free; undefined where it has no such kind. */
  sizeOf(kind: string): number | undefined {
    return this.#sizes.get(kind);
  }

  has(kind: string): boolean {
    return this.#sizes.has(kind);
  }

  /**
   * Takes places of these kinds, in this order, and waits until they are free. Rejects at once when the pool has too
   * few, and when it closes.
   */
  take(kinds: readonly string[]): Promise<readonly Place[]> {
    if (this.#closed !== undefined) return Promise.reject(this.#closed);
    for (const [kind, needed] of countOf(kinds)) {
      const size = this.#sizes.get(kind) ?? 0;
      if (needed > size) return Promise.reject(shortage(kind, needed, size));
    }
    return new Promise((grant, refuse) => {
      this.#queue = [...this.#queue, { kinds, grant, refuse }];
      this.#serve();
    });
  }

  /** Puts a place back. Empty ones are lent last, so that no account is made while another one is free. */
  put(kind: string, place: Place): void {
    const free = this.#free.get(kind) ?? [];
    const firstEmpty = free.indexOf('empty');
    free.splice(place === 'empty' || firstEmpty === -1 ? free.length : firstEmpty, 0, place);
    this.#serve();
  }

  /** Takes a lent place out for good. Requests that need more places than are left are rejected. */
  retire(kind: string): void {
    const size = (this.#sizes.get(kind) ?? 0) - 1;
    this.#sizes.set(kind, size);
    const needs = ({ kinds }: Request) => countOf(kinds).get(kind) ?? 0;
    for (const request of this.#queue) if (needs(request) > size) request.refuse(shortage(kind, needs(request), size));
    this.#queue = this.#queue.filter((request) => needs(request) <= size);
    this.#serve();
  }

  /** Rejects all requests, waiting and future ones, with this error. */
  close(error: Error): void {
    this.#closed = error;
    for (const request of this.#queue) request.refuse(error);
    this.#queue = [];
  }

  /** Serves requests in order. A waiting request reserves the free accounts it needs, so that later ones cannot starve it. */
  #serve(): void {
    const reserved = new Map<string, number>();
    this.#queue = this.#queue.filter((request) => {
      const needed = [...countOf(request.kinds)];
      if (needed.every(([kind, count]) => this.#count(kind) - (reserved.get(kind) ?? 0) >= count)) {
        request.grant(request.kinds.flatMap((kind) => this.#free.get(kind)?.shift() ?? []));
        return false;
      }
      for (const [kind, count] of needed) reserved.set(kind, (reserved.get(kind) ?? 0) + count);
      return true;
    });
  }

  #count(kind: string): number {
    return this.#free.get(kind)?.length ?? 0;
  }
}

function countOf(kinds: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

function shortage(kind: string, needed: number, given: number): ProblemError {
  if (kind === 'fresh') return new ProblemError({ kind: 'accounts-short', needed, given });
  return new ProblemError({ kind: 'special-account-short', name: kind, needed });
}
