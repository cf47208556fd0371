// The pairs of an event, and which of them are played at the same time.

import { isPair } from '../../results/federation.ts';
import type { Pair } from '../../results/pair-run.ts';
import { usageError } from '../../wording/usage.ts';

/** Each server alone, in the order given, then every ordered pair. Throws `UsageError` for fewer than two, or one given twice. */
export function pairsOf(servers: readonly string[]): readonly Pair[] {
  if (servers.length < 2) throw usageError('twoServers', servers.length);
  const doubled = servers.find((server, at) => servers.indexOf(server) !== at);
  if (doubled !== undefined) {
    throw usageError('serverTwice', doubled);
  }
  const alone = servers.map((server) => ({ server, peer: server }));
  const paired = servers.flatMap((server) =>
    servers.filter((peer) => peer !== server).map((peer) => ({ server, peer })),
  );
  return [...alone, ...paired];
}

/**
 * A name of a file for each pair, without an ending: `prosody`, `prosody+ejabberd`. Equal names, `index` and the `reserved` ones
 * get the number of the pair.
 */
export function fileNames(pairs: readonly Pair[], reserved: readonly string[] = []): readonly string[] {
  const names = pairs.map(({ server, peer }) => [...new Set([server, peer])].map(asFileName).join('+'));
  const isTaken = (name: string, at: number) =>
    ['index', ...reserved].includes(name.toLowerCase()) || isRepeated(names, name, at);
  return names.map((name, at) => (isTaken(name, at) ? `${name}-${at + 1}` : name));
}

const isRepeated = (names: readonly string[], name: string, at: number): boolean =>
  names.findIndex((other) => other.toLowerCase() === name.toLowerCase()) < at;

/** `xmpp://im.example.org:5223` as `im.example.org-5223`. */
const asFileName = (server: string): string =>
  server
    .replace(/^xmpps?:\/\//i, '')
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^\.+/, '');

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
