// What all results of a run keep together. A server that sends as much as a case takes, in every case, must not fill the
// memory nor the disk.

import type { CaseResult } from '../../model/result.ts';
import { sizeOf } from '../../stanza/serialize.ts';
import { boundedChecks, firstFailures } from './bounded-result.ts';

/** Characters of transcripts, unpacked: a full run has 52 million. */
const MAX_TRANSCRIPTS = 128 * 1024 * 1024;

/** Bytes of failures and their stanzas: those of a server that fails most cases have 10 MB. */
const MAX_EVIDENCE = 32 * 1024 * 1024;

/** What a failure takes beside its stanzas, about. */
const FAILURE_BYTES = 500;

/** Failures of a case once that is used up: as many as the reports for people show. */
const MAX_LATE_FAILURES = 5;

/** Characters of a stanza of a failure once that is used up: as many as the reports for people show. */
const CUT_EVIDENCE = 2000;

/** Keeps results in full until the budget is used up, then without transcript or with short evidence. */
export class RunBudget {
  #transcripts = 0;
  #evidence = 0;
  readonly #kept = new WeakMap<CaseResult, { readonly transcripts: number; readonly evidence: number }>();

  /** The result as it is kept; `characters` is the length of its transcript. */
  keep(result: CaseResult, characters: number): CaseResult {
    const before = { transcripts: this.#transcripts, evidence: this.#evidence };
    const kept = this.#withTranscript(this.#withEvidence(result), characters);
    const transcripts = this.#transcripts - before.transcripts;
    this.#kept.set(kept, { transcripts, evidence: this.#evidence - before.evidence });
    return kept;
  }

  /** Makes the room of a result free that was kept. */
  drop(kept: CaseResult): void {
    const { transcripts = 0, evidence = 0 } = this.#kept.get(kept) ?? {};
    this.#kept.delete(kept);
    this.#transcripts -= transcripts;
    this.#evidence -= evidence;
  }

  #withTranscript(result: CaseResult, characters: number): CaseResult {
    this.#transcripts += characters;
    if (this.#transcripts <= MAX_TRANSCRIPTS) return result;
    this.#transcripts -= characters;
    const count = result.transcript.entries.length;
    if (count === 0) return result;
    const note = { kind: 'transcript-left-out', count, bytes: MAX_TRANSCRIPTS } as const;
    return { ...result, transcript: { entries: [{ atMs: 0, session: '', direction: 'note', kind: 'step', note }] } };
  }

  #withEvidence(result: CaseResult): CaseResult {
    const size = evidenceIn(result);
    this.#evidence += size;
    if (this.#evidence <= MAX_EVIDENCE) return result;
    this.#evidence -= size;
    const { checks, checksLeftOut = 0 } = firstFailures(result.checks, MAX_LATE_FAILURES);
    const leftOut = (result.checksLeftOut ?? 0) + checksLeftOut;
    return { ...result, checks: boundedChecks(checks, CUT_EVIDENCE), checksLeftOut: leftOut || undefined };
  }
}

function evidenceIn({ checks }: CaseResult): number {
  const failures = checks.flatMap(({ failure }) => failure ?? []);
  const stanzas = failures.flatMap(({ closest, others = [] }) => [closest ?? [], ...others].flat());
  return stanzas.reduce((sum, stanza) => sum + sizeOf(stanza), failures.length * FAILURE_BYTES);
}
