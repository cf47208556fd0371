// Runs the selected cases, several at once, each on accounts of its own, and emits the events of the run.

import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Case } from '../model/case.ts';
import type { Problem } from '../model/problem.ts';
import type { CaseResult, KnownFailure, Outcome } from '../model/result.ts';
import type { IllFormedXml, RunInfo, Summary } from '../model/run.ts';
import type { XmlElement } from '../model/xml.ts';
import { settledUnless } from './abort.ts';
import { boundedResult } from './bounded-result.ts';
import { Cleanups } from './cleanups.ts';
import type { Environment } from './environment.ts';
import { IllFormedXmlFindings } from './ill-formed-xml.ts';
import { PackedTranscripts } from './packed-transcripts.ts';
import { createRepetition, shuffled } from './repetition.ts';
import { RunBudget } from './run-budget.ts';
import { runConfirmed, withoutAccusation } from './run-confirmed.ts';
import { groupCases } from './schedule.ts';
import type { TimeoutBreaker } from './timeout-breaker.ts';

/** How the cases of a run are scheduled. */
export interface Schedule {
  /** Cases that run at the same time. */
  readonly jobs: number;
  /** Stop starting cases once this number has failed without a baseline entry; undefined: never. */
  readonly bail: number | undefined;
  /** How often each case runs; absent: once. */
  readonly repeat?: number | undefined;
  /** Shuffles the cases: the same seed, the same order; absent: the order of the list. */
  readonly seed?: number | undefined;
}

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
  env.emit({ type: 'run-started', info, cases });
  const ran = await runCases(cases, env, schedule);
  const cpuTimes = cpu();
  const summary = cpuTimes === undefined ? ran.summary : { ...ran.summary, cpu: cpuTimes };
  const result = { ...ran, summary };
  env.emit({ type: 'run-finished', info, cases, ...result });
  return result;
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
  const findings = new IllFormedXmlFindings();
  const { made, stopped } = await work(cases, { env, schedule, decide, onResult: (result) => findings.add(result) });
  const order = new Map(cases.map((aCase, index) => [aCase.id, index]));
  const placeOf = (id: string) => order.get(id) ?? 0;
  results.sort((a, b) => placeOf(a.case.id) - placeOf(b.case.id));
  const summary = summarize(results, env.breaker, performance.now() - began);
  const { repeat: asked = 1 } = schedule;
  const unlistedStanzas = env.remote?.unlistedStanzas || undefined;
  return {
    results,
    summary: { ...summary, unlistedStanzas, ...(asked > 1 && { repetitions: { asked, made } }) },
    staleBaseline: env.baseline.staleEntries(results),
    illFormedXml: findings.list.toSorted((a, b) => placeOf(a.case) - placeOf(b.case)),
    unclaimedStanzas: env.remote?.unclaimedStanzas ?? [],
    stopped,
  };
}

interface Work {
  readonly env: Environment;
  readonly schedule: Schedule;
  /** Called with the result of each repetition. */
  readonly onResult: (result: CaseResult) => void;
  /** Called with the one result of each case. */
  readonly decide: (result: CaseResult) => void;
}

/** `made`: how often every case that ran has run. */
interface Worked extends Pick<RunResult, 'stopped'> {
  readonly made: number;
}

/** Runs `jobs` workers over the cases. Resolves after the cleanups. */
async function work(cases: readonly Case[], { env, schedule, onResult, decide }: Work): Promise<Worked> {
  const { jobs, repeat = 1, bail = Number.POSITIVE_INFINITY } = schedule;
  const { slow, others, atOnce, isBeside } = groupCases(cases, env, jobs);
  const repetition = createRepetition(repeat);
  const failing = new Set<string>();
  const cleanups = new Cleanups(jobs);
  const transcripts = new PackedTranscripts();
  const budget = new RunBudget();
  const conclude = (result: CaseResult) =>
    decide(budget.keep(env.baseline.apply(result), transcripts.charactersOf(result)));
  let stopped: Problem | undefined;
  const worker = async (waiting: Iterable<Case>): Promise<void> => {
    for (const next of waiting) {
      if (env.signal.aborted || stopped !== undefined || failing.size >= bail) return;
      env.emit({ type: 'case-started', case: next });
      const { result: whole, cleanup, foreignUse } = await runConfirmed(next, env);
      stopped ??= foreignUse;
      const bounded = boundedResult(stopped === undefined ? whole : withoutAccusation(whole, stopped));
      onResult(bounded);
      const result = transcripts.pack(bounded);
      if (isNewFailure(env.baseline.apply(result))) failing.add(next.id);
      const concluded = repetition.add(result);
      if (concluded !== undefined) conclude(concluded);
      await settledUnless(env.signal, cleanups.add(cleanup));
      // A case that needs no answer takes no turn of the event loop, and signals are handled between turns.
      await nextTurn();
    }
  };
  const workers = (group: readonly Case[], count: number): Promise<unknown> => {
    const waiting = inOrder(group, schedule);
    return Promise.all(Array.from({ length: Math.max(1, count) }, () => worker(waiting)));
  };
  const runSlow = () => workers(slow, Math.min(atOnce, slow.length));
  await Promise.all([isBeside && runSlow(), workers(others, jobs)]);
  if (!isBeside) await runSlow();
  const { made } = repetition;
  for (const concluded of repetition.unfinished()) conclude(concluded);
  await settledUnless(env.beginEnd(), cleanups.allDone());
  return { made, stopped };
}

const isNewFailure = ({ outcome, knownFailure }: CaseResult): boolean =>
  outcome === 'failed' && knownFailure === undefined;

/** Every case as often as it runs, round by round. All workers share one generator. */
function* inOrder(cases: readonly Case[], { repeat = 1, seed }: Schedule): Generator<Case, void> {
  for (let round = 0; round < repeat; round += 1) yield* seed === undefined ? cases : shuffled(cases, seed + round);
}

const count = (results: readonly CaseResult[], outcome: Outcome): number =>
  results.filter((result) => result.outcome === outcome).length;

function summarize(results: readonly CaseResult[], breaker: TimeoutBreaker, durationMs: number): Summary {
  return {
    cases: results.length,
    passed: count(results, 'passed'),
    failed: count(results, 'failed'),
    warned: count(results, 'warned'),
    skipped: count(results, 'skipped'),
    broken: count(results, 'broken'),
    knownFailures: results.filter((result) => result.knownFailure !== undefined).length,
    checks: results.reduce((sum, result) => sum + result.checks.length, 0),
    lateStanzas: results.reduce((sum, result) => sum + result.lateStanzas, 0),
    expiredWaits: breaker.expired,
    durationMs,
    waits: breaker.waits,
  };
}
