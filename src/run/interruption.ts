// What a session was doing when its case broke.

import type { Problem } from '../model/problem.ts';
import type { BrokenReason } from '../model/reason.ts';
import type { WaitKind } from '../model/run.ts';
import { problemOf } from '../wording/problems.ts';
import { Broken } from './broken.ts';
import type { Facts } from './facts.ts';
import type { Waits } from './waits.ts';

type Interruption = Extract<BrokenReason, { session: string; cause: Problem }>['kind'];

interface Waiting {
  readonly kind: WaitKind;
  readonly session: string;
  /** Why the case is broken when the wait fails. */
  readonly failure: Interruption;
}

/** Runs an attempt within the timeout of its kind. Rejects with `Broken`. */
export type Wait = <T>(waiting: Waiting, attempt: (timeoutMs: number) => Promise<T>) => Promise<T>;

/** The waits of a look, by the facts that it is played with; one that fails makes the case broken. */
export const createWait =
  (waits: Waits, facts: Facts): Wait =>
  ({ kind, session, failure }, attempt) =>
    waits.wait(kind, facts, attempt).catch(brokenBy(failure, session));

/** Adds to an error what was being done; what is broken already says so itself. */
export const brokenBy = (kind: Interruption, session: string) => (error: unknown) => {
  if (error instanceof Broken) throw error;
  throw new Broken({ kind, session, cause: problemOf(error) }, { cause: error });
};
