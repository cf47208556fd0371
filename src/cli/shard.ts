// `--shard`: the share of the cases and accounts of one machine; its number may come from the system that started it.

import { distinctAccounts } from '../lease/fixed-accounts.ts';
import type { Case } from '../model/case.ts';
import { type UsageError, usageError } from '../wording/usage.ts';
import { SHARD_PLACEHOLDER } from './given/domain.ts';
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

type Env = Readonly<Record<string, string | undefined>>;

/** The variables of one system. */
interface ShardVariables {
  readonly system: string;
  readonly index: string;
  /** The number of the first machine. */
  readonly from: 0 | 1;
  /** Undefined: the system does not give the number of machines. */
  readonly count?: string;
}

/** The systems whose variables are read. */
const SHARD_VARIABLES: readonly ShardVariables[] = [
  { system: 'Kubernetes', index: 'JOB_COMPLETION_INDEX', from: 0 },
  { system: 'GitLab', index: 'CI_NODE_INDEX', from: 1, count: 'CI_NODE_TOTAL' },
  { system: 'CircleCI', index: 'CIRCLE_NODE_INDEX', from: 0, count: 'CIRCLE_NODE_TOTAL' },
  { system: 'Buildkite', index: 'BUILDKITE_PARALLEL_JOB', from: 0, count: 'BUILDKITE_PARALLEL_JOB_COUNT' },
];

/**
 * The number of this machine, from 1, and that of all. `given` is the count that the command line gives, if it does. Throws
 * `UsageError` where no system or more than one gives an index, nothing gives the count, or the numbers contradict each other.
 */
function shardOf(env: Env, given: number | undefined): { readonly index: number; readonly count: number } {
  const set = SHARD_VARIABLES.filter(({ index }) => isSet(env[index]));
  const [found, other] = set;
  if (found === undefined) throw usageError('shardNoIndex', names());
  if (other !== undefined) throw usageError('shardTwoIndexes', found.index, other.index);
  const count = countOf(found, env, given);
  const index = readNumber(env, found.index) + 1 - found.from;
  if (index >= 1 && index <= count) return { index, count };
  const last = count - 1 + found.from;
  throw usageError('shardOutside', found.index, found.from, last, env[found.index] ?? '');
}

function countOf({ index, count }: ShardVariables, env: Env, given: number | undefined): number {
  const counted = count !== undefined && isSet(env[count]) ? readNumber(env, count) : undefined;
  if (given === 0) throw usageError('shardZero');
  const total = counted ?? given;
  if (total === undefined) throw usageError('shardNoCount', index);
  if (given === undefined || total === given) return total;
  throw usageError('shardOtherCount', given, count ?? '', total);
}

function readNumber(env: Env, name: string): number {
  const written = env[name] ?? '';
  if (/^\d{1,9}$/.test(written)) return Number(written);
  throw usageError('shardNumber', name, written);
}

const isSet = (value: string | undefined): boolean => value !== undefined && value !== '';

const names = (): string => SHARD_VARIABLES.map(({ index, system }) => `${index} (${system})`).join(', ');
