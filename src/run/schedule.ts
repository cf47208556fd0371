// Which cases start first and run side by side, beside the jobs: those that wait for an answer that needs the network. And which
// run alone, last: those that cut the streams between the servers or restart one of them.

import type { Case, SessionPlan } from '../model/case.ts';
import type { Step } from '../model/step.ts';
import type { Environment } from './environment.ts';
import type { Look } from './looks.ts';
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

/**
 * The cases with those together that begin with the same sessions, those with most sessions first: a case finds the sessions that
 * it needs on the accounts of one before it, and a login costs more than all else. Those that drop a connection begin: a further
 * look at them may wait longest, for what a server sends when it notices.
 */
export function alikeTogether(cases: readonly Case[]): readonly Case[] {
  const keyed = cases.map((one) => ({ one, key: `${dropsConnection(one.steps) ? LONGEST : ''}${shapeOf(one)}` }));
  const order = (a: string, b: string) => b.length - a.length || (a < b ? -1 : Number(a > b));
  return keyed.toSorted((a, b) => order(a.key, b.key)).map(({ one }) => one);
}

/** Longer than the shape of any case. */
const LONGEST = 'x'.repeat(100);

const dropsConnection = (steps: readonly Step[]): boolean => steps.some(({ kind }) => kind === 'drop');

/** The sessions with which the local actors of a case begin, one letter each. */
function shapeOf(aCase: Case): string {
  const letterOf = ({ roster, answers, presence }: SessionPlan) =>
    !roster || !answers ? 'o' : presence === undefined ? 's' : 'p';
  const shapes = localActors(aCase).map(({ sessions }) => {
    const letters = sessions.filter(({ atStart }) => atStart).map(letterOf);
    return letters.sort().join('');
  });
  return shapes.sort().join(' ');
}

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
  areLoginsSpread ? Math.ceil(jobs / 2) : Math.max(jobs, Math.min(MAX_LOOKS_AT_ONCE, LOOKS_PER_JOB * jobs));

/** The number of second looks at the same time, beside the first looks at other cases. Where logins had to be spread, there are none. */
export const mostBeside = (jobs: number, areLoginsSpread = false): number =>
  areLoginsSpread ? 0 : Math.min(BESIDE_PER_JOB * jobs, Math.max(0, MAX_LOOKS_AT_ONCE - jobs));

/** Runs the job of each item, `limit` at the same time. */
export async function atOnce<T>(items: readonly T[], limit: number, job: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values();
  const worker = async () => {
    for (const item of waiting) await job(item);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
}
