// Everything that a run has learned of its servers: one immutable value, which only a lesson replaces. Pure, but for `Known`.

import type { CaseResult } from '../model/result.ts';
import type { WaitKind } from '../model/run.ts';
import { MARGIN, MAX_KEPT, MOST_ROUNDS, SETTLE_MS, TRIES, USUAL_SHARE } from './numbers/numbers.ts';

/** Timeouts in a row, with no answer between. `at`: when the last one expired, by `performance.now()`. */
interface Expiries {
  readonly count: number;
  readonly at: number;
}

/** What the case has shown that reports the absence of a feature. */
export interface Proof {
  readonly result: CaseResult;
  /** The baseline excuses its failures. */
  readonly isKnown: boolean;
}

/** What is known of the servers of a run. A look at a case keeps the value that it was played with. */
export interface Facts {
  /** How many lessons were learned: of two values, the one with more of them is the newer one. */
  readonly version: number;
  /** By how much stanzas came after their fence, in milliseconds; none: the order of the servers is strict. */
  readonly lagsMs: readonly number[];
  /** The longest of them; 0: none came late. */
  readonly largestLagMs: number;
  /** How long a fence waits after its last ping, in milliseconds. It never becomes shorter: earlier fences waited as long. */
  readonly settleMs: number;
  /** The rounds of pings of a fence that were enough so far; see `Fences.raise`. They never become fewer. */
  readonly rounds: number;
  /** Waits that expired in a row, by kind. */
  readonly expiries: Readonly<Partial<Record<WaitKind, Expiries | undefined>>>;
  /**
   * Whether a pending request has come to a session that became available again (RFC 6121 3.1.3 has it come at a login), by the
   * domain of the server. False: a login has brought one that did not come before.
   */
  readonly redelivers: Readonly<Record<string, boolean>>;
  /** What cases have shown of features that the server did not seem to offer, by feature. */
  readonly features: ReadonlyMap<string, Proof>;
}

/** Something that a run learns. Times are in milliseconds. */
export type Lesson =
  /**
   * A stanza came this much after its fence, which had so many rounds; absent: all. What came late once may be what another case has
   * not seen.
   */
  | { readonly kind: 'lag'; readonly lagMs: number; readonly rounds?: number }
  | { readonly kind: 'expired'; readonly wait: WaitKind; readonly began: number; readonly ended: number }
  | { readonly kind: 'answered'; readonly wait: WaitKind }
  /** The server may have recovered: kinds of waits that were given up get another chance, which one more timeout ends. */
  | { readonly kind: 'second-chance' }
  | { readonly kind: 'redelivery'; readonly domain: string; readonly isShown: boolean }
  | { readonly kind: 'feature'; readonly feature: string; readonly proof: Proof };

interface Measured {
  /** The lags of the stanzas that were late, in milliseconds. */
  readonly lagsMs?: readonly number[];
  /** False: nothing is known of the order, so fences are careful. */
  readonly isMeasured?: boolean;
  /** The rounds after which nothing was late; absent: all. */
  readonly rounds?: number;
}

/** What is known before the first case; by default that the order is strict. */
export function firstFacts({ lagsMs = [], isMeasured = true, rounds = MOST_ROUNDS }: Measured = {}): Facts {
  const largestLagMs = Math.max(0, ...lagsMs);
  const settleMs = Math.max(isMeasured ? 0 : SETTLE_MS[1], settleOf(lagsMs, largestLagMs));
  return { version: 0, lagsMs, largestLagMs, settleMs, rounds, expiries: {}, redelivers: {}, features: new Map() };
}

/** The facts with a lesson. The same value where it teaches nothing. */
export function withLesson(facts: Facts, lesson: Lesson): Facts {
  const more = taught(facts, lesson);
  return more === undefined ? facts : { ...facts, ...more, version: facts.version + 1 };
}

function taught(facts: Facts, lesson: Lesson): Partial<Facts> | undefined {
  switch (lesson.kind) {
    case 'lag':
      return lesson.lagMs > SETTLE_MS[4] ? undefined : withLag(facts, lesson);
    case 'expired': {
      const { count, at } = facts.expiries[lesson.wait] ?? { count: 0, at: lesson.began };
      if (lesson.began < at) return undefined;
      return { expiries: { ...facts.expiries, [lesson.wait]: { count: count + 1, at: lesson.ended } } };
    }
    case 'answered':
      return facts.expiries[lesson.wait] && { expiries: { ...facts.expiries, [lesson.wait]: undefined } };
    case 'second-chance':
      return Object.keys(facts.expiries).length === 0 ? undefined : { expiries: withChance(facts.expiries) };
    case 'redelivery': {
      const isShown = lesson.isShown && facts.redelivers[lesson.domain] !== false;
      return { redelivers: { ...facts.redelivers, [lesson.domain]: isShown } };
    }
    case 'feature':
      return { features: new Map(facts.features).set(lesson.feature, lesson.proof) };
  }
}

/** A fence with fewer rounds than it could have shows only that it needs more. */
function withLag(
  facts: Facts,
  { lagMs, rounds = MOST_ROUNDS }: Extract<Lesson, { kind: 'lag' }>,
): Partial<Facts> | undefined {
  if (rounds < MOST_ROUNDS) return rounds < facts.rounds ? undefined : { rounds: rounds + 1 };
  const lagsMs = facts.lagsMs.length < MAX_KEPT ? [...facts.lagsMs, lagMs] : facts.lagsMs;
  const largestLagMs = Math.max(facts.largestLagMs, lagMs);
  const settleMs = Math.max(facts.settleMs, settleOf(lagsMs, largestLagMs));
  return { lagsMs, largestLagMs, settleMs, rounds };
}

function withChance(expiries: Facts['expiries']): Facts['expiries'] {
  const open = Object.entries(expiries).flatMap(([wait, one]) => (one === undefined ? [] : [[wait, one] as const]));
  return Object.fromEntries(open.map(([wait, { count, at }]) => [wait, { count: Math.min(count, TRIES - 1), at }]));
}

function settleOf(lagsMs: readonly number[], largestLagMs: number): number {
  if (lagsMs.length === 0) return 0;
  const usualMs = lagsMs.toSorted((a, b) => a - b)[Math.floor(USUAL_SHARE * (lagsMs.length - 1))] ?? 0;
  const neededMs = Math.max(MARGIN * usualMs, largestLagMs);
  return SETTLE_MS.find((step) => step >= neededMs) ?? SETTLE_MS[4];
}

/** The newest facts of a run. */
export class Known {
  #facts: Facts;

  constructor(facts = firstFacts()) {
    this.#facts = facts;
  }

  get facts(): Facts {
    return this.#facts;
  }

  learn(lesson: Lesson): void {
    this.#facts = withLesson(this.#facts, lesson);
  }
}
