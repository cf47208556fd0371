import { ServerFault } from './explain.ts';

/** With jabberd2 one was enough where it was counted; five leave room for a busy machine. */
const RETRIES = 5;

/**
 * Opens a stream, again and at once where the server gives it up for a fault of its own. jabberd2 did so 56 times in the
 * 6,300 logins of a run with 16 cases at a time, and 202 times with 100: it knows a stream by the number of its socket, and
 * an old session whose end is confirmed late takes the new stream with that number along. `onRetry` is told of each such
 * failure. Any other failure, and the last, rejects.
 */
export async function retrying<Opened>(open: () => Promise<Opened>, onRetry: (error: ServerFault) => void) {
  for (let left = RETRIES; left > 0; left -= 1) {
    try {
      return await open();
    } catch (error) {
      if (!(error instanceof ServerFault)) throw error;
      onRetry(error);
    }
  }
  return open();
}
