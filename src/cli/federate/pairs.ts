// The ordered pairs of servers, and the names of their reports.

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
