import { ServerFault } from './explain.ts';

/** The server that does this most, jabberd2, never closed three streams in a row; five leave room for a busy machine. */
const RETRIES = 5;

/**
 * Opens a stream, again and at once where the server gives it up for a fault of its own. jabberd2 does for one login in
 * 40 at 16 cases at a time, and for one in 8 when the last stream has just been closed: it knows a stream by the number of
 * its socket, and an old session whose end is confirmed late takes the new stream with that number along. `onRetry` is
 * told of each such failure. Any other failure, and the last, rejects.
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
