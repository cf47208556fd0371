// Waiting for a job no longer than a signal allows. The job itself goes on: another signal or its owner ends it.

import { ProblemError } from '../wording/problems.ts';

/** Settles as the job does. Rejects with the problem `called-off` when the signal aborts first. */
export async function unlessAborted<T>(signal: AbortSignal, job: Promise<T>): Promise<T> {
  const over = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    const callOff = () => reject(new ProblemError({ kind: 'called-off' }));
    if (signal.aborted) callOff();
    else signal.addEventListener('abort', callOff, { once: true, signal: over.signal });
  });
  try {
    return await Promise.race([job, aborted]);
  } finally {
    over.abort();
  }
}

/** Resolves when the job has settled or the signal has aborted, whichever is first. Never rejects. */
export async function settledUnless(signal: AbortSignal, job: Promise<unknown>): Promise<void> {
  await unlessAborted(signal, job).catch(() => undefined);
}
