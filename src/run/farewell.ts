import type { Session } from '../model/session.ts';

/** Longest wait for the end of a stream after its case: nothing is judged any more, and a server may never end it. */
const FAREWELL_MS = 1000;

/** Closes groups of sessions, one group after the other. Resolves when all streams have ended. */
export async function farewell(groups: readonly (readonly Session[])[], timeoutMs: number): Promise<void> {
  for (const group of groups) {
    await Promise.all(group.map((session) => session.close(Math.min(timeoutMs, FAREWELL_MS))));
  }
}
