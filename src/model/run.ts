// Totals of one run, and what it ran with.

import type { WAIT_KIND } from '../tags/problem.ts';
import type { MET_LIMITS } from '../tags/reason.ts';
import type { Words } from '../tags/table.ts';
import type { DataOf } from './data.ts';
import type { Software } from './software.ts';

/** What the engine waits for. */
export type WaitKind = Words<typeof WAIT_KIND>;

/** The number of waits of one kind, and their total time in milliseconds. Waits at the same time add up. */
export interface WaitTally {
  readonly count: number;
  readonly ms: number;
}

export interface Summary {
  readonly cases: number;
  readonly passed: number;
  readonly failed: number;
  readonly warned: number;
  readonly skipped: number;
  readonly broken: number;
  /** Failed or warned cases that the baseline excuses; counted in `failed` and `warned`, too. */
  readonly knownFailures: number;
  /** Skipped cases by the level of what the server lacks, as far as it is known (`Lack.level`); absent: none. */
  readonly lacking?: { readonly must: number; readonly should: number } | undefined;
  /** Stanzas that no expectation names and no rule forbids, and the cases that saw some; absent: none. */
  readonly unexplained?: { readonly stanzas: number; readonly cases: number } | undefined;
  readonly checks: number;
  readonly lateStanzas: number;
  /** Stanzas for remote addresses that no case uses, beyond those that the run lists; absent: none. */
  readonly unlistedStanzas?: number | undefined;
  readonly expiredWaits: number;
  /**
   * How often the stream of the component ended that the cases share, and the ids of the cases that have ended it while no other case
   * used it; absent: never.
   */
  readonly componentLosses?: { readonly count: number; readonly cases: readonly string[] } | undefined;
  /**
   * Of a run that looked at cases again: how many cases, how many of them ended with another outcome than that of the
   * first look, how many were broken and not played again because the same had not helped others, and the time in
   * milliseconds that this took after the first looks.
   */
  readonly looks?:
    | { readonly again: number; readonly changed: number; readonly leftOut: number; readonly ms: number }
    | undefined;
  readonly durationMs: number;
  /** Of a run that repeats its cases: how often each was to run, and how often each that ran did at least. Fewer: it was stopped. */
  readonly repetitions?: { readonly asked: number; readonly made: number } | undefined;
  /** What was waited for, by kind: logins, answers to pings. */
  readonly waits: Readonly<Record<string, WaitTally>>;
  /** CPU time of the run in milliseconds, where the server's processes are ours to look at. */
  readonly cpu?: { readonly testerMs: number; readonly serverMs: number } | undefined;
}

/** Kinds of traffic by which the order of a server is measured. */
export type OrderTraffic = 'message' | 'presence' | 'push' | 'subscription' | 'remote';

/** Whether a stanza can arrive after the fence of the step that caused it. */
export interface OrderOfServer {
  /** `relaxed`: it can; `unmeasured`: it is not known. */
  readonly kind: 'strict' | 'relaxed' | 'unmeasured';
  /** The longest time in milliseconds by which one came after its fence; 0: none did. */
  readonly largestLagMs: number;
  /** How long a fence waits after its last ping, in milliseconds. */
  readonly settleMs: number;
  /** The rounds of pings of a fence, from 1 to 3: the fewest after which nothing came late. */
  readonly rounds: number;
}

/** The order of a server, as measured before the first case. */
export interface MeasuredOrder extends OrderOfServer {
  /** Stanzas that could have arrived after their fence. */
  readonly trials: number;
  /** Those that did. */
  readonly late: number;
  /** Kinds that apply to the run and of which no stanza arrived. */
  readonly unmeasured: readonly OrderTraffic[];
}

/** Limits of one server. */
export type MetLimits = DataOf<typeof MET_LIMITS>;

export interface RunInfo {
  readonly tool: { readonly name: string; readonly version: string };
  readonly target: Software & { readonly name: string; readonly domain: string; readonly features: readonly string[] };
  /** The second server, whose accounts are contacts; absent: there is none. */
  readonly peer?: (Software & { readonly name: string; readonly domain: string }) | undefined;
  readonly startedAt: string;
  /** Arguments of `run` that rerun one case on this target, without the case id: `['-t', 'prosody']`; with `--`, those of `client`. */
  readonly rerun: readonly string[];
  readonly strict: boolean;
  /** Skipped cases fail the run; absent: they do not. */
  readonly failOnSkipped?: boolean | undefined;
  readonly jobs: number;
  /** How the server orders stanzas; when the run has finished, with what it learned since. Absent: not measured. */
  readonly order?: MeasuredOrder | undefined;
  /** Limits of the server that the run has met; absent: none. */
  readonly limits?: MetLimits | undefined;
  /** Which part of the selected cases runs; absent: all of them. */
  readonly shard?: { readonly index: number; readonly count: number } | undefined;
}
