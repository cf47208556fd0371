// How checks of the doctor follow each other, and what they work with.

import type { Accounts } from '../lease/accounts.ts';
import type { Provision } from '../lease/provision.ts';
import type { Connect } from '../model/session.ts';
import type { Software } from '../model/software.ts';
import type { ComponentAddress, RemoteDomain, RunningTarget } from '../model/target.ts';
import type { LaunchedTarget } from '../target/launched-target.ts';
import { problemOf } from '../wording/problems.ts';
import type { StreamOpener } from '../xmpp/connect.ts';
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

/** The server to examine. */
export interface ExaminedServer {
  readonly target: RunningTarget &
    Partial<Pick<LaunchedTarget, 's2s' | 'givesUpSoon'>> & { installed?(): Promise<Software> };
  readonly provision: Provision;
  /** The server is launched for this command and thrown away after it. */
  readonly isDisposable: boolean;
  /** Where a component can play a remote domain. */
  readonly component: ComponentAddress | undefined;
  readonly connect: Connect;
  readonly openStream: StreamOpener;
  readonly accounts: Accounts;
  /** The second server, if there is one. */
  readonly peer?: ExaminedServer | undefined;
  /** Joins as the component; undefined where none is configured. Rejects when the server refuses. */
  joinRemote(timeoutMs: number): Promise<RemoteDomain | undefined>;
  /** Adds a step to what is undone in the end. */
  onClose(step: () => Promise<void>): void;
}

export interface Tools {
  readonly server: ExaminedServer;
  /** Bounds each wait, in milliseconds. */
  readonly timeoutMs: number;
}
