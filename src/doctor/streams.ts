// Whether the server lets a run open as many streams at once as it does.

import type { Problem } from '../model/problem.ts';
import { isLimitError } from '../run/limits/server-limits.ts';
import { problemOf } from '../wording/problems.ts';
import type { OpenStream } from '../xmpp/connect.ts';

/** A run has 16 cases at once, of two or three sessions each. */
export const STREAMS = 32;

/** Failures of one manner that may be chance: Vysper 0.7 sends an ill-formed start in 0.5 % of its streams under TLS. */
const BY_CHANCE = 2;

/** Streams that did not open in the first attempt, all in the same manner. */
interface FailedStreams {
  readonly count: number;
  /** That of the first one. */
  readonly problem: Problem;
}

/** The result of opening streams at once. */
interface StreamsFound {
  readonly isLimited: boolean;
  readonly failed: readonly FailedStreams[];
}

/**
 * Opens `STREAMS` streams at once. The server limits them if it says so, if it fails more in the same manner than chance
 * explains, or if one that failed fails again.
 */
export async function findStreamLimit(open: () => Promise<OpenStream>): Promise<StreamsFound> {
  const opened: OpenStream[] = [];
  const openAll = async (count: number): Promise<readonly Problem[]> => {
    const results = await Promise.allSettled(Array.from({ length: count }, open));
    for (const result of results) if (result.status === 'fulfilled') opened.push(result.value);
    return results.flatMap((result) => (result.status === 'rejected' ? [problemOf(result.reason)] : []));
  };
  const problems = await openAll(STREAMS);
  const failed = byManner(problems);
  const isClear = problems.some(isLimitError) || failed.some(({ count }) => count > BY_CHANCE);
  // The other streams stay open until then: a limit on their number is met again.
  const isLimited = isClear || (await openAll(problems.length)).length > 0;
  // In the background: the other checks do not depend on it.
  for (const stream of opened) void stream.close();
  return { isLimited, failed };
}

function byManner(problems: readonly Problem[]): readonly FailedStreams[] {
  const groups = new Map<string, FailedStreams>();
  for (const problem of problems) {
    const manner = mannerOf(problem);
    const { count, problem: first } = groups.get(manner) ?? { count: 0, problem };
    groups.set(manner, { count: count + 1, problem: first });
  }
  return [...groups.values()];
}

/** A connection that the server ends shows as an end or as a reset, depending on what this side was sending. */
const CUTS: readonly Problem['kind'][] = ['connection-broken-off', 'connection-closed-by-server', 'connection-lost'];

/** What broke a stream, without the phase, and without texts that differ from stream to stream. */
function mannerOf(problem: Problem): string {
  if ('cause' in problem) return mannerOf(problem.cause);
  const { kind } = problem;
  if (CUTS.includes(kind)) return 'cut';
  return kind === 'stream-error' ? `${kind} ${problem.condition}` : kind;
}
