// Why a case was skipped or is broken, as data. `wording/reasons.ts` says each in two languages.

import type { Basic } from './case.ts';
import type { Problem } from './problem.ts';
import type { LimitedServer, ServerLimit } from './server-limit.ts';
import type { StateDifference } from './standard.ts';

/** What the standard says of something that the server lacks, and what is known of it. */
export interface Lack {
  /** Absent: it is optional, or the report is of an earlier version. */
  readonly level?: 'MUST' | 'SHOULD' | undefined;
  /** The outcome of the case that reports it: `failed` and `warned` show the lack. Absent: it was not played. */
  readonly shown?: 'failed' | 'warned' | 'broken' | undefined;
  /** The baseline excuses the case that reports it. */
  readonly isKnown?: boolean | undefined;
}

/** The server lacks a feature. */
export interface FeatureMissing extends Lack {
  readonly kind: 'feature-missing';
  readonly feature: string;
  readonly reportedBy?: string | undefined;
}

/** The server lacks something basic: `reportedBy` fails for it, and nothing else is known of this case. */
export interface BasicMissing extends Lack {
  readonly kind: 'basic-missing';
  readonly basic: Basic;
  readonly reportedBy: string;
}

/** Why a case does not run on this target. */
export type SkipReason =
  /** The run was stopped before the case began. */
  | { readonly kind: 'not-run' }
  | FeatureMissing
  | BasicMissing
  /** The case is for servers without this feature. */
  | { readonly kind: 'feature-present'; readonly feature: string }
  | { readonly kind: 'no-remote-domain' }
  /** The case needs a second server, and the run has none. */
  | { readonly kind: 'no-peer' }
  /** The case needs the name of a server that never answers, which a launched pair has. */
  | { readonly kind: 'no-silent-domain' }
  /** The case cuts the streams between two servers, which only those that are launched together allow. */
  | { readonly kind: 'no-stream-cut' }
  /** The case sends something while the streams are cut, and a server may then wait for minutes before it connects again. */
  | { readonly kind: 'no-stream-outage' }
  /** The case restarts a server, which only one that is launched allows. */
  | { readonly kind: 'no-server-restart' }
  /** The target names no special account of this name. */
  | { readonly kind: 'no-special-account'; readonly name: string }
  /** The case needs an account without history, and accounts are used again. */
  | { readonly kind: 'no-unused-account' }
  | { readonly kind: 'too-few-accounts'; readonly needed: number; readonly given: number }
  /** The case needs the priority that a session gave, and the server has lawfully replaced it (RFC 6121 4.7.2.3). */
  | { readonly kind: 'priority-overridden'; readonly given: number; readonly shown: number }
  /** The case exceeds a limit that the target declares as `limits.<limit>`, and it declares none. */
  | { readonly kind: 'limit-not-met'; readonly limit: string };

/** Why the verdict of a case is not known. */
export type BrokenReason =
  /** No accounts were lent. */
  | { readonly kind: 'no-accounts'; readonly cause: Problem }
  | { readonly kind: 'login-failed'; readonly session: string; readonly cause: Problem }
  | { readonly kind: 'not-sent'; readonly session: string; readonly cause: Problem }
  /** A ping of the fence was not answered. `after`: the last stanza that a step sent in this session, shortened; absent: none. */
  | {
      readonly kind: 'fence-lost';
      readonly session: string;
      readonly cause: Problem;
      readonly after?: string | undefined;
    }
  /**
   * The stream of the component ended, which all cases with remote contacts share. `after`: the last stanza that a step sent through
   * it, in this session; absent: none did. `isAlone`: no other case used the stream, so that this one has caused it; absent: others did.
   */
  | {
      readonly kind: 'component-lost';
      readonly session: string;
      readonly cause: Problem;
      readonly after?: string | undefined;
      readonly isAlone?: boolean | undefined;
    }
  | { readonly kind: 'roster-not-read'; readonly session: string; readonly cause: Problem }
  | { readonly kind: 'roster-get-refused'; readonly session: string }
  | { readonly kind: 'not-connected'; readonly session: string }
  /** The stream of this session ended at XML that breaks RFC 6120 11. */
  | { readonly kind: 'ill-formed-xml'; readonly session: string; readonly cause: Problem }
  /** The server sent more than this tester takes: too much at once, or too large an element. */
  | { readonly kind: 'limit-exceeded'; readonly session: string; readonly cause: Problem }
  /** A check failed, and the server may not have noticed that this session is gone. */
  | { readonly kind: 'end-unnoticed'; readonly session: string; readonly cause: Problem }
  /** A check failed, and what this session sent just before its connection ended may be lost. */
  | { readonly kind: 'sent-unproven'; readonly session: string }
  /** The roster shows another subscription than that of the given state. */
  | {
      readonly kind: 'state-not-reached';
      readonly state: string;
      readonly user: string;
      readonly subscription: string;
      readonly ask?: string | undefined;
      /** How the roster differs from the state; absent in reports of earlier versions. */
      readonly differences?: readonly StateDifference[] | undefined;
    }
  /** A new session did not receive the pending request of the given state (RFC 6121 3.1.3). */
  | {
      readonly kind: 'request-not-redelivered';
      readonly state: string;
      readonly user: string;
      readonly contact: string;
    }
  /** The scenario's given state needs a session of this actor at the start. */
  | { readonly kind: 'state-needs-session'; readonly state: string; readonly actor: string }
  /** The streams between the servers were cut, and one of them has not closed its connections. */
  | { readonly kind: 'cut-unnoticed' }
  /** The server of this session did not reach the other one again. */
  | { readonly kind: 'servers-apart'; readonly session: string; readonly cause: Problem }
  /** A server did not start again, or the streams between the servers could not be restored. */
  | { readonly kind: 'servers-not-restored'; readonly cause: Problem }
  | { readonly kind: 'late-stanzas'; readonly count: number }
  /** What was missing came this much after its fence when the case was played again, in milliseconds. */
  | { readonly kind: 'came-late'; readonly lagMs: number }
  /** One look showed these requirements violated, and another did not. */
  | { readonly kind: 'not-again'; readonly requirements: readonly string[] }
  /** The case failed once, and no other look decided: why that one was broken; absent: the run ended before. */
  | { readonly kind: 'unconfirmed'; readonly why?: Reason | undefined }
  /** Each fence waited for less than the server was found to need, in milliseconds: nothing shows that nothing came. */
  | { readonly kind: 'unsettled'; readonly settledMs: number; readonly neededMs: number }
  /** The user stopped the run, and the case had not ended a few seconds later. */
  | { readonly kind: 'interrupted' }
  /** Repetitions of the case had different verdicts: how often each outcome came, and why one of them was broken. */
  | {
      readonly kind: 'flaky';
      readonly outcomes: readonly { readonly outcome: string; readonly count: number }[];
      readonly why?: Reason | undefined;
    }
  /** The roster of an existing account has an item of an earlier case. */
  | { readonly kind: 'account-unclean'; readonly account: string; readonly contact: string }
  /** Something else uses an account of the case, or of one that ran at the same time. */
  | { readonly kind: 'foreign-traffic'; readonly cause: Problem }
  /** A limit of the server may be the cause of what was seen. */
  | { readonly kind: 'server-limit'; readonly limit: ServerLimit; readonly server: LimitedServer }
  /** A fault of our own, with its stack. */
  | { readonly kind: 'bug'; readonly stack: string };

/** Failures that a baseline listed until it expired. `until` is a date such as `2027-06-30`. */
export interface ExpiredReason {
  readonly kind: 'baseline-expired';
  readonly entries: readonly { readonly requirement: string; readonly until: string }[];
}

/** Why a case has the outcome it has, where its checks do not say it. */
export type Reason = SkipReason | BrokenReason | ExpiredReason;
