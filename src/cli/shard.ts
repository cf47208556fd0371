// `--shard`: one of N parts of a list, so that machines can share the work.

import { distinctAccounts } from '../accounts/fixed-accounts.ts';
import type { Case } from '../model/case.ts';
import { type UsageError, usageError } from '../wording/usage.ts';
import { SHARD_PLACEHOLDER } from './given/remote-option.ts';
import { shardOf } from './given/shard-variables.ts';
import type { TargetChoice } from './target-choice.ts';

export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly count: number;
}

/** The whole list. */
export const WHOLE: Shard = { index: 1, count: 1 };

/** Accounts that each shard needs at least: most cases have a user and a contact. */
const MIN_ACCOUNTS = 2;

/**
 * Reads the option: `I/N`, or `index` and `index/N`, where the environment gives the index (see `shardOf`). Throws
 * `UsageError` if it is malformed.
 */
export function readShard(option: string, env: Readonly<Record<string, string | undefined>>): Shard {
  const [, index, count] = /^(\d+|index)(?:\/(\d+))?$/.exec(option) ?? [];
  if (index === 'index') return shardOf(env, count === undefined ? undefined : Number(count));
  const shard = { index: Number(index), count: Number(count) };
  if (shard.index >= 1 && shard.index <= shard.count) return shard;
  throw usageError('shardExpected', option, shard.index === 0 && shard.count > 0 ? shard.count : undefined);
}

/** The option `--remote` of one shard: `{shard}` in it stands for the number of the shard. */
export function remoteOf(shard: Shard | undefined, remote: string | undefined): string | undefined {
  return shard === undefined ? remote : remote?.replaceAll(SHARD_PLACEHOLDER, String(shard.index));
}

/** Every Nth item, beginning with the Ith. Together the N parts are the whole list, and they share no item. */
export function inShard<T>(items: readonly T[], { index, count }: Shard): readonly T[] {
  return items.filter((_, at) => at % count === index - 1);
}

/** The items of one shard. Throws `UsageError` if there are none; the message calls the items `what`. */
export function shareOf<T>(items: readonly T[], shard: Shard, what: 'cases' | 'mutants'): readonly T[] {
  const share = inShard(items, shard);
  if (share.length === 0) throw emptyShare(shard, what, items.length);
  return share;
}

const emptyShare = ({ count }: Shard, what: 'cases' | 'mutants', given: number): UsageError =>
  usageError('shardEmpty', count, what, given);

/**
 * The cases of one shard, in their order. Where the config file names special accounts, all cases on them belong to the
 * first shard: two shards must not use one account at the same time. Throws `UsageError` if the shard has no case.
 */
export function shareOfCases(cases: readonly Case[], shard: Shard, choice: TargetChoice): readonly Case[] {
  const special = choice.kind === 'external' ? Object.keys(choice.target.special) : [];
  const isUndivided = ({ needs }: Case) => special.some((name) => needs.some((n) => n.feature === `account:${name}`));
  const undivided = cases.filter(isUndivided);
  const divided = cases.filter((aCase) => !isUndivided(aCase));
  const share = new Set([...inShard(divided, shard), ...(shard.index === 1 ? undivided : [])]);
  if (share.size === 0) throw emptyShare(shard, 'cases', cases.length);
  return cases.filter((aCase) => share.has(aCase));
}

/** Splits a list of existing accounts, as `inShard` does. Throws `UsageError` if the shards would get too few. */
export function shareOfAccounts(choice: TargetChoice, shard: Shard): TargetChoice {
  if (choice.kind === 'managed' || choice.provision.kind !== 'fixed') return choice;
  const accounts = distinctAccounts(choice.provision.accounts);
  const needed = MIN_ACCOUNTS * shard.count;
  if (accounts.length < needed) {
    throw usageError('shardAccounts', shard.count, needed, accounts.length);
  }
  return { ...choice, provision: { kind: 'fixed', accounts: inShard(accounts, shard) } };
}

/** Splits a shard into `parts` shards of the whole list. */
export function partsOf({ index, count }: Shard, parts: number): readonly Shard[] {
  return Array.from({ length: parts }, (_, part) => ({ index: index + part * count, count: count * parts }));
}
