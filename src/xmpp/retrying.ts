import type { Problem } from '../model/problem.ts';
import { ProblemError } from '../wording/problems.ts';

/** One was enough in every run with jabberd2 that was measured; five leave room for a busy machine. */
const RETRIES = 5;

/**
 * Opens a stream, and retries at once while the server ends it with `internal-server-error` before it is ready. (jabberd2
 * does this when a socket number is reused: 56 times in the 6,300 logins of a run with 16 jobs, 202 times with 100.)
 * Calls `onRetry` with each such error. Rejects with the last one, and with any other error at once.
 */
export async function retrying<Opened>(open: () => Promise<Opened>, onRetry: (error: ProblemError) => void) {
  for (let left = RETRIES; left > 0; left -= 1) {
    try {
      return await open();
    } catch (error) {
      if (!(error instanceof ProblemError) || !isServerFault(error.problem)) throw error;
      onRetry(error);
    }
  }
  return open();
}

/** True if the server ended the stream with <internal-server-error/> (RFC 6120 4.9.3.6). */
function isServerFault(problem: Problem): boolean {
  if (problem.kind !== 'phase-ended') return false;
  const { cause } = problem;
  return cause.kind === 'stream-error' && cause.condition === 'internal-server-error';
}
