// Which cases start first and run side by side, beside the jobs: those that wait for an answer that needs the network. And which
// run alone, last: those that cut the streams between the servers or restart one of them.

import type { Case } from '../model/case.ts';
import type { Step } from '../model/step.ts';
import type { Look } from './decide.ts';
import type { Environment } from './environment.ts';
import { localActors } from './needs.ts';
import { JOBS, MAX_LOOKS_AT_ONCE, MOST_AT_ONCE, PER_JOB } from './numbers/numbers.ts';

/** A case in one repetition, and the looks at it so far. */
export interface CaseLooks {
  readonly case: Case;
  readonly looks: Look[];
}

/** Cases that are played side by side. */
export interface Group {
  readonly waiting: IterableIterator<Case>;
  readonly atOnce: number;
  /** Nothing else may be under way: its cases disturb every other one. */
  readonly isAlone: boolean;
  /** Those that began. */
  readonly begun: CaseLooks[];
}

/**
 * The cases of a run in phases, one after the other, of groups that are played at the same time: those that wait for the network
 * beside the others, then those that disturb the servers. With existing accounts, cases that wait may hold half of them, and never
 * one that the largest other case needs; where none is left, they run after the others, on all accounts. One job at a time means
 * all in their order.
 */
export function groupCases(
  cases: readonly Case[],
  { capacity, target }: Pick<Environment, 'capacity' | 'target'>,
  jobs: number,
): readonly (readonly Group[])[] {
  const alone = cases.filter((one) => disturbsServers(one.steps));
  const together = cases.filter((one) => !disturbsServers(one.steps));
  const isSlow = ({ steps }: Case) => !target.isIsolated && jobs > 1 && waitsForNetwork(steps);
  const slow = together.filter(isSlow);
  const others = together.filter((one) => !isSlow(one));
  const free = capacity ?? Number.POSITIVE_INFINITY;
  const spare = Math.min(Math.floor(free / 2), free - mostAccounts(others));
  const each = Math.max(1, mostAccounts(slow));
  const isBeside = spare >= each;
  const most = Math.max(1, Math.floor((isBeside ? spare : free) / each));
  const waiting = groupOf(slow, Math.min(MOST_AT_ONCE, most, slow.length));
  const normal = groupOf(others, jobs);
  const phases = isBeside ? [[normal, waiting]] : [[normal], [waiting]];
  return [...phases, [{ ...groupOf(alone, 1), isAlone: true }]];
}

const groupOf = (cases: readonly Case[], limit: number): Group => ({
  waiting: cases.values(),
  atOnce: limit,
  isAlone: false,
  begun: [],
});

/** Whether a step waits for an answer that needs the network. */
export function waitsForNetwork(steps: readonly Step[]): boolean {
  return steps.some((step) => step.kind === 'expect' && step.withinMs !== undefined);
}

/** Whether a step is about what is between the servers: cuts the streams, or restarts one of them. */
export function disturbsServers(steps: readonly Step[]): boolean {
  return steps.some(({ kind }) => kind === 'network');
}

function mostAccounts(cases: readonly Case[]): number {
  return cases.reduce((most, one) => Math.max(most, localActors(one).length), 0);
}

/**
 * The number of further looks at the same time, where nothing else goes on. Where logins had to be spread, it is half of the first
 * looks: what broke under their load is to be looked at under less.
 */
export const mostLooks = (jobs: number, areLoginsSpread = false): number =>
  areLoginsSpread
    ? Math.ceil(jobs / 2)
    : Math.max(jobs, Math.min(MAX_LOOKS_AT_ONCE, (MAX_LOOKS_AT_ONCE / JOBS) * jobs));

/** The number of second looks at the same time, beside the first looks at other cases. Where logins had to be spread, there are none. */
export const mostBeside = (jobs: number, areLoginsSpread = false): number =>
  areLoginsSpread ? 0 : Math.min(PER_JOB * jobs, Math.max(0, MAX_LOOKS_AT_ONCE - jobs));

/** Runs the job of each item, `limit` at the same time. Rejects as the first job that does. */
export async function atOnce<T>(items: readonly T[], limit: number, job: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values();
  const worker = async () => {
    for (const item of waiting) await job(item);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
}
