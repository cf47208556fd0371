// Repeated cases: a case whose verdict varies is broken (flaky).

import type { Case } from '../model/case.ts';
import type { CaseResult } from '../model/result.ts';
import { createRandom } from '../random/random.ts';
import { withoutFailures } from './decide.ts';
import { MAX_KEPT } from './numbers/numbers.ts';

interface Seen {
  readonly first: CaseResult;
  /** The first whose verdicts are not those of `first`. */
  other: CaseResult | undefined;
  /** The number of repetitions with each outcome. */
  readonly outcomes: Map<string, number>;
  count: number;
}

/** Collects the results of cases that run several times each. */
export interface Repetition {
  /**
   * Returns the one result of a case after its last repetition: the first if all agree, else a broken one with the
   * transcript of one that differs.
   */
  add(result: CaseResult): CaseResult | undefined;
  /** The one result of each case that has not run as often as asked, judged on the repetitions completed. */
  unfinished(): readonly CaseResult[];
  /** The number of repetitions that every case that ran has completed. */
  readonly made: number;
}

export function createRepetition(times: number): Repetition {
  const running = new Map<string, Seen>();
  let isAnyFinished = false;
  return {
    add(result) {
      const { id } = result.case;
      const isComplete = result.reason?.kind !== 'interrupted';
      if (!isComplete && running.has(id)) return undefined;
      const seen = running.get(id) ?? { first: result, other: undefined, outcomes: new Map(), count: 0 };
      running.set(id, seen);
      seen.count += isComplete ? 1 : 0;
      seen.outcomes.set(result.outcome, (seen.outcomes.get(result.outcome) ?? 0) + 1);
      if (verdicts(result) !== verdicts(seen.first)) seen.other ??= result;
      if (seen.count < times) return undefined;
      isAnyFinished = true;
      running.delete(id);
      return conclude(seen);
    },
    unfinished: () => [...running.values()].map(conclude),
    get made() {
      const counts = [...running.values()].map(({ count }) => count);
      return Math.min(...counts, isAnyFinished || counts.length > 0 ? times : 0);
    },
  };
}

function conclude({ first, other, outcomes }: Seen): CaseResult {
  if (other === undefined) return first;
  const counts = [...outcomes].map(([outcome, count]) => ({ outcome, count }));
  const why = [first, other].find(({ outcome }) => outcome === 'broken')?.reason;
  return withoutFailures(other, { kind: 'flaky', outcomes: counts, why });
}

/** What must be the same in every repetition. Outcomes that the standard leaves to the server may vary. */
function verdicts({ outcome, requirements }: CaseResult): string {
  return [outcome, ...requirements.map(({ id, verdict }) => `${id} ${verdict}`)].join('\n');
}

/** The items in a random order that depends on the seed alone (Fisher and Yates). */
export function shuffled<T>(items: readonly T[], seed: number): readonly T[] {
  const random = createRandom(seed);
  const order = [...items];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const at = Math.floor(random() * (last + 1));
    [order[last], order[at]] = [order[at] as T, order[last] as T];
  }
  return order;
}

/** How often each case runs, and in which order: see `Schedule`. */
interface Rounds {
  readonly repeat?: number | undefined;
  readonly seed?: number | undefined;
}

/**
 * The cases of some rounds at a time: further looks are taken after each, and its results are kept until then. Those that are `played`
 * have had their first round.
 */
export function* batches(
  cases: readonly Case[],
  schedule: Rounds,
  played: ReadonlySet<string>,
): Generator<readonly Case[], void> {
  const size = Math.max(1, Math.floor(MAX_KEPT / Math.max(1, cases.length))) * cases.length;
  let batch: Case[] = [];
  for (const aCase of inOrder(cases, schedule, played)) {
    batch.push(aCase);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Every case as often as it runs, round by round. */
function* inOrder(
  cases: readonly Case[],
  { repeat = 1, seed }: Rounds,
  played: ReadonlySet<string>,
): Generator<Case, void> {
  for (let round = 0; round < repeat; round += 1) {
    const ordered = seed === undefined ? cases : shuffled(cases, seed + round);
    yield* round === 0 ? ordered.filter(({ id }) => !played.has(id)) : ordered;
  }
}
