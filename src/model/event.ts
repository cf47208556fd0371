// The events of a run, and the reporters that receive them.

import type { Case } from './case.ts';
import type { Language } from './language.ts';
import type { CaseResult, KnownEntry } from './result.ts';
import type { RunInfo, Summary } from './run.ts';
import type { TranscriptEntry } from './session.ts';
import type { Requirement } from './standard.ts';
import type { XmlElement } from './xml.ts';

/** The events of a run, in order. Cases that run at the same time interleave theirs. */
export type RunEvent =
  | RunPreparing
  | RunStarted
  | CaseStarted
  | StanzaSeen
  | CaseLooked
  | LookingAgain
  | CaseFinished
  | RunFinished;

/** What the run does before its first case. Several come, in the order of the work; a report that is read back has none. */
interface RunPreparing {
  readonly type: 'run-preparing';
  /**
   * `server`: it is launched or reached; `look`: what it offers, its limits and its distance; `order`: how it orders stanzas. Absent:
   * the run ends before its first case.
   */
  readonly stage?: 'server' | 'look' | 'order';
}

interface RunStarted {
  readonly type: 'run-started';
  readonly info: RunInfo;
  /** The cases selected, in the order in which they are reported. */
  readonly cases: readonly Case[];
  /** How often each case runs; absent: once. */
  readonly repeat?: number | undefined;
}

/** A look at a case begins: the case is played. */
interface CaseStarted {
  readonly type: 'case-started';
  readonly case: Case;
  /** 1 for the first look. Absent: 1. */
  readonly look?: number;
}

/** One stanza or note, at the time it is recorded. Emitted only for a trace (`Environment.follows`). */
interface StanzaSeen {
  readonly type: 'stanza';
  readonly case: Case;
  /** Its `kind` is not final: ambient traffic is recognised when the step is judged. */
  readonly entry: TranscriptEntry;
  /** See `CaseResult.jids`. */
  readonly jids: Readonly<Record<string, string>>;
}

/** A look at a case has ended. Its result is not final: other looks may show otherwise. */
interface CaseLooked {
  readonly type: 'case-looked';
  readonly result: CaseResult;
  /** See `CaseStarted.look`. */
  readonly look: number;
}

/** This number of cases is now played again, because one look at them decides nothing. */
interface LookingAgain {
  readonly type: 'looking-again';
  readonly count: number;
}

/** Emitted once for each case that ran, after all looks, with the result of all its repetitions. */
interface CaseFinished {
  readonly type: 'case-finished';
  readonly result: CaseResult;
}

/** The last event of a run. It repeats `info` and `cases`, so that a reporter that writes at the end needs no state. */
export interface RunFinished {
  readonly type: 'run-finished';
  readonly info: RunInfo;
  /** The cases selected; those without a result did not run, because the run was stopped. */
  readonly cases: readonly Case[];
  readonly summary: Summary;
  readonly results: readonly CaseResult[];
  /** Baseline entries with checks that no longer fail, reduced to those checks, and those whose case is no longer broken. */
  readonly staleBaseline: readonly KnownEntry[];
  /** Stanzas that the server sent to addresses of the remote domain that no case uses. */
  readonly unclaimedStanzas: readonly XmlElement[];
}

/** Turns events into text for `write`. A reporter that throws is reported and left out; it cannot stop the run. */
export interface Reporter {
  on(event: RunEvent): void;
}

/** The language of a report. Chinese reports use the terms of YD/T 2936-2015 and cite its clauses first. */
export type { Language } from './language.ts';

/** The site that a page is part of: addresses in each language. */
export interface SiteLinks {
  /** The first page; absent: this is it. */
  readonly home?: Readonly<Record<Language, string>>;
  /** The page itself. */
  readonly page: Readonly<Record<Language, string>>;
}

/** What a reporter is created with. */
export interface ReporterSetup {
  readonly lang: Language;
  /** Absent: what it writes stands alone. */
  readonly site?: SiteLinks;
  readonly requirements: ReadonlyMap<string, Requirement>;
  /** Appends to the reporter's file or to standard output. */
  write(text: string): void;
  /** Appends to the summary of the CI step that the run is part of; absent outside of such a step. */
  writeSummary?(text: string): void;
  readonly color: boolean;
  /** Standard output is a terminal and this reporter writes to it. */
  readonly terminal: boolean;
  /** Current size of that terminal; absent: unknown. */
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  readonly trace: boolean;
  /** Detail of the trace: 1 adds setup and fences, 2 adds every stanza in full; absent: neither. */
  readonly verbosity?: number;
  /**
   * The path of a file inside the repository of the user, from its root; undefined for one that is not there, such as a scenario
   * of the package. Absent: paths are written as they are.
   */
  readonly repositoryPath?: ((file: string) => string | undefined) | undefined;
  /** Takes what shows notices above the live view of a terminal; undefined where there is none any more. Absent: nothing does. */
  onNotice?(show: ((text: string) => void) | undefined): void;
  /** Aborted when the user stops the run, before the message on standard error. */
  readonly stop?: AbortSignal;
}
