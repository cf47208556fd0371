// Where the server sent XML that breaks RFC 6120 11: data of its own beside the results, because no requirement fails.

import type { Problem } from '../model/problem.ts';
import type { BrokenReason } from '../model/reason.ts';
import type { CaseResult } from '../model/result.ts';
import type { IllFormedXml } from '../model/run.ts';
import type { TranscriptEntry } from '../model/session.ts';
import { findProblem } from '../wording/problems.ts';

/** Why a case is broken whose transcript ends at ill-formed XML; undefined: it met none. */
export function brokenByXml(transcript: readonly TranscriptEntry[]): BrokenReason | undefined {
  for (const { session, note } of transcript) {
    const cause = note?.kind === 'ended' ? findProblem(note.cause, 'ill-formed-xml') : undefined;
    if (cause !== undefined) return { kind: 'ill-formed-xml', session, cause };
  }
  return undefined;
}

/** Collects what the results of all repetitions show, once for each case and fault. */
export class IllFormedXmlFindings {
  readonly #found = new Map<string, IllFormedXml>();

  /** In the order in which the results came. */
  get list(): readonly IllFormedXml[] {
    return [...this.#found.values()];
  }

  add({ case: { id }, reason, transcript }: CaseResult): void {
    const notes = transcript.flatMap(({ note }) => (note !== undefined && 'cause' in note ? [note.cause] : []));
    const causes = reason !== undefined && 'cause' in reason ? [...notes, reason.cause] : notes;
    for (const cause of causes) this.#addCause(id, cause);
  }

  #addCause(id: string, cause: Problem): void {
    const problem = findProblem(cause, 'ill-formed-xml');
    if (problem === undefined) return;
    const { fault, detail, excerpt } = problem;
    const key = JSON.stringify([id, fault, detail]);
    if (!this.#found.has(key)) this.#found.set(key, { case: id, fault, detail, excerpt });
  }
}
