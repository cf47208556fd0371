// Runs the selected cases, several at once, each on accounts of its own, and emits the events of the run.

import { performance } from 'node:perf_hooks';
import type { Case } from '../model/case.ts';
import type { Problem } from '../model/problem.ts';
import type { CaseResult, KnownEntry, Outcome } from '../model/result.ts';
import type { RunInfo, Summary } from '../model/run.ts';
import type { ServerLimit } from '../model/server-limit.ts';
import type { XmlElement } from '../model/xml.ts';
import { isFault, MissingBasics } from './basics/missing-basics.ts';
import type { Environment } from './environment.ts';
import { proveFeatures, shownIn } from './feature-proofs.ts';
import { LookTaker } from './look-taker.ts';
import { Looks, type Play, UntoldLooks } from './looks.ts';
import { batches, createRepetition } from './repetition.ts';
import type { Waits } from './waits.ts';

/** How the cases of a run are scheduled. */
export interface Schedule {
  /** Cases that run at the same time. */
  readonly jobs: number;
  /** Stop starting cases once this number has failed without a baseline entry; undefined: never. */
  readonly bail: number | undefined;
  /** How often each case runs; absent: once. */
  readonly repeat?: number | undefined;
  /** False: no case is looked at again, because the server is known to keep its order and to answer at once. Absent: true. */
  readonly looksAgain?: boolean | undefined;
  /** A report shows the transcripts of cases that passed. Absent: true. */
  readonly keepsPassed?: boolean | undefined;
  /**
   * Looks for shorter cases that show the same as failed ones with a script, each by `play`. Resolves with results that take the place of
   * these. Absent: they stay as they are.
   */
  readonly shorten?: ((results: readonly CaseResult[], play: Play) => Promise<readonly CaseResult[]>) | undefined;
  /** Shuffles the cases: the same seed, the same order; absent: the order of the list. */
  readonly seed?: number | undefined;
}

/** What a run has found. */
export interface RunResult {
  readonly results: readonly CaseResult[];
  readonly summary: Summary;
  /** Baseline entries with checks that no longer fail, reduced to those checks. */
  readonly staleBaseline: readonly KnownEntry[];
  /** Cases that were not selected, and were played for what others take for granted. Absent: none. */
  readonly aside?: readonly CaseResult[] | undefined;
  /** Stanzas that arrived for remote addresses that no case uses. */
  readonly unclaimedStanzas: readonly XmlElement[];
  /** Limits of the server that its cases have met. */
  readonly met: readonly ServerLimit[];
  /** Why the run stopped by itself before its last case: something else uses its accounts. */
  readonly stopped?: Problem | undefined;
}

/** A run as its reports describe it. */
export interface RunSetup {
  readonly info: RunInfo;
  readonly schedule: Schedule;
  /** CPU time of both sides since the run began; undefined where the server's is not known. */
  readonly cpu: () => Summary['cpu'];
  /** What the run took before its first case, in milliseconds; it is part of its duration. Absent: 0. */
  readonly preparedMs?: number;
}

/** Runs the cases and emits every event of the run, from `run-started` to `run-finished`. Rejects as `runCases` does. */
export async function run(cases: readonly Case[], env: Environment, setup: RunSetup): Promise<RunResult> {
  const { info, schedule, cpu, preparedMs = 0 } = setup;
  env.emit({ type: 'run-started', info: withLimits(info, env), cases, repeat: schedule.repeat });
  const { met, ...ran } = await runCases(cases, env, schedule);
  const cpuTimes = cpu();
  const durationMs = preparedMs + ran.summary.durationMs;
  const summary = { ...ran.summary, durationMs, ...(cpuTimes !== undefined && { cpu: cpuTimes }) };
  const result = { ...ran, summary };
  const learned = withLimits(withOrder(withProofs(info, env), env), env, met);
  env.emit({ type: 'run-finished', info: learned, cases, ...result });
  return { ...result, met };
}

/** Adds the features that the first look at the server did not find. */
const withProofs = (info: RunInfo, { known }: Environment): RunInfo => ({
  ...info,
  target: { ...info.target, features: [...info.target.features, ...shownIn(known.facts)] },
});

/** Adds what the run has learned of the order since it was measured. */
function withOrder(info: RunInfo, { known }: Environment): RunInfo {
  const { lagsMs, largestLagMs, settleMs, rounds } = known.facts;
  const relaxed = lagsMs.length > 0 && ({ kind: 'relaxed', largestLagMs, settleMs } as const);
  return { ...info, order: info.order && { ...info.order, rounds, ...relaxed } };
}

/** Adds the limits of the server that were found before the first case, and those that its cases have met: one of each kind. */
function withLimits(info: RunInfo, { limits }: Pick<Environment, 'limits'>, met: readonly ServerLimit[] = []): RunInfo {
  const all = [...(limits?.met ?? []), ...met];
  if (limits === undefined || all.length === 0) return info;
  const first = all.filter(({ kind }, at) => all.findIndex((one) => one.kind === kind) === at);
  return { ...info, limits: { server: limits.server, met: first } };
}

/**
 * Runs the cases and emits the events of each. Resolves after the last cleanup, or when `beginEnd` gives it up. Cases not
 * started when the signal aborts, or after `bail` failures, are missing from the results; those repeated less often than
 * asked are decided by the repetitions made. Rejects on a bug of ours only.
 */
export async function runCases(cases: readonly Case[], env: Environment, schedule: Schedule): Promise<RunResult> {
  const began = performance.now();
  const results: CaseResult[] = [];
  const decide = (result: CaseResult) => {
    results.push(result);
    env.emit({ type: 'case-finished', result });
  };
  let lateStanzas = 0;
  const met: ServerLimit[] = [];
  const ending = new Set<string>();
  const onResult = (result: CaseResult) => {
    lateStanzas += result.lateStanzas;
    if (result.reason?.kind === 'server-limit') met.push(result.reason.limit);
    if (result.reason?.kind === 'component-lost' && result.reason.isAlone) ending.add(result.case.id);
  };
  const { made, stopped, looks, aside } = await work(cases, { env, schedule, decide, onResult });
  const order = new Map(cases.map((aCase, index) => [aCase.id, index]));
  const placeOf = (id: string) => order.get(id) ?? 0;
  results.sort((a, b) => placeOf(a.case.id) - placeOf(b.case.id));
  const summary = summarize(results, env.waits, performance.now() - began);
  const { repeat: asked = 1 } = schedule;
  const unlistedStanzas = env.remote?.unlistedStanzas || undefined;
  return {
    results,
    summary: {
      ...summary,
      lateStanzas,
      looks,
      unlistedStanzas,
      componentLosses: lossesOf(env, ending),
      ...(asked > 1 && { repetitions: { asked, made } }),
    },
    staleBaseline: env.baseline.staleEntries(results),
    aside,
    unclaimedStanzas: env.remote?.unclaimedStanzas ?? [],
    met,
    stopped,
  };
}

/** `ending`: the cases that have ended the stream of the component alone. */
function lossesOf({ remote }: Environment, ending: ReadonlySet<string>): Summary['componentLosses'] {
  const { length: count } = remote?.losses ?? [];
  return count === 0 ? undefined : { count, cases: [...ending].sort() };
}

interface Work {
  readonly env: Environment;
  readonly schedule: Schedule;
  /** Called with the result of each look. */
  readonly onResult: (result: CaseResult) => void;
  /** Called with the one result of each case. */
  readonly decide: (result: CaseResult) => void;
}

/** `made`: how often every case that ran has run. */
interface Worked extends Pick<RunResult, 'stopped' | 'aside'> {
  readonly made: number;
  readonly looks: Summary['looks'];
}

/** What happens to results after the looks at their cases have decided them: what is missing is charged once, repetitions join, the baseline excuses. */
type Stage = (results: readonly CaseResult[]) => readonly CaseResult[] | Promise<readonly CaseResult[]>;

/** Plays the cases, and decides each when no look at any of them can change it. Resolves after the cleanups. */
async function work(cases: readonly Case[], { env, schedule, onResult, decide }: Work): Promise<Worked> {
  const { jobs, repeat = 1, bail = Number.POSITIVE_INFINITY, looksAgain = true, keepsPassed = true } = schedule;
  const taker = new LookTaker(env, { jobs, lingers: looksAgain, keepsPassed, onResult });
  const looks = new Looks({ env, taker, jobs, bail, looksAgain });
  // The failure of a case that is not selected stops nothing.
  const aside = new Looks({ env, taker, jobs, bail: Number.POSITIVE_INFINITY, looksAgain });
  const isSelected = ({ id }: Case) => cases.some((aCase) => aCase.id === id);
  const isListed = (result: CaseResult) => env.baseline.apply(result).knownFailure !== undefined;
  const asking = {
    reporters: env.reporters,
    states: env.states,
    isExcused: (result: CaseResult) => isFault(result) && isListed(result),
    play: async (some: readonly Case[]) => (looks.isOver ? [] : (some.every(isSelected) ? looks : aside).play(some)),
  };
  const missing = new MissingBasics(asking);
  const repetition = createRepetition(repeat);
  const charge: Stage = (results) => missing.charge(results);
  const join: Stage = (results) => results.flatMap((result) => repetition.add(result) ?? []);
  const excuse: Stage = (results) => results.map((result) => taker.keep(env.baseline.apply(result)));
  const untold = new UntoldLooks(env, { jobs, looksAgain, isOver: () => looks.isOver });
  // What the baseline lists is written down already.
  const shorten: Stage = async (results) => {
    const others = results.filter((result) => !isListed(result));
    const shorter = (await schedule.shorten?.(others, untold.play)) ?? others;
    return results.map((result) => shorter[others.indexOf(result)] ?? result);
  };
  const take = async (played: readonly CaseResult[], stages: readonly Stage[] = [shorten, charge, join, excuse]) => {
    let results = played;
    for (const stage of stages) results = await stage(results);
    for (const result of results) decide(result);
  };
  const shown = await proveFeatures(cases, { ...asking, known: env.known, offered: env.capabilities.features });
  const first = shown.filter((result) => isSelected(result.case));
  await take(first);
  for (const batch of batches(cases, schedule, new Set(first.map((result) => result.case.id)))) {
    if (looks.isOver) break;
    await take(await looks.play(batch));
  }
  const { made } = repetition;
  await take(repetition.unfinished(), [excuse]);
  await untold.settled();
  await taker.end();
  const notSelected = [...shown, ...missing.reports].filter((result) => !isSelected(result.case));
  const played = new Map(notSelected.map((result) => [result.case.id, result]));
  return { made, stopped: taker.stopped, looks: looks.summary, aside: [...played.values()] };
}

const count = (results: readonly CaseResult[], outcome: Outcome): number =>
  results.filter((result) => result.outcome === outcome).length;

function summarize(results: readonly CaseResult[], waits: Waits, durationMs: number): Omit<Summary, 'lateStanzas'> {
  return {
    cases: results.length,
    passed: count(results, 'passed'),
    failed: count(results, 'failed'),
    warned: count(results, 'warned'),
    skipped: count(results, 'skipped'),
    broken: count(results, 'broken'),
    knownFailures: results.filter((result) => result.knownFailure !== undefined).length,
    lacking: lackingIn(results),
    unexplained: unexplainedIn(results),
    checks: results.reduce((sum, result) => sum + result.checks.length, 0),
    expiredWaits: waits.expired,
    durationMs,
    waits: waits.tallies,
  };
}

function lackingIn(results: readonly CaseResult[]): Summary['lacking'] {
  const levels = results.flatMap(({ reason }) =>
    reason !== undefined && 'level' in reason ? (reason.level ?? []) : [],
  );
  const should = levels.filter((level) => level === 'SHOULD').length;
  return levels.length === 0 ? undefined : { must: levels.length - should, should };
}

function unexplainedIn(results: readonly CaseResult[]): Summary['unexplained'] {
  const seen = results.flatMap(({ unexplained }) => (unexplained === undefined ? [] : [unexplained]));
  const stanzas = seen.flat().reduce((sum, { count: times }) => sum + times, 0);
  return stanzas === 0 ? undefined : { stanzas, cases: seen.length };
}
