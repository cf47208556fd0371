// What the server sent that no requirement is about: XML that breaks RFC 6120 11, listed beside the results, and too much.

import type { Problem } from '../model/problem.ts';
import type { BrokenReason } from '../model/reason.ts';
import type { CaseResult } from '../model/result.ts';
import type { IllFormedXml } from '../model/run.ts';
import type { TranscriptEntry } from '../model/session.ts';
import { findProblem } from '../wording/problems.ts';

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

/** Collects what the results of all repetitions show, once for each case and fault. */
export class IllFormedXmlFaults {
  readonly #found = new Map<string, IllFormedXml>();

  /** In the order in which the results came. */
  get list(): readonly IllFormedXml[] {
    return [...this.#found.values()];
  }

  add({ case: { id }, reason, transcript }: CaseResult): void {
    // Each case that shared the stream has seen it: a look without the others shows which one it is about.
    if (reason?.kind === 'component-lost') return;
    const notes = transcript.entries.flatMap(({ note }) => (note !== undefined && 'cause' in note ? [note.cause] : []));
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
