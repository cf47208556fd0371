// Schedules cases: so many at once, each on accounts of its own.

import { performance } from 'node:perf_hooks';
import { excuse, staleEntries } from '../baseline/apply.ts';
import type { Case } from '../model/case.ts';
import type { Problem } from '../model/problem.ts';
import type { Reason } from '../model/reason.ts';
import type { CaseResult, KnownFailure, Outcome } from '../model/result.ts';
import type { Summary } from '../model/run.ts';
import type { XmlElement } from '../model/xml.ts';
import { emptyResult, runCase } from './case.ts';
import type { Environment } from './environment.ts';
import { createRepetition, shuffled } from './repeat.ts';
import type { Patience } from './timeout-breaker.ts';

export interface Schedule {
  /** Cases under way at once. */
  readonly jobs: number;
  /** Stop beginning cases after so many that failed, be it once, and are not excused; undefined: never. */
  readonly bail: number | undefined;
  /** How often each case runs; absent: once. */
  readonly repeat?: number;
  /** Decides the order of the cases; absent: as they are. */
  readonly seed?: number;
}

export interface RunResult {
  readonly results: readonly CaseResult[];
  readonly summary: Summary;
  /** Baseline entries that list checks which hold now, with just those. */
  readonly staleBaseline: readonly KnownFailure[];
  /** What arrived for remote addresses that no case plays. */
  readonly unclaimedStanzas: readonly XmlElement[];
}

/**
 * Runs the cases and emits events when each begins and when it is decided. Resolves after the last cleaning up.
 * Cases not begun when the signal aborts, or after `bail` failures, are missing from the results; those repeated less
 * often than asked are decided by the repetitions made.
 */
export async function runCases(cases: readonly Case[], env: Environment, schedule: Schedule): Promise<RunResult> {
  const began = performance.now();
  const results: CaseResult[] = [];
  const cleanups: Promise<void>[] = [];
  const { repeat = 1, bail = Number.POSITIVE_INFINITY } = schedule;
  const waiting = inOrder(cases, schedule);
  const repetition = createRepetition(repeat);
  const failing = new Set<string>();
  const isOver = () => env.signal.aborted || failing.size >= bail;
  const decide = (concluded: CaseResult) => {
    const result = excuse(concluded, env.baseline);
    results.push(result);
    env.emit({ type: 'case-finished', result });
  };

  const work = async (): Promise<void> => {
    for (const next of waiting) {
      if (isOver()) return;
      env.emit({ type: 'case-started', case: next });
      const { result, cleanup } = await runCase(next, env);
      cleanups.push(cleanup);
      if (isNewFailure(excuse(result, env.baseline))) failing.add(next.id);
      const concluded = repetition.add(result);
      if (concluded !== undefined) decide(concluded);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, schedule.jobs) }, work));
  const repetitions = { asked: repeat, made: repetition.made };
  for (const concluded of repetition.unfinished()) decide(concluded);
  await Promise.all(cleanups);
  const order = new Map(cases.map((c, index) => [c.id, index]));
  results.sort((a, b) => (order.get(a.case.id) ?? 0) - (order.get(b.case.id) ?? 0));
  const tally = summarize(results, env.patience, performance.now() - began);
  const summary = repeat === 1 ? tally : { ...tally, repetitions };
  return {
    results,
    summary,
    staleBaseline: staleEntries(results, env.baseline),
    unclaimedStanzas: env.remote?.unclaimedStanzas ?? [],
  };
}

const isNewFailure = ({ outcome, knownFailure }: CaseResult): boolean =>
  outcome === 'failed' && knownFailure === undefined;

/** Every case as often as it runs, round by round. One generator serves all workers. */
function* inOrder(cases: readonly Case[], { repeat = 1, seed }: Schedule): Generator<Case, void> {
  for (let round = 0; round < repeat; round += 1) yield* seed === undefined ? cases : shuffled(cases, seed + round);
}

/** Makes every case broken for one reason, where the server could not even be asked what it offers. */
export function breakAll(cases: readonly Case[], env: Environment, cause: Problem): RunResult {
  const began = performance.now();
  const reason: Reason = { kind: 'server-not-asked', cause };
  const results = cases.map((aCase) => emptyResult(aCase, 'broken', reason, began));
  for (const result of results) env.emit({ type: 'case-finished', result });
  return { results, summary: summarize(results, env.patience, 0), staleBaseline: [], unclaimedStanzas: [] };
}

const count = (results: readonly CaseResult[], outcome: Outcome): number =>
  results.filter((result) => result.outcome === outcome).length;

function summarize(results: readonly CaseResult[], patience: Patience, durationMs: number): Summary {
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
    expiredWaits: patience.expired,
    durationMs,
    waits: patience.waits,
  };
}
