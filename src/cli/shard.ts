// `--shard I/N`: one of N parts of a list, so that machines can share the work.

import { UsageError } from '../wording/usage-error.ts';

export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly count: number;
}

/** The whole list. */
export const WHOLE: Shard = { index: 1, count: 1 };

/** Reads the option. Throws `UsageError` if it is malformed. */
export function readShard(option: string): Shard {
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(option) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  const isSound = shard.index >= 1 && shard.index <= shard.count;
  if (!isSound) throw new UsageError(`--shard: expected I/N with I from 1 to N, got "${option}"`);
  return shard;
}

/** Every Nth item, beginning with the Ith. Together the N parts are the whole list, and they share no item. */
export function inShard<T>(items: readonly T[], { index, count }: Shard): readonly T[] {
  return items.filter((_, at) => at % count === index - 1);
}

/** The items of one shard. Throws `UsageError` if there are none; the message calls the items `what`. */
export function shareOf<T>(items: readonly T[], shard: Shard, what: string): readonly T[] {
  const share = inShard(items, shard);
  if (share.length > 0) return share;
  throw new UsageError(`--shard: expected at least ${shard.count} ${what} to share, got ${items.length}`);
}

/** Splits a shard into `parts` shards of the whole list. */
export function partsOf({ index, count }: Shard, parts: number): readonly Shard[] {
  return Array.from({ length: parts }, (_, part) => ({ index: index + part * count, count: count * parts }));
}
