// `--shard index`: the number of a machine among others, as the system that started them gives it to each.

import { usageError } from '../../wording/usage.ts';

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
export function shardOf(env: Env, given: number | undefined): { readonly index: number; readonly count: number } {
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
