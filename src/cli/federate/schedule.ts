// Which runs of an event go on at once.

import { isPair } from '../../results/federation.ts';
import type { Pair } from '../../results/pair-run.ts';

interface Playing {
  /** Runs at once, at most. */
  readonly atOnce: number;
  /** Whether the server is one for all runs; else each run launches its own. */
  readonly isShared: (server: string) => boolean;
  readonly signal: AbortSignal;
  /** Stops the runs under way. */
  stop(): void;
  play(pair: Pair): Promise<void>;
}

/**
 * Plays the pairs, several at once, in their order as far as they can begin: a pair after its servers alone, whose reports it
 * reads, and no shared server in two runs at once. Resolves when all are over, or those under way at the abort. Rejects with the
 * first error, after all under way have stopped.
 */
export async function playAll(
  pairs: readonly Pair[],
  { atOnce, isShared, signal, stop, play }: Playing,
): Promise<void> {
  const waiting = [...pairs];
  const running = new Map<Pair, Promise<void>>();
  const canBegin = (pair: Pair) => {
    const open = [...waiting, ...running.keys()].filter((one) => one !== pair && !isPair(one));
    const isReady = !isPair(pair) || !open.some(({ server }) => server === pair.server || server === pair.peer);
    const busy = [...running.keys()].flatMap(({ server, peer }) => [server, peer]).filter(isShared);
    return isReady && !busy.includes(pair.server) && !busy.includes(pair.peer);
  };
  const begin = (pair: Pair) => {
    waiting.splice(waiting.indexOf(pair), 1);
    running.set(
      pair,
      play(pair).finally(() => running.delete(pair)),
    );
  };
  try {
    while (!signal.aborted) {
      for (const pair of [...waiting]) if (running.size < atOnce && canBegin(pair)) begin(pair);
      if (running.size === 0) return;
      await Promise.race(running.values());
    }
  } catch (error) {
    stop();
    throw error;
  } finally {
    await Promise.allSettled(running.values());
  }
}
