// Findings: what the results of a run come down to. Many cases show one fault of a server; a finding is that fault, once.

import type { PairSide } from './blame.ts';
import type { Case } from './case.ts';
import type { Failure } from './failure.ts';
import type { CaseResult, CheckResult } from './result.ts';
import type { Level } from './standard.ts';
import type { XmlElement } from './xml.ts';

/** What stanzas of one kind have in common: `iq` of type `result`, `presence` of type `subscribe`. */
export interface StanzaKind {
  readonly name: string;
  /** Absent: the stanza has no type, or it is a message, whose type many rules leave open. */
  readonly type?: string | undefined;
  /** Of an IQ its payload, such as `roster`; of an error its condition. */
  readonly content?: string | undefined;
}

/** What a server does instead of what a rule asks for. Values that differ from case to case are not in it. */
export interface Departure {
  /**
   * `missing`: no such stanza arrives; `order`: it does, but not in the required order; `repeated`: it arrives once more than it may;
   * `outcome`: one of several that a scenario knows and the rule forbids; `Finding.outcomes` names them. Else that of the failure.
   */
  readonly kind: Exclude<Failure['kind'], 'violates'> | 'order' | 'repeated' | 'outcome';
  /** What distinguishes it from others, as the key of a finding names it. */
  readonly words: readonly string[];
  /** What differs, and where: `iq/query/item@approved`. Absent: no stanza differs. */
  readonly stanza?: StanzaKind | undefined;
  readonly path?: string | undefined;
}

/** A case that shows a finding, by its first failed check of that kind. */
export interface Showing {
  readonly result: CaseResult;
  readonly check: CheckResult;
  readonly verdict: 'failed' | 'warned';
  /** The ruling by which the requirement only warns in this case; absent: none. */
  readonly ruling?: string | undefined;
  /** Why the baseline excuses it; absent: it is new. */
  readonly known?: string | undefined;
}

/** Cases that have something in common, by id. */
export interface CasesBy<Key extends string> {
  readonly by: Key;
  readonly cases: readonly string[];
}

interface FindingBase {
  /** Names the finding in any report on any server: short, of letters that neither a shell nor an address escapes. */
  readonly key: string;
  /** Ids of all cases that show it, in the order of the run. */
  readonly cases: readonly string[];
}

/** A requirement that the server does not meet, in one way. */
export interface FindingPart extends FindingBase {
  readonly requirement: string;
  readonly level: Level;
  /** Further requirements that the same stanzas show as not met. */
  readonly also: readonly string[];
  /** The worst over its cases. */
  readonly verdict: 'failed' | 'warned';
  readonly departure: Departure;
  /** Of a pair, the server at fault; absent: one server was tested. */
  readonly side?: PairSide | 'pair' | undefined;
  /** The names of the outcomes taken, the most frequent first; empty unless the departure is an outcome. */
  readonly outcomes: readonly CasesBy<string>[];
  /** Cases that the baseline does not excuse. */
  readonly newCases: readonly string[];
  readonly shown: readonly Showing[];
  /** The shortest case that shows it whole. */
  readonly example: Showing;
}

/**
 * One fault of a server: a requirement that it does not meet in one way, and what else comes of the same fault. Requirement, departure,
 * key and example are those of the first part; cases and what is said of them are those of all parts.
 */
export interface RuleFinding extends FindingPart {
  readonly kind: 'rule';
  /** The weightiest first. The key of each part names the finding, too. */
  readonly parts: readonly FindingPart[];
  /** The rulings that dispute it in some cases. */
  readonly disputed: readonly CasesBy<string>[];
  /** The reasons in the baseline for cases that it excuses. Cases not among them are new. */
  readonly known: readonly CasesBy<string>[];
  /** Cases whose row each server of the pair passes alone. */
  readonly onlyInPair: readonly string[];
  /** Cases that ran and have a verdict on one of the requirements. */
  readonly checkedCases: number;
  /** Those of them that meet the requirements which they check. */
  readonly passing: readonly Case[];
}

/** Cases without a verdict, for one reason. */
export interface BrokenFinding extends FindingBase {
  readonly kind: 'broken';
  readonly example: CaseResult;
}

/** Cases without a verdict because stanzas came too late. */
export interface LateFinding extends FindingBase {
  readonly kind: 'late';
  readonly example: CaseResult;
}

/** A kind of stanza that no expectation names and no rule forbids: it accuses nobody. */
export interface TrafficFinding extends FindingBase {
  readonly kind: 'traffic';
  readonly stanza: XmlElement;
  readonly session: string;
  /** Stanzas of this kind in all cases. */
  readonly count: number;
  readonly example: CaseResult;
}

export type Finding = RuleFinding | BrokenFinding | LateFinding | TrafficFinding;
