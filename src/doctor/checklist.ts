// The reported checks so far. A check may depend on the value of an earlier one; without that value it is not tried.

import { problemOf } from '../wording/problems.ts';
import type { Observation, ReportedCheck } from './reported-check.ts';

/** What a check found. Without a value, the checks that depend on it are not tried. */
export interface CheckResult<T> extends Omit<ReportedCheck, 'name'> {
  readonly value?: T;
}

/** The value of an earlier check that others depend on. */
export interface Prerequisite<T> {
  readonly value: T | undefined;
  /** Name of the check that failed, where there is no value. */
  readonly failedCheck: string;
}

/** For checks that depend on no other. */
export const NO_PREREQUISITE: Prerequisite<true> = { value: true, failedCheck: '' };

/** For a check that depends on two others. */
export function both<A, B>(a: Prerequisite<A>, b: Prerequisite<B>): Prerequisite<readonly [A, B]> {
  if (a.value !== undefined && b.value !== undefined) return { value: [a.value, b.value], failedCheck: '' };
  return { value: undefined, failedCheck: a.value === undefined ? a.failedCheck : b.failedCheck };
}

/** Findings in the order of the checks. After `signal` aborts, no further check is tried. */
export class Checklist {
  readonly #reported: ReportedCheck[] = [];
  readonly #signal: AbortSignal;
  readonly #onCheck: (check: ReportedCheck) => void;

  /** Calls `onCheck` with each reported check as soon as it is known. */
  constructor(signal: AbortSignal, onCheck: (check: ReportedCheck) => void = () => undefined) {
    this.#signal = signal;
    this.#onCheck = onCheck;
  }

  get reported(): readonly ReportedCheck[] {
    return this.#reported;
  }

  /** Adds a reported check that no other check depends on. */
  note(check: ReportedCheck): void {
    this.#reported.push(check);
    this.#onCheck(check);
  }

  /** Runs a check, unless its prerequisite has no value, and adds what it found. An error is a failed check. */
  async check<P, T>(
    name: string,
    { value: given, failedCheck }: Prerequisite<P>,
    look: (given: P) => Promise<CheckResult<T>>,
  ): Promise<Prerequisite<T>> {
    if (given === undefined) {
      this.note({ name, status: 'not tried', seen: { kind: 'prerequisite-failed', check: failedCheck } });
      return { value: undefined, failedCheck };
    }
    if (this.#signal.aborted) return this.#interrupted(name);
    const { value, ...check } = await look(given).catch(failed);
    // A check that the signal cut short has observed nothing.
    if (this.#signal.aborted && check.status === 'failed') return this.#interrupted(name);
    this.note({ name, ...check });
    return { value, failedCheck: name };
  }

  #interrupted(name: string): Prerequisite<never> {
    this.note({ name, status: 'not tried', seen: { kind: 'interrupted' } });
    return { value: undefined, failedCheck: name };
  }
}

/** Ends a check as failed, with what it observed. */
export class CheckFailure extends Error {
  readonly seen: Observation;

  constructor(seen: Observation, options?: ErrorOptions) {
    super(seen.kind, options);
    this.seen = seen;
  }
}

/** The failed check of an error. Throws a `TypeError` again: that is a bug of ours. */
export function failed(error: unknown): CheckResult<never> {
  if (error instanceof TypeError) throw error;
  if (error instanceof CheckFailure) return { status: 'failed', seen: error.seen };
  return { status: 'failed', seen: { kind: 'problem', problem: problemOf(error) } };
}
