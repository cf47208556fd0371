// The stanzas that trials of the server's order wait for: when each arrives, and when its fence has ended.

import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OrderTraffic } from '../../model/run.ts';
import type { XmlElement } from '../../model/xml.ts';
import { DISTANCE_STEP_MS } from '../numbers/numbers.ts';

/** A stanza that a session must receive because of one trial. */
export interface Awaited {
  /** Name of the session that receives it. */
  readonly session: string;
  /** Name of the session that sends it, in the order of the list; absent: no order is kept among these. */
  readonly sender?: string;
  isIt(stanza: XmlElement): boolean;
}

/** What one act causes, and the end of the fence after it. Times are those of `performance.now()`. */
interface Trial {
  readonly traffic: OrderTraffic;
  /** Of its fence. */
  readonly rounds: number;
  fencedAt: number | undefined;
}

interface Watched extends Awaited {
  readonly trial: Trial;
  arrivedAt: number | undefined;
}

/** What the trials have shown. */
export interface Sample {
  /** Stanzas that arrived, and whose fence has ended. */
  readonly trials: number;
  /** By how much those were late that arrived after their fence, or after one that was sent later, in milliseconds. */
  readonly lagsMs: readonly number[];
  /** The kinds of traffic of which something arrived. */
  readonly seen: ReadonlySet<OrderTraffic>;
}

/** All trials of one measurement. */
export class AwaitedStanzas {
  readonly #all: Watched[] = [];
  readonly #missing = new Map<string, Set<Watched>>();

  /** Begins a trial: these stanzas must come. Call the result when its fence, of so many rounds, has ended. */
  begin(traffic: OrderTraffic, stanzas: readonly Awaited[], rounds: number): () => void {
    const trial: Trial = { traffic, rounds, fencedAt: undefined };
    for (const stanza of stanzas) {
      const watched = { ...stanza, trial, arrivedAt: undefined };
      this.#all.push(watched);
      const missing = this.#missing.get(stanza.session) ?? new Set();
      this.#missing.set(stanza.session, missing.add(watched));
    }
    return () => {
      trial.fencedAt = performance.now();
    };
  }

  /** A session has received a stanza. */
  received(session: string, stanza: XmlElement): void {
    const missing = this.#missing.get(session) ?? new Set<Watched>();
    for (const watched of missing) {
      if (!watched.isIt(stanza)) continue;
      watched.arrivedAt = performance.now();
      missing.delete(watched);
      return;
    }
  }

  /** Resolves when nothing is missing, at the latest after this time in milliseconds. */
  async allArrived(timeoutMs: number): Promise<void> {
    for (let left = timeoutMs; left > 0 && this.#isMissingAny(); left -= DISTANCE_STEP_MS)
      await sleep(DISTANCE_STEP_MS);
  }

  /** What trials with so many rounds have shown so far. */
  sample(rounds: number): Sample {
    const overtaking = overtakingTimes(this.#all);
    const lags = this.#all.flatMap((watched) => {
      const { arrivedAt, trial } = watched;
      if (arrivedAt === undefined || trial.fencedAt === undefined || trial.rounds !== rounds) return [];
      return Math.max(0, arrivedAt - trial.fencedAt, arrivedAt - (overtaking.get(watched) ?? arrivedAt));
    });
    const arrived = this.#all.filter(({ arrivedAt }) => arrivedAt !== undefined);
    return {
      trials: lags.length,
      lagsMs: lags.filter((lag) => lag > 0),
      seen: new Set(arrived.map(({ trial }) => trial.traffic)),
    };
  }

  #isMissingAny(): boolean {
    return [...this.#missing.values()].some((missing) => missing.size > 0);
  }
}

/** For each stanza, the first arrival of one that the same session sent to the same session later (RFC 6120 10.1). */
function overtakingTimes(all: readonly Watched[]): ReadonlyMap<Watched, number> {
  const times = new Map<Watched, number>();
  const first = new Map<string, number>();
  for (const watched of all.toReversed()) {
    const { sender, session, arrivedAt = Number.POSITIVE_INFINITY } = watched;
    if (sender === undefined) continue;
    const pair = `${sender} ${session}`;
    const earliest = first.get(pair) ?? Number.POSITIVE_INFINITY;
    times.set(watched, earliest);
    first.set(pair, Math.min(earliest, arrivedAt));
  }
  return times;
}
