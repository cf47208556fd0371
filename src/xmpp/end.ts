// Why a stream ended, as data.

import type { Problem } from '../model/problem.ts';

/** The reason that a stream gives for its end, as a problem. */
export function endOf(reason: string): Problem {
  if (reason === 'stream closed by this client') return { kind: 'stream-closed-by-client' };
  if (reason === 'connection dropped by this client') return { kind: 'connection-dropped-by-client' };
  return { kind: 'other', message: reason };
}
