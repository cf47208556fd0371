// Which cases start first and run side by side, beside the jobs: those that wait for an answer that needs the network. And which
// run alone, last: those that cut the streams between the servers or restart one of them.

import type { Case } from '../model/case.ts';
import type { Step } from '../model/step.ts';
import { createRandom } from '../random/random.ts';
import type { Environment } from './environment.ts';
import { brokenBy, type Look } from './looks.ts';
import { localActors } from './needs.ts';

/**
 * Such cases that run at once. They wait and do little else; the standard has fewer of them, and each stays connected for
 * as long as the server tries to reach another.
 */
const MAX_AT_ONCE = 64;

/**
 * Further looks at the same time, for each job: they mostly wait for what does not come. With 16 jobs, all failures of a
 * server that conforms in most cases are looked at together.
 */
const LOOKS_PER_JOB = 16;

/** The same beside first looks. */
const BESIDE_PER_JOB = 4;

/** More sessions than those of this many cases are a burden for the server. More jobs take as many looks as jobs. */
const MAX_LOOKS_AT_ONCE = 256;

/**
 * Cases broken by the same cause that are looked at before all others: where none of them gets a verdict, the others get none
 * either. Which ones depends on their ids alone: in any order, with any accounts, the same cases get further looks.
 */
const SAMPLE = 64;

/** A case in one repetition, and the looks at it so far. */
export interface Trial {
  readonly case: Case;
  readonly looks: Look[];
}

/** Cases that are played side by side. */
export interface Group {
  readonly waiting: IterableIterator<Case>;
  readonly atOnce: number;
  /** Those that began. */
  readonly trials: Trial[];
}

/** The cases of a run in groups. */
interface Groups {
  /** They wait for the network. */
  readonly slow: readonly Case[];
  /** The number of slow cases that run at once. */
  readonly atOnce: number;
  /** False: the slow cases run after the others. */
  readonly isBeside: boolean;
  readonly others: readonly Case[];
  /** They disturb every other case: each runs when nothing else does. */
  readonly alone: readonly Case[];
}

/**
 * Groups the cases. With existing accounts, slow cases may hold half of them, and never one that the largest other case
 * needs; where none is left, they run after the others, on all accounts. One job at a time means all in their order.
 */
export function groupCases(
  cases: readonly Case[],
  { capacity, target }: Pick<Environment, 'capacity' | 'target'>,
  jobs: number,
): Groups {
  const alone = cases.filter((one) => disturbsServers(one.steps));
  const together = alone.length === 0 ? cases : cases.filter((one) => !alone.includes(one));
  const slow = target.isIsolated || jobs <= 1 ? [] : together.filter((one) => waitsForNetwork(one.steps));
  const others = slow.length === 0 ? together : together.filter((one) => !slow.includes(one));
  if (capacity === undefined) return { slow, others, alone, atOnce: MAX_AT_ONCE, isBeside: true };
  const spare = Math.min(Math.floor(capacity / 2), capacity - mostAccounts(others));
  const each = Math.max(1, mostAccounts(slow));
  const isBeside = spare >= each;
  const atOnce = Math.max(1, Math.floor((isBeside ? spare : capacity) / each));
  return { slow, others, alone, atOnce: Math.min(MAX_AT_ONCE, atOnce), isBeside };
}

/** Whether a step waits for an answer that needs the network. */
export function waitsForNetwork(steps: readonly Step[]): boolean {
  return steps.some((step) =>
    step.kind === 'repeat' ? waitsForNetwork(step.steps) : step.kind === 'expect' && step.withinMs !== undefined,
  );
}

/** Whether a step cuts the streams between the servers, or restarts one of them. */
export function disturbsServers(steps: readonly Step[]): boolean {
  return steps.some((step) =>
    step.kind === 'repeat' ? disturbsServers(step.steps) : step.kind === 'cut' || step.kind === 'restart',
  );
}

function mostAccounts(cases: readonly Case[]): number {
  return cases.reduce((most, one) => Math.max(most, localActors(one).length), 0);
}

/** The number of further looks at the same time, where nothing else goes on. */
export const mostLooks = (jobs: number): number => Math.max(jobs, Math.min(MAX_LOOKS_AT_ONCE, LOOKS_PER_JOB * jobs));

/** The number of second looks at the same time, beside the first looks at other cases. */
export const mostBeside = (jobs: number): number =>
  Math.min(BESIDE_PER_JOB * jobs, Math.max(0, MAX_LOOKS_AT_ONCE - jobs));

/** Trials that were broken by one cause. */
interface BrokenAlike {
  readonly by: string;
  /** Those that are looked at now. */
  readonly sample: readonly Trial[];
  /** Those that wait for what the sample shows. */
  readonly others: readonly Trial[];
}

/** Broken trials by their causes. All are in the sample of a cause of which another look is known to show more. */
export function sampleByCause(broken: readonly Trial[], passing: ReadonlySet<string>): readonly BrokenAlike[] {
  const causes = new Set(broken.map(({ looks }) => brokenBy(looks)));
  return [...causes].map((by) => {
    const alike = broken.filter(({ looks }) => brokenBy(looks) === by);
    const sample = new Set(passing.has(by) ? alike : sampleOf(alike));
    return { by, sample: [...sample], others: alike.filter((trial) => !sample.has(trial)) };
  });
}

/** Those whose ids draw the smallest numbers: one case more in the list takes the place of one at most. */
function sampleOf(trials: readonly Trial[]): readonly Trial[] {
  const drawn = trials.map((trial) => ({ trial, number: numberOf(trial.case.id) }));
  return drawn
    .toSorted((a, b) => a.number - b.number)
    .slice(0, SAMPLE)
    .map(({ trial }) => trial);
}

/** A number from 0 to below 1 that is as good as random, always the same for an id. */
const numberOf = (id: string): number => createRandom(...Buffer.from(id))();

/** Runs the job of each item, `limit` at the same time. */
export async function atOnce<T>(items: readonly T[], limit: number, job: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values();
  const worker = async () => {
    for (const item of waiting) await job(item);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
}
