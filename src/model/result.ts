// What a case showed: failures, checks, verdicts and outcomes.

import type { ALONE_RESULT } from '../tags/blame.ts';
import type { Blame, ServerNames } from './blame.ts';
import type { Case } from './case.ts';
import type { DataOf } from './data.ts';
import type { Failure } from './failure.ts';
import type { Place } from './place.ts';
import type { Reason } from './reason.ts';
import type { CaseTranscript, TrafficModule, TranscriptEntry } from './session.ts';
import type { Level } from './standard.ts';
import type { XmlElement } from './xml.ts';

export type Outcome = 'passed' | 'failed' | 'warned' | 'skipped' | 'broken';

export type Verdict = 'passed' | 'failed' | 'warned';

export interface CheckResult {
  readonly place: Place;
  readonly session: string;
  readonly requirements: readonly string[];
  readonly verdict: Verdict;
  readonly failure?: Failure | undefined;
  /** The requirements of a check that does not hold which rulings dispute: they warn at any level. Absent: none. */
  readonly disputed?: readonly DisputedRequirement[] | undefined;
  /** Which server of a federated case broke the requirements; absent: the check held, or the case has one server. */
  readonly blame?: (Blame & { readonly servers?: ServerNames | undefined }) | undefined;
  /** Why the baseline excuses that it does not hold, even if more fails in the case; absent: it is not excused. */
  readonly knownFailure?: string | undefined;
  /** For a check read back from a report: the last entry of the transcript caused before the check; undefined: unknown. */
  readonly cause?: TranscriptEntry | undefined;
}

/** A requirement that was not met, and the ruling (`R1`) by which that warns. */
export interface DisputedRequirement {
  readonly requirement: string;
  readonly ruling: string;
}

export interface RequirementVerdict {
  readonly id: string;
  readonly level: Level;
  readonly verdict: Verdict;
  /** The ruling by which the requirement, which was not met, warns; absent: none. */
  readonly ruling?: string | undefined;
}

/** A stanza that no expectation names and no rule forbids: it accuses nobody. */
export interface UnexplainedStanza {
  readonly session: string;
  readonly stanza: XmlElement;
  /** Stanzas of this kind at the session, this one included. */
  readonly count: number;
}

/** The result of a case on one server of a pair alone, in the same row as a federated case that did not pass. */
export type AloneResult = DataOf<typeof ALONE_RESULT>;

export interface CaseResult {
  readonly case: Case;
  readonly outcome: Outcome;
  /** Why the case was skipped or is broken; for a failure, when its baseline entry expired. */
  readonly reason?: Reason | undefined;
  readonly checks: readonly CheckResult[];
  /** Checks that failed and are not among `checks`, because a case keeps few of them; absent: none. */
  readonly checksLeftOut?: number | undefined;
  readonly requirements: readonly RequirementVerdict[];
  /** Names of the alternatives this server took, in order. */
  readonly observed: readonly string[];
  /** The number of elements that each passive requirement was checked on. Violations are among the checks. */
  readonly passive: Readonly<Record<string, number>>;
  readonly transcript: CaseTranscript;
  /** JIDs of the case by actor or session name, to read the transcript by. */
  readonly jids: Readonly<Record<string, string>>;
  /** A failed check ended the case before its last step; absent: not known, or no. */
  readonly isCutShort?: boolean;
  /** The outcome of each look, where the case was looked at again; absent: one look decided. */
  readonly looks?: readonly Outcome[] | undefined;
  readonly durationMs: number;
  /** Stanzas that came after the fence of the step that caused them. */
  readonly lateStanzas: number;
  /** Absent: none. */
  readonly unexplained?: readonly UnexplainedStanza[] | undefined;
  /** Stanzas that modules of the server sent on their own, by module; absent: none. */
  readonly moduleTraffic?: Partial<Readonly<Record<TrafficModule, number>>> | undefined;
  /** IQ results and errors that answer automatic answers of sessions (RFC 6120 8.2.3); absent: none. */
  readonly answeredAnswers?: number | undefined;
  /** The results of each server alone, where reports of them were given; absent: none. */
  readonly alone?: readonly AloneResult[] | undefined;
  /** The names of the servers of a federated case, for reports that say it; absent: A and B. */
  readonly servers?: ServerNames | undefined;
  /** Why the baseline excuses everything that did not hold, or that the case is broken; absent: nothing is excused. */
  readonly knownFailure?: string | undefined;
}

/** A case that is known to be broken on a target, by the same cause in every run. */
export interface KnownBroken {
  readonly case: string;
  /** Such as `state-not-reached` or `fence-lost stream-error`, from `baseline/broken-entries.ts`. */
  readonly cause: string;
  readonly reason: string;
  /** It is broken in some runs only. */
  readonly varies?: boolean | undefined;
  /** See `KnownFailure.expired`. */
  readonly expired?: string | undefined;
}

/** What a baseline lists of one case. */
export type KnownEntry = KnownFailure | KnownBroken;

/** A known failure of a target: this requirement does not hold in this case, and why that is the server's fault. */
export interface KnownFailure {
  readonly case: string;
  readonly requirement: string;
  /** Fingerprints of the checks that fail, from `baseline/fingerprint.ts`. A failure of another check is a new one. */
  readonly checks: readonly string[];
  readonly reason: string;
  /** The server's behaviour varies: at least one of these checks fails, not every one. */
  readonly varies?: boolean | undefined;
  /** The last day on which the entry counted, once that day is over: it excuses nothing any more. */
  readonly expired?: string | undefined;
}
