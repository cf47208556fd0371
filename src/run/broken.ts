// What ends a case without a verdict.

import type { Problem } from '../model/problem.ts';
import type { BrokenReason } from '../model/reason.ts';
import type { WaitKind } from '../model/run.ts';
import type { CaseTranscript, TranscriptEntry } from '../model/session.ts';
import { serialize } from '../stanza/serialize.ts';
import { cut, MAX_VALUE } from '../wording/escape-controls.ts';
import { findProblem, problemOf } from '../wording/problems.ts';
import { reasonText } from '../wording/reasons.ts';
import type { Facts } from './facts.ts';
import type { Waits } from './waits.ts';

/** The verdict of the case is not known: a lost fence, a closed stream, no login. */
export class Broken extends Error {
  readonly reason: BrokenReason;

  constructor(reason: BrokenReason, options?: ErrorOptions) {
    super(reasonText(reason, 'en'), options);
    this.reason = reason;
  }
}

/** Throws the error again, except where the server refuses to bind a resource because another stream has it (RFC 6120 7.7.2.2). */
export function unlessConflict(error: unknown): void {
  const { reason } = error instanceof Broken ? error : {};
  const isConflict =
    reason?.kind === 'login-failed' && findProblem(reason.cause, 'binding-refused')?.condition === 'conflict';
  if (!isConflict) throw error;
}

/** Waits for `Promise.any`, which wraps its rejections; rejects with the first of them. */
export async function firstOf<T>(any: Promise<T>): Promise<T> {
  try {
    return await any;
  } catch (error) {
    throw error instanceof AggregateError ? (error.errors[0] ?? error) : error;
  }
}

/** Names the last stanza of a step in the session: a server that ends a stream, or answers no more, may do so because of it. */
export function withLastStanza(reason: BrokenReason, { entries }: Pick<CaseTranscript, 'entries'>): BrokenReason {
  if (reason.kind !== 'fence-lost') return reason;
  const isLast = ({ session, direction, kind }: TranscriptEntry) =>
    session === reason.session && direction === 'sent' && kind === 'step';
  const { stanza } = entries.findLast(isLast) ?? {};
  return stanza === undefined ? reason : { ...reason, after: cut(serialize(stanza), MAX_VALUE) };
}

/** Why a case is broken in which a stream ended at ill-formed XML, or at more than this tester takes; undefined: none did. */
export function brokenByXml(transcript: readonly TranscriptEntry[]): BrokenReason | undefined {
  for (const { session, note } of transcript) {
    if (note?.kind !== 'ended') continue;
    const fault = findProblem(note.cause, 'ill-formed-xml');
    if (fault !== undefined) return { kind: 'ill-formed-xml', session, cause: fault };
    const excess = findProblem(note.cause, 'flooded') ?? findProblem(note.cause, 'oversized-xml');
    if (excess !== undefined) return { kind: 'limit-exceeded', session, cause: excess };
  }
  return undefined;
}

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
