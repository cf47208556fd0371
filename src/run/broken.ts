// What ends a case without a verdict.

import type { BrokenReason, SkipReason } from '../model/reason.ts';
import type { CaseTranscript, TranscriptEntry } from '../model/session.ts';
import { serialize } from '../stanza/serialize.ts';
import { cut, MAX_VALUE } from '../wording/escape-controls.ts';
import { findProblem } from '../wording/problems.ts';
import { reasonText } from '../wording/reasons.ts';

/** The verdict of the case is not known: a lost fence, a closed stream, no login. */
export class Broken extends Error {
  readonly reason: BrokenReason;

  constructor(reason: BrokenReason, options?: ErrorOptions) {
    super(reasonText(reason, 'en'), options);
    this.reason = reason;
  }
}

/** A need that shows only while the case runs: the case is skipped. */
export class NeedMissing extends Error {
  readonly reason: SkipReason;

  constructor(reason: SkipReason) {
    super(reasonText(reason, 'en'));
    this.reason = reason;
  }
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
