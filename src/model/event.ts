// What a run reports while it goes, and who receives it.

import type { Case } from './case.ts';
import type { CaseResult, KnownFailure } from './result.ts';
import type { RunInfo, Summary } from './run.ts';
import type { TranscriptEntry } from './session.ts';
import type { Requirement } from './standard.ts';
import type { XmlElement } from './xml.ts';

/** What the engine tells reporters, in order; `case-finished` comes once for every selected case. */
export type RunEvent =
  | { readonly type: 'run-started'; readonly info: RunInfo; readonly cases: readonly Case[] }
  | { readonly type: 'case-started'; readonly case: Case }
  /** Each stanza as it flows, where that was asked for (`Environment.follows`). That it is ambient is learnt later. */
  | {
      readonly type: 'stanza';
      readonly case: Case;
      readonly entry: TranscriptEntry;
      /** See `CaseResult.jids`. */
      readonly jids: Readonly<Record<string, string>>;
    }
  | { readonly type: 'case-finished'; readonly result: CaseResult }
  | {
      readonly type: 'run-finished';
      readonly info: RunInfo;
      readonly summary: Summary;
      readonly results: readonly CaseResult[];
      /** Baseline entries that list checks which hold now, with just those: the baseline must be mended. */
      readonly staleBaseline: readonly KnownFailure[];
      /** What the server sent to addresses of the remote domain that no case plays. */
      readonly unclaimedStanzas: readonly XmlElement[];
    };

/** Turns events into text for `write`. A reporter that throws is noted and left out; it cannot stop the run. */
export interface Reporter {
  on(event: RunEvent): void;
}

/** A language of reports: English, or Chinese with the terms and clause numbers of YD/T 2936-2015 first. */
export type Language = 'en' | 'zh';

/** What a reporter gets to work with. */
export interface ReporterSetup {
  readonly lang: Language;
  readonly requirements: ReadonlyMap<string, Requirement>;
  /** Appends to the reporter's file or to standard output. */
  write(text: string): void;
  /** Appends to the summary of the step of a CI job that the run is; absent where it is none. */
  writeSummary?(text: string): void;
  readonly color: boolean;
  /** Standard output is a terminal and this reporter writes to it. */
  readonly terminal: boolean;
  /** Columns and lines of that terminal at this moment; absent: not known. */
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  readonly trace: boolean;
  /** How much a trace shows: 1 also setting up and fences, 2 also every stanza in full; absent: neither. */
  readonly verbosity?: number;
  /** Aborted when the user stops the run, before standard error says so. */
  readonly stop?: AbortSignal;
}
