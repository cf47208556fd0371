// Measures, before the first case, whether a stanza can arrive after the fence of the step that caused it.

import type { MeasuredOrder, OrderTraffic } from '../../model/run.ts';
import { settledUnless } from '../abort.ts';
import { type Facts, firstFacts } from '../facts.ts';
import { FIRST_WAIT_MS, MOST_ROUNDS } from '../numbers/numbers.ts';
import { AwaitedStanzas, type Sample } from './awaited-stanzas.ts';
import { Bench, type BenchOptions } from './bench.ts';
import { Trials } from './play-trials.ts';

export interface MeasureOptions extends BenchOptions {
  /** Ends the measurement with what it has seen. */
  readonly signal: AbortSignal;
}

/** What was measured, and what the run then knows. */
export interface OrderMeasurement {
  readonly measured: MeasuredOrder;
  readonly facts: Facts;
  /** Ends when the sessions are closed and the accounts given back. Never rejects. */
  readonly cleanup: Promise<void>;
}

/**
 * Measures the order of the server, in less than a second from when two users are logged in. Never rejects: what cannot be
 * measured is said.
 */
export async function measureOrder(options: MeasureOptions): Promise<OrderMeasurement> {
  const awaited = new AwaitedStanzas();
  const bench = new Bench(options, awaited);
  const trials = new Trials(bench, options, awaited);
  const measuring = async () => {
    await trials.play();
    await awaited.allArrived(FIRST_WAIT_MS);
  };
  await settledUnless(options.signal, measuring());
  return { ...conclude(awaited.sample(trials.rounds), trials.rounds, trafficOf(options)), cleanup: bench.clear() };
}

/** The kinds of traffic that a run can cause. */
const trafficOf = ({ remote, capacity = 2 }: BenchOptions): readonly OrderTraffic[] => [
  'message',
  'presence',
  'push',
  ...(capacity > 1 ? (['subscription'] as const) : []),
  ...(remote === undefined ? [] : (['remote'] as const)),
];

function conclude(
  { trials, lagsMs, seen }: Sample,
  rounds: number,
  traffic: readonly OrderTraffic[],
): Pick<OrderMeasurement, 'measured' | 'facts'> {
  const { length: late } = lagsMs;
  const kind = trials === 0 ? 'unmeasured' : late === 0 ? 'strict' : 'relaxed';
  const facts = firstFacts({ lagsMs, isMeasured: trials > 0, rounds: trials > 0 && late === 0 ? rounds : MOST_ROUNDS });
  const unmeasured = traffic.filter((kind) => !seen.has(kind));
  const { largestLagMs, settleMs } = facts;
  return { measured: { kind, trials, late, largestLagMs, settleMs, rounds: facts.rounds, unmeasured }, facts };
}
