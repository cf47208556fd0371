// Runs the selected cases, several at once, each on accounts of its own, and emits the events of the run.

import { performance } from 'node:perf_hooks';
import type { Case } from '../model/case.ts';
import type { Problem } from '../model/problem.ts';
import type { CaseResult, KnownFailure, Outcome } from '../model/result.ts';
import type { IllFormedXml, RunInfo, Summary } from '../model/run.ts';
import type { XmlElement } from '../model/xml.ts';
import { MissingBasics } from './basics/missing-basics.ts';
import { CasePlayer } from './case-player.ts';
import type { Environment } from './environment.ts';
import { IllFormedXmlFaults } from './ill-formed-xml.ts';
import { createRepetition, shuffled } from './repetition.ts';
import { alikeTogether } from './schedule.ts';
import type { TimeoutBreaker } from './timeout-breaker.ts';
import { Trials } from './trials.ts';

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
  /** Shuffles the cases: the same seed, the same order; absent: the order of the list. */
  readonly seed?: number | undefined;
}

/** Results of one look each that are kept until further looks are taken: a full run has 2,200 cases. */
const MAX_HELD = 4000;

/** What a run has found. */
export interface RunResult {
  readonly results: readonly CaseResult[];
  readonly summary: Summary;
  /** Baseline entries with checks that no longer fail, reduced to those checks. */
  readonly staleBaseline: readonly KnownFailure[];
  /** Where the server sent XML that breaks RFC 6120 11, in the order of the cases. */
  readonly illFormedXml: readonly IllFormedXml[];
  /** Stanzas that arrived for remote addresses that no case uses. */
  readonly unclaimedStanzas: readonly XmlElement[];
  /** Why the run stopped by itself before its last case: something else uses its accounts. */
  readonly stopped?: Problem | undefined;
}

/** A run as its reports describe it. */
export interface RunSetup {
  readonly info: RunInfo;
  readonly schedule: Schedule;
  /** CPU time of both sides since the run began; undefined where the server's is not known. */
  readonly cpu: () => Summary['cpu'];
}

/** Runs the cases and emits every event of the run, from `run-started` to `run-finished`. */
export async function run(cases: readonly Case[], env: Environment, setup: RunSetup): Promise<RunResult> {
  const { info, schedule, cpu } = setup;
  env.emit({ type: 'run-started', info: withLimits(info, env), cases, repeat: schedule.repeat });
  const ran = await runCases(cases, env, schedule);
  const cpuTimes = cpu();
  const summary = cpuTimes === undefined ? ran.summary : { ...ran.summary, cpu: cpuTimes };
  const result = { ...ran, summary };
  env.emit({ type: 'run-finished', info: withLimits(withOrder(info, env), env), cases, ...result });
  return result;
}

/** Adds what the run has learned of the order since it was measured. */
function withOrder(info: RunInfo, { order }: Environment): RunInfo {
  if (info.order === undefined || !order.isRelaxed) return info;
  const { largestLagMs, settleMs } = order;
  return { ...info, order: { ...info.order, kind: 'relaxed', largestLagMs, settleMs } };
}

/** Adds the limits of the server that the run has met, also those before the first case. */
function withLimits(info: RunInfo, { limits }: Pick<Environment, 'limits'>): RunInfo {
  if (limits === undefined || limits.met.length === 0) return info;
  return { ...info, limits: { server: limits.server, met: limits.met } };
}

/**
 * Runs the cases and emits the events of each. Resolves after the last cleanup, or when `beginEnd` gives it up. Cases not
 * started when the signal aborts, or after `bail` failures, are missing from the results; those repeated less often than
 * asked are decided by the repetitions made.
 */
export async function runCases(cases: readonly Case[], env: Environment, schedule: Schedule): Promise<RunResult> {
  const began = performance.now();
  const results: CaseResult[] = [];
  const decide = (result: CaseResult) => {
    results.push(result);
    env.emit({ type: 'case-finished', result });
  };
  const faults = new IllFormedXmlFaults();
  let lateStanzas = 0;
  const ending = new Set<string>();
  const onResult = (result: CaseResult) => {
    faults.add(result);
    lateStanzas += result.lateStanzas;
    if (result.reason?.kind === 'component-lost' && result.reason.isAlone) ending.add(result.case.id);
  };
  const { made, stopped, looks } = await work(cases, { env, schedule, decide, onResult });
  const order = new Map(cases.map((aCase, index) => [aCase.id, index]));
  const placeOf = (id: string) => order.get(id) ?? 0;
  results.sort((a, b) => placeOf(a.case.id) - placeOf(b.case.id));
  const summary = summarize(results, env.breaker, performance.now() - began);
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
    illFormedXml: faults.list.toSorted((a, b) => placeOf(a.case) - placeOf(b.case)),
    unclaimedStanzas: env.remote?.unclaimedStanzas ?? [],
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
interface Worked extends Pick<RunResult, 'stopped'> {
  readonly made: number;
  readonly looks: Summary['looks'];
}

/** Plays the cases, and decides each when no look at any of them can change it. Resolves after the cleanups. */
async function work(cases: readonly Case[], { env, schedule, onResult, decide }: Work): Promise<Worked> {
  const { jobs, repeat = 1, bail = Number.POSITIVE_INFINITY, looksAgain = true, keepsPassed = true } = schedule;
  const player = new CasePlayer(env, { jobs, lingers: looksAgain, keepsPassed, onResult });
  const trials = new Trials({ env, player, jobs, bail, looksAgain });
  const missing = new MissingBasics({
    reporters: env.reporters,
    isExcused: (result) => env.baseline.apply(result).knownFailure !== undefined,
    play: (reporters) => trials.play(reporters),
  });
  const repetition = createRepetition(repeat);
  const conclude = (result: CaseResult) => decide(player.keep(env.baseline.apply(result)));
  const ordered = isGrouped(schedule, env) ? alikeTogether(cases) : cases;
  for (const batch of batches(ordered, schedule)) {
    for (const result of await missing.charge(await trials.play(batch))) {
      const concluded = repetition.add(result);
      if (concluded !== undefined) conclude(concluded);
    }
    if (trials.isOver) break;
  }
  const { made } = repetition;
  for (const concluded of repetition.unfinished()) conclude(concluded);
  await player.end();
  return { made, stopped: player.stopped, looks: trials.summary };
}

/** The cases of some rounds at a time: further looks are taken after each, and its results are kept until then. */
function* batches(cases: readonly Case[], schedule: Schedule): Generator<readonly Case[], void> {
  const size = Math.max(1, Math.floor(MAX_HELD / Math.max(1, cases.length))) * cases.length;
  let batch: Case[] = [];
  for (const aCase of inOrder(cases, schedule)) {
    batch.push(aCase);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Every case as often as it runs, round by round. */
function* inOrder(cases: readonly Case[], { repeat = 1, seed }: Schedule): Generator<Case, void> {
  for (let round = 0; round < repeat; round += 1) yield* seed === undefined ? cases : shuffled(cases, seed + round);
}

/** One job at a time takes the cases in the order of the list, and so does a run whose accounts are new in every case. */
const isGrouped = ({ jobs, seed }: Schedule, { wash }: Pick<Environment, 'wash'>): boolean =>
  wash !== undefined && jobs > 1 && seed === undefined;

const count = (results: readonly CaseResult[], outcome: Outcome): number =>
  results.filter((result) => result.outcome === outcome).length;

function summarize(
  results: readonly CaseResult[],
  breaker: TimeoutBreaker,
  durationMs: number,
): Omit<Summary, 'lateStanzas'> {
  return {
    cases: results.length,
    passed: count(results, 'passed'),
    failed: count(results, 'failed'),
    warned: count(results, 'warned'),
    skipped: count(results, 'skipped'),
    broken: count(results, 'broken'),
    knownFailures: results.filter((result) => result.knownFailure !== undefined).length,
    checks: results.reduce((sum, result) => sum + result.checks.length, 0),
    expiredWaits: breaker.expired,
    durationMs,
    waits: breaker.waits,
  };
}
