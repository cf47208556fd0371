// Accounts that exist already, each lent to one at a time.

import type { Account } from '../model/session.ts';

interface Request {
  readonly kinds: readonly string[];
  grant(accounts: readonly Account[]): void;
  refuse(error: Error): void;
}

/** Shelves of accounts by kind. A request gets all it wants together, or waits, so that no two wait for each other. */
export class Desk {
  readonly #sizes: ReadonlyMap<string, number>;
  readonly #shelves: ReadonlyMap<string, Account[]>;
  #queue: readonly Request[] = [];
  #closed: Error | undefined;

  constructor(shelves: ReadonlyMap<string, readonly Account[]>) {
    this.#sizes = new Map([...shelves].map(([kind, accounts]) => [kind, accounts.length]));
    this.#shelves = new Map([...shelves].map(([kind, accounts]) => [kind, [...accounts]]));
  }

  has(kind: string): boolean {
    return this.#sizes.has(kind);
  }

  /** Accounts of these kinds, in this order. Rejects when there will never be as many, and when the desk closes. */
  take(kinds: readonly string[]): Promise<readonly Account[]> {
    if (this.#closed !== undefined) return Promise.reject(this.#closed);
    for (const [kind, wanted] of countOf(kinds)) {
      const size = this.#sizes.get(kind) ?? 0;
      if (wanted > size) return Promise.reject(new Error(shortage(kind, wanted, size)));
    }
    return new Promise((grant, refuse) => {
      this.#queue = [...this.#queue, { kinds, grant, refuse }];
      this.#serve();
    });
  }

  put(kind: string, account: Account): void {
    this.#shelves.get(kind)?.push(account);
    this.#serve();
  }

  /** Refuses all who wait and all who come. */
  close(error: Error): void {
    this.#closed = error;
    for (const request of this.#queue) request.refuse(error);
    this.#queue = [];
  }

  /** In order of arrival; who must wait keeps what is there for him, so that nobody overtakes him for good. */
  #serve(): void {
    const kept = new Map<string, number>();
    this.#queue = this.#queue.filter((request) => {
      const wanted = [...countOf(request.kinds)];
      if (wanted.every(([kind, count]) => this.#free(kind) - (kept.get(kind) ?? 0) >= count)) {
        request.grant(request.kinds.flatMap((kind) => this.#shelves.get(kind)?.shift() ?? []));
        return false;
      }
      for (const [kind, count] of wanted) kept.set(kind, (kept.get(kind) ?? 0) + count);
      return true;
    });
  }

  #free(kind: string): number {
    return this.#shelves.get(kind)?.length ?? 0;
  }
}

function countOf(kinds: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

function shortage(kind: string, wanted: number, size: number): string {
  if (kind === 'fresh') return `needs ${wanted} accounts, the list has ${size}: give more with --account JID`;
  return `needs the account "${kind}" ${wanted} times, the target has one (config: special)`;
}
