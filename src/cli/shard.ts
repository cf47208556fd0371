// `--shard I/N`: one of N parts of a list, for machines that share the work.

import { UsageError } from './errors.ts';

export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly count: number;
}

/** Reads the option. Throws `UsageError` when it is malformed. */
export function readShard(option: string): Shard {
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(option) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  const isSound = shard.index >= 1 && shard.index <= shard.count;
  if (!isSound) throw new UsageError(`--shard: expected I/N with I from 1 to N, got "${option}"`);
  return shard;
}

/** Every Nth item, beginning with the Ith: together the parts are the whole, and no two share an item. */
export function inShard<T>(items: readonly T[], { index, count }: Shard): readonly T[] {
  return items.filter((_, at) => at % count === index - 1);
}
