// Waiting for a job no longer than a signal allows. The job itself goes on: another signal or its owner ends it.

import { ProblemError } from '../wording/problems.ts';

/** Settles as the job does. Rejects with the problem `called-off` when the signal aborts first. */
export async function unlessAborted<T>(signal: AbortSignal, job: Promise<T>): Promise<T> {
  let callOff = () => {};
  const aborted = new Promise<never>((_, reject) => {
    callOff = () => reject(new ProblemError({ kind: 'called-off' }));
    if (signal.aborted) callOff();
    else signal.addEventListener('abort', callOff, { once: true });
  });
  try {
    return await Promise.race([job, aborted]);
  } finally {
    signal.removeEventListener('abort', callOff);
  }
}

/** Resolves when the job has settled or the signal has aborted, whichever is first. Never rejects. */
export async function settledUnless(signal: AbortSignal, job: Promise<unknown>): Promise<void> {
  await unlessAborted(signal, job).catch(() => undefined);
}
